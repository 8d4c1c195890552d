import { expect, test } from 'vitest';
import type { Transition } from '../../gateway/control/alarm.ts';

import { alarmRow, maintenanceRow, problemRow } from '../../gateway/guard/rows.ts';
import { decodeEvent, encodeEvent } from '../../gateway/telemetry/index.ts';
import { siteProblem } from '../../gateway/text/siteProblem.ts';
import { gasSite, installationOf } from '../site/fixture.ts';

const site = installationOf({
  ...gasSite,
  zones: [{ id: 'east', name: { en: 'East wing', zh: '东翼' } }],
  devices: [{ ...gasSite.devices[0], name: { en: 'Gas in the kitchen', zh: '厨房燃气' } }],
});
const at = (mono: number) => ({ boot: 'b007b007b007b007', mono });

const shelved: Transition = {
  rule: 'gas-high',
  occurrence: 'gas-high#b007b007b007b007-7',
  cause: 'shelved',
  from: 'acknowledged-active',
  to: 'shelved',
  condition: 'acknowledged-active',
  severity: 'orange',
  point: 'gas-1/concentration',
  device: 'gas-1',
  value: 12,
  limit: 10,
  unit: '%LEL',
  quality: 'good',
  onset: at(1000),
  declared: at(4000),
  actor: 'desk:li',
  reason: 'sensor is being replaced',
  until: at(3_604_000),
  announcement: 2,
  group: 'main-burst#b007b007b007b007-1',
};

test('a step of an alarm travels with its letters, its announcement, its group, its reason and its end', () => {
  const row = alarmRow({ kind: 'transition', transition: shelved, at: at(5000), token: 't' }, site);
  expect(row).toMatchObject({
    from: 'C',
    to: 'G',
    condition: 'C',
    announcement: 2,
    group: 'main-burst#b007b007b007b007-1',
    reason: 'sensor is being replaced',
    until: at(3_604_000),
    deviceName: { en: 'Gas in the kitchen', zh: '厨房燃气' },
  });
  expect(decodeEvent(encodeEvent(row))).toEqual({ ok: true, value: row });
});

test('a maintenance period is told upstream in words, with what it covers, who asked, why and how long', () => {
  const maintenance = {
    period: 'm-3',
    scope: { zones: ['east'], devices: ['gas-1', 'gone'] },
    since: at(1000),
    until: 1_801_000,
    actor: 'desk:li',
    reason: 'yearly calibration',
  };
  const row = (what: 'began' | 'ended', scope = maintenance.scope) =>
    maintenanceRow(at(2000), { kind: 'maintenance', what, maintenance: { ...maintenance, scope } }, site);
  expect(row('began')).toEqual({
    type: 'system',
    at: at(2000),
    code: 'maintenance.began',
    severity: 'none',
    text: 'maintenance of East wing (east), Gas in the kitchen (gas-1), gone began for at most 30 min, by desk:li: yearly calibration [m-3]',
  });
  expect(row('ended', { zones: [], devices: [] })).toMatchObject({
    code: 'maintenance.ended',
    text: 'maintenance of the whole site ended [m-3]',
  });
});

test('a problem travels as one English text, without the data from which other languages are made', () => {
  const problem = { ...siteProblem('site.last-good', { file: 'site.yaml' }), where: 'site.yaml.last-good' };
  const row = problemRow(at(5), problem);
  expect(row).toEqual({
    type: 'system',
    at: at(5),
    code: 'site.last-good',
    severity: 'orange',
    text: expect.stringMatching(
      /^site\.yaml\.last-good: running on the last good site file, .*\n {2}→ correct site\.yaml;/,
    ),
  });
});
