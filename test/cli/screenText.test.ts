import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { coloured, plain } from '../../gateway/cli/alarms/paint.ts';
import { screenText } from '../../gateway/cli/alarms/screenText.ts';
import { voiceFor } from '../../gateway/cli/alarms/voice.ts';
import type { AlarmScreen } from '../../gateway/control/alarmScreen.ts';
import type { Language } from '../../gateway/text/language.ts';
import { busProblem } from '../../gateway/text/problems/busProblems.ts';
import { alarm, EVERY_STATE, PERIOD, QUIET, screenOf } from '../guard/verbs/screenFixture.ts';

const shown = (screen: AlarmScreen, language: Language = 'en', paint = plain) =>
  screenText(screen, voiceFor(screen, language, paint, 'Asia/Shanghai'));
const everything = screenOf(EVERY_STATE, { maintenance: [PERIOD] });
const golden = (language: Language) =>
  readFileSync(join(import.meta.dirname, 'screen', `${language}.txt`), 'utf8');

describe('the screen as text', () => {
  it('shows every state of an alarm, what is heard and what to do next, in English and Chinese', () => {
    expect(`${shown(everything, 'en')}\n`).toBe(golden('en'));
    expect(`${shown(everything, 'zh')}\n`).toBe(golden('zh'));
  });

  it('says until when a changed site is on trial, and how it is kept', () => {
    const quiet = screenOf([]);
    const trial = { revision: '0123456789ab', by: 'desk:Li', until: quiet.now + 540_000 };
    const said = shown({ ...quiet, trial });
    expect(said).toContain('a changed site by Li is on trial until ');
    expect(said).toContain('(in 9 min); then it goes back by itself, unless: lifeline site keep');
    expect(shown({ ...quiet, trial }, 'zh')).toContain('Li 更改的现场配置正在试运行，至');
    expect(shown(quiet)).not.toContain('trial');
  });

  it('names the points of a device that are lost, and why, where the others are read', () => {
    const loss = alarm({
      ...{ rule: 'gas-301.loss-of-sensing', severity: 'yellow', point: null, value: null, limit: null },
      quality: 'protocol-error',
    });
    const trouble = {
      code: 'x',
      what: 'two devices answer as unit 1',
      hint: 'give one another',
      where: 'gas-301 (unit 1)',
    };
    const screen = screenOf([loss], { trouble, readings: { concentration: 1, state: null, alarm: null } });
    expect(shown(screen)).toContain(
      'yellow  Gas detector 301: not sensing: Detector state, Alarm level (no usable answers)',
    );
    expect(shown(screen)).toContain('\n  because: two devices answer as unit 1\n  → give one another\n');
    expect(shown(screen).match(/two devices answer/g)).toHaveLength(1); // and not once more below
    expect(shown(screen, 'zh')).toContain('原因：');
  });

  it('says that a device is sensed again while its loss stands on for a moment', () => {
    const loss = alarm({
      ...{ rule: 'gas-301.loss-of-sensing', severity: 'yellow', point: null, value: null, limit: null },
      quality: 'no-communication',
    });
    const back = screenOf([loss], { readings: { concentration: 1, state: 0, alarm: 0 } });
    expect(shown(back)).toContain('  now it is sensed again · B unacknowledged');
    expect(shown(back, 'zh')).toContain('现在已恢复采集');
    const still = screenOf([loss], { readings: { concentration: 1, state: 0, alarm: null } });
    expect(shown(still)).not.toContain('sensed again');
  });

  it('says of a value that stands still that it does, and not that there is none', () => {
    const frozen = alarm({
      ...{ rule: 'gas-301.loss-of-sensing', severity: 'yellow', point: 'gas-301/concentration' },
      ...{ value: null, limit: null, quality: 'flatline' },
    });
    const text = shown(screenOf([frozen], { readings: { concentration: 12 } }));
    expect(text).toContain('yellow  Gas detector 301: not sensing: suspiciously constant\n');
    expect(text).toContain('now 12 %LEL');
  });

  it('does not say that a siren sounds whose board is silent', () => {
    expect(shown(everything)).toContain('1 heard now');
    for (const boardIs of ['offline', 'failing'] as const) {
      const text = shown(screenOf(EVERY_STATE, { maintenance: [PERIOD], boardIs }));
      expect(text.includes('NO SIREN OBEYS'), boardIs).toBe(boardIs === 'offline'); // it answered a moment ago
    }
  });

  it('says what is wrong with a line that is open', () => {
    const lineProblem = { ...busProblem('bus.overloaded'), where: 'rs485' };
    expect(shown(screenOf([], { lineProblem }))).toContain('rs485: more is asked of this line');
  });

  it('of a quiet house is short', () => {
    const text = shown(screenOf([], { annunciation: QUIET }));
    expect(text).toContain('\nno alarms\n');
    expect(text).not.toMatch(/^Alarms$|^Faults$|^Shelved$|^Sirens/m);
  });

  it('keeps together what belongs together, so that a flood of one cause does not bury a gas alarm', () => {
    const burst = ['riser', 'door', 'gas-302-state'].map((rule, i) =>
      alarm({ rule, occurrence: `${rule}#${i}`, severity: 'orange', group: i === 0 ? null : 'riser#0' }),
    );
    const gas = alarm({ occurrence: 'gas#9' });
    const text = shown(screenOf([...burst.toReversed(), gas]));
    const order = [...text.matchAll(/^ {2}(\S+#\d)$/gm)].map(([, occurrence]) => occurrence);
    expect(order).toEqual(['gas#9', 'riser#0', 'gas-302-state#2', 'door#1']);
    expect(text.match(/first of its group/g)).toHaveLength(1);
  });

  it('puts what is gravest in a group before what came first in it', () => {
    const suspected = alarm({
      rule: 'suspected',
      occurrence: 'suspected#0',
      severity: 'orange',
      group: null,
    });
    const trapped = alarm({
      rule: 'trapped',
      occurrence: 'trapped#1',
      severity: 'red',
      group: 'suspected#0',
    });
    const text = shown(screenOf([suspected, trapped]));
    const order = [...text.matchAll(/^ {2}(\S+#\d)$/gm)].map(([, occurrence]) => occurrence);
    expect(order).toEqual(['trapped#1', 'suspected#0']);
  });

  it('tells of a silence that it is the sounder limit, and of a latching alarm that it will want a reset', () => {
    const limit = { occurrence: 'gas-301#b-1', announcement: 1, actor: 'sounder-limit', at: alarm({}).since };
    const annunciation = { ...QUIET, silenced: [limit] };
    const acknowledged = { to: 'acknowledged-active', condition: 'acknowledged-active' } as const;
    const text = shown(screenOf([alarm(acknowledged)], { annunciation }));
    expect(text).toContain('the sounder has reached its time limit');
    expect(text).toContain(
      '→ remove the cause; it stays until it is reset then: lifeline alarms reset gas-301',
    );
  });

  it('tells where a limit comes from and how sure that is, and of a button as of a button', () => {
    const values = [
      {
        path: 'high.red',
        value: 50,
        clause: '§5.5.2',
        source: { en: 'GB/T 50493', zh: '国标 GB/T 50493' },
        confidence: 'from-memory',
      } as const,
    ];
    const byButton = {
      to: 'acknowledged-active',
      condition: 'acknowledged-active',
      actor: 'button:node',
    } as const;
    const screen = screenOf([alarm(byButton)], { provenance: new Map([['gas-301', { values }]]) });
    expect(shown(screen)).toContain('limit from GB/T 50493, §5.5.2 (from memory, check the standard)');
    expect(shown(screen, 'zh')).toContain('限值依据：国标 GB/T 50493');
    expect(shown(screen)).toContain('by the button at node');
    expect(shown(screen, 'zh')).toContain('操作人：node 上的按钮');
  });

  it('has colours for a terminal alone', () => {
    const text = shown(everything, 'en', coloured);
    expect(text).toContain('\u001b[1m\u001b[31mred\u001b[39m\u001b[22m  Gas in 301');
    expect(stripVTControlCharacters(text)).toBe(shown(everything));
    expect(shown(everything)).not.toContain('\u001b');
  });
});
