import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { coloured, type Paint, plain } from '../../../gateway/cli/alarms/paint.ts';
import { widthOf, wrapped } from '../../../gateway/cli/columns.ts';
import { healthText } from '../../../gateway/cli/lift/healthText.ts';
import { liftHead, statusText } from '../../../gateway/cli/lift/statusText.ts';
import { liftVoice } from '../../../gateway/cli/lift/voice.ts';
import type { LiftView } from '../../../gateway/control/liftScreen.ts';
import { FaultNames } from '../../../gateway/reports/lift/faultNames.ts';
import { shippedLiftTables } from '../../../gateway/site/liftTables.ts';
import type { Language } from '../../../gateway/text/language.ts';
import { liftInTrouble, liftScreenOf, liftUnheard, liftView } from './liftScreenFixture.ts';

const FAULTS = new FaultNames(shippedLiftTables());

function status(view: LiftView, language: Language = 'en', paint: Paint = plain): string {
  const screen = liftScreenOf([view]);
  return statusText(view, screen, FAULTS, liftVoice(screen, language, paint));
}

function health(view: LiftView, language: Language = 'en'): string {
  const voice = liftVoice(null, language);
  const { recent: days, findings, floors: labels } = view;
  return healthText(liftHead(view, voice), { days, findings, labels, faults: FAULTS }, voice);
}

const RULE = `\n\n${'='.repeat(20)}\n\n`;
const everything = (language: Language) =>
  `${[
    ...[liftView(), liftInTrouble(), liftUnheard()].map((view) => status(view, language)),
    health(liftView(), language),
  ].join(RULE)}\n`;

describe('the screen of a lift', () => {
  it.each(['en', 'zh'] as const)('reads as it was agreed, in %s', (language) => {
    const file = join(import.meta.dirname, 'screens', `${language}.txt`);
    expect(everything(language)).toBe(readFileSync(file, 'utf8'));
  });

  it.each(['en', 'zh'] as const)('fits on 80 columns, in %s', (language) => {
    for (const view of [liftView(), liftInTrouble(), liftUnheard()])
      for (const line of status(view, language, coloured).split('\n'))
        expect(widthOf(line)).toBeLessThanOrEqual(80);
    for (const line of health(liftView(), language).split('\n'))
      expect(widthOf(line)).toBeLessThanOrEqual(80);
  });

  it.each([false, true])('says that people are trapped while help is there; inspection: %s', (inhibited) => {
    const view = liftInTrouble();
    const attended = { ...view, entrapment: { ...view.entrapment, phase: 'attended' as const, inhibited } };
    expect(status(attended)).toContain('PEOPLE ARE TRAPPED, somebody is at the lift');
    expect(status(attended, 'zh')).toContain('困人未解除，已有人到场');
  });

  // a controller that lost its floor shows 0, and one that was set up for other floors one that the site does not name
  it('tells a floor that the site does not name, and none that means nothing, as what came', () => {
    const { snapshot, ...rest } = liftView();
    const at = (floor: object) =>
      status({ ...rest, snapshot: { ...snapshot, floor: { ...snapshot.floor, ...floor } as never } });
    const count = Object.keys(rest.floors).length;
    expect(at({ value: 9 })).toMatch(new RegExp(`^car +floor 9: the site names ${count}`, 'm'));
    const lost = { value: null, quality: 'protocol-error' };
    expect(at({ ...lost, told: 0 })).toMatch(new RegExp(`^car +floor 0: the site names ${count}`, 'm'));
    expect(at(lost)).toMatch(/^car +not known: no usable answers/m);
  });

  it('leaves nothing between braces, and nothing undefined', () => {
    for (const language of ['en', 'zh'] as const)
      expect(everything(language)).not.toMatch(/[{}]|undefined|NaN|null/);
  });

  it('says the same with colours as without', () => {
    const [coloured1, bare] = [status(liftInTrouble(), 'en', coloured), status(liftInTrouble())];
    expect(coloured1).toContain('\u001b[1m\u001b[7mPEOPLE ARE TRAPPED');
    expect(stripVTControlCharacters(coloured1)).toBe(bare);
  });

  it('keeps an entrapment in sight while the lift is silent, and never says that nobody is trapped then', () => {
    const trapped = liftInTrouble();
    const silent = status({ ...trapped, entrapment: { ...trapped.entrapment, known: false } });
    expect(silent).toContain('PEOPLE ARE TRAPPED');
    expect(silent).toContain('this stands until somebody sees to it');
    expect(status(liftUnheard())).toContain('people trapped: not known: nothing usable comes from the lift');
  });

  it('says what a lift that answers does not tell, instead of calling it silent', () => {
    const refused = { value: null, quality: 'protocol-error', at: liftView().snapshot.at } as never;
    const { snapshot } = liftView();
    const blind = liftView({
      snapshot: { ...snapshot, floor: refused, mode: refused, doors: [] },
      entrapment: { phase: 'none', since: null, known: false, inhibited: false, basis: [] },
    });
    expect(status(blind)).toContain('not known: the lift answers, but does not tell its floor, mode');
    expect(status(blind, 'zh')).toContain('电梯有应答，但没有提供楼层、模式');
  });

  it('shows a limit from memory as not checked against the standard', () => {
    const days = liftView().recent;
    const limit = {
      value: 15,
      confidence: 'from-memory',
      source: 'TSG T5002, maintenance at least every 15 days; longer where it is done by need',
    } as const;
    const evidence = { from: '2026-11-01', to: '2026-11-24', samples: 15, limit };
    const findings = [{ key: 'no-visit', rank: 35, parameters: { days: 15 }, evidence } as const];
    expect(health(liftView({ recent: days, findings }))).toContain('(from memory, check the');
    expect(health(liftView({ recent: days, findings }), 'zh')).toContain('凭记忆，请核对标准原文');
  });
});

describe('columns of a terminal', () => {
  it('give a Chinese character two, and never begin a row with what closes', () => {
    expect(widthOf('电梯 A')).toBe(6);
    expect(wrapped('一二三四，五六七', 8)).toEqual(['一二三', '四，五六', '七']);
    expect(wrapped('one two three', 7, '  ')).toEqual(['one two', '  three']);
    expect(wrapped('unbreakableword x', 5)).toEqual(['unbreakableword', 'x']);
  });
});
