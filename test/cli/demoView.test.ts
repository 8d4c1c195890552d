import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import { widthOf } from '../../gateway/cli/columns.ts';
import { demoVoice } from '../../gateway/cli/demo/demoVoice.ts';
import { Scene } from '../../gateway/cli/demo/scene.ts';
import { drawScene } from '../../gateway/cli/demo/view.ts';
import type { Alarm } from '../../gateway/control/alarm.ts';
import { packageRoot } from '../../gateway/core/program.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';

const site = loadSite(join(packageRoot(), 'deploy', 'demo', 'site.yaml'), readProfiles(), LINE_JUDGES);
if (!site.ok) throw new Error(JSON.stringify(site.error));
const installation = site.value;
const NOW = { boot: 'b', mono: 1000 };

function alarm(n: number): Alarm {
  return {
    ...{ rule: 'gas-301.high', occurrence: `gas-301.high#${n}`, cause: 'raised', from: 'normal' },
    ...{ to: 'unacknowledged-active', condition: 'unacknowledged-active', severity: 'red' },
    ...{ point: 'gas-301/concentration', device: 'gas-301', value: 51.3, limit: 50, unit: '%LEL' },
    ...{ quality: 'good', onset: NOW, declared: NOW, actor: null, reason: null, until: null },
    ...{ announcement: 1, group: null, since: NOW, durable: true },
  } as Alarm;
}

function busy(): Scene {
  const scene = new Scene(0);
  for (const { id } of installation.points.values())
    scene.readings.set(id, { point: id, value: 12.3456, quality: 'good', at: NOW });
  scene.readings.set('gas-301/concentration', {
    ...{ point: 'gas-301/concentration', value: 61.2, quality: 'good', at: NOW },
  });
  scene.cabinet.effects = { inCharge: true, siren: true, strobe: true, faultLamp: false, gas: 'shut' };
  scene.alarms = Array.from({ length: 30 }, (_, i) => alarm(i));
  scene.arrivals.push(...Array.from({ length: 30 }, (_, i) => `demo-building  ALARM number ${i} `.repeat(9)));
  scene.said = 'x'.repeat(300);
  return scene;
}

const SIZES = [
  [80, 24],
  [120, 40],
  [200, 50],
] as const;

describe.each(['en', 'zh'] as const)('the demonstration in %s', (language) => {
  it.each(SIZES)('fits a terminal of %i × %i with everything in sight', (columns, rows) => {
    const voice = demoVoice(installation, language);
    const picture = stripVTControlCharacters(
      drawScene(busy(), installation, 60_000, { columns, rows }, voice),
    );
    const lines = picture.split('\n');
    expect(lines.length).toBeLessThanOrEqual(rows);
    for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
    expect(lines.at(-1)).toContain(voice.say('key.q')); // the last row is not pushed out
    for (const device of ['gas-basement', 'settle-east', 'board'])
      expect(picture).toContain(voice.nameOf(device));
    expect(picture).toContain(voice.say('valve.shut'));
    expect(picture).toContain(voice.say('platform.connecting'));
    // what was decided on, and what is there now
    expect(picture).toMatch(
      language === 'en' ? /51\.3 %LEL .*now 61\.2/ : /51\.3 %LEL（限值 50），现为 61\.2/,
    );
    if (language === 'zh') expect(picture).not.toMatch(/Gas|acknowledged|siren|busy/);
  });

  // the alarm register of a detector: its low alarm stands on when it shows the code of the high one
  it('names an alarm of a state by its rule, and shows a contact as yes or no', () => {
    const voice = demoVoice(installation, language);
    const scene = busy();
    const low = { ...alarm(0), point: 'gas-301/alarm', value: 2, limit: null, unit: '' } as Alarm;
    const ruleName = { en: "the detector's low alarm", zh: '探测器低报' };
    const valueName = { en: 'high alarm', zh: '高报' };
    scene.alarms = [low];
    scene.screen = {
      ...{ alarms: [{ ...low, ruleName, valueName }], annunciation: { sounding: [] }, problems: [] },
    } as never;
    const [board] = installation.lines.flatMap(({ devices }) => devices).filter(({ id }) => id === 'board');
    const contact = board?.points[0]?.id ?? '';
    scene.readings.set(contact, { point: contact, value: true, quality: 'good', at: NOW });
    const picture = stripVTControlCharacters(
      drawScene(scene, installation, 60_000, { columns: 80, rows: 24 }, voice),
    );
    expect(picture).toContain(ruleName[language]);
    expect(picture).not.toContain(`  ${valueName[language]}  `);
    expect(picture).toMatch(language === 'en' ? /Contacts +yes/ : /触点板 +是/);
  });

  it('uses a wide terminal', () => {
    const voice = demoVoice(installation, language);
    const lines = stripVTControlCharacters(
      drawScene(busy(), installation, 60_000, { columns: 200, rows: 50 }, voice),
    ).split('\n');
    expect(Math.max(...lines.map(widthOf))).toBeGreaterThan(190);
    expect(lines.filter((line) => line.includes('51.3 %LEL')).length).toBeGreaterThanOrEqual(10);
  });
});

it('the link is told, not the switch', () => {
  const voice = demoVoice(installation, 'en');
  const scene = busy();
  const draw = () =>
    stripVTControlCharacters(drawScene(scene, installation, 1, { columns: 200, rows: 50 }, voice));
  expect(draw()).toContain('the platform: not connected yet');
  scene.totals = {
    ...{ received: 3, missing: 0, outstanding: 0, held: 0, duplicates: 0, conflicts: 0, tombstoned: 0 },
    ...{ complete: true, channels: new Map(), evidence: new Map(), latest: new Map(), alarms: new Map() },
    state: null,
  } as Scene['totals'];
  expect(draw()).toContain('the platform: connected');
  scene.network = 'cut';
  expect(draw()).toContain('the platform: the network is cut, courier has not noticed yet');
  scene.screen = {
    problems: [{ code: 'uplink.lost', what: 'uplink city: lost' }],
  } as unknown as Scene['screen'];
  scene.screen = {
    ...scene.screen,
    alarms: [],
    annunciation: { sounding: [], silenced: [], testing: false },
  } as never;
  expect(draw()).toContain('NOT CONNECTED: uplink city: lost');
});
