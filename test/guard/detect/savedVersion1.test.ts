import { expect, test } from 'vitest';
import { createDetector } from '../../../gateway/guard/detect/detector.ts';
import { restoreState } from '../../../gateway/guard/detect/saved.ts';
import { GAS, gasInstallation } from './gas.ts';
import { BOOT, Story } from './story.ts';

// As version 1 wrote it: an alarm of gas, acknowledged and not yet known to be on disk.
const acknowledged = {
  rule: 'gas-high',
  occurrence: `gas-high#${BOOT}-1000`,
  cause: 'acknowledged',
  from: 'unacknowledged-active',
  to: 'acknowledged-active',
  severity: 'orange',
  point: GAS,
  device: 'gas-1',
  value: 30,
  limit: 25,
  unit: '%LEL',
  quality: 'good',
  onset: { boot: BOOT, mono: 1000 },
  declared: { boot: BOOT, mono: 1000 },
  actor: 'wang',
};
const at = { boot: BOOT, mono: 2000 };
const idle = { verdict: 'off', onset: null, active: false, clearing: null };
const on = { verdict: 'on', onset: 1000, active: true, clearing: null };
const version1 = {
  version: 1,
  boot: BOOT,
  at: 2000,
  lastNumber: 1000,
  rules: {
    'gas-high': {
      subject: `limit ${GAS}`,
      tracks: { 'high yellow': on, 'high orange': on, 'high red': idle },
      seen: { value: 30, quality: 'good', point: GAS },
      heard: 2000,
      episode: { last: acknowledged, since: at, level: 'high orange', step: 2, durable: false },
      memory: null,
    },
    'gas-1.loss-of-sensing': {
      subject: 'loss-of-sensing gas-1',
      tracks: { lost: idle },
      seen: { value: null, quality: 'good', point: null },
      heard: 2000,
      episode: null,
      memory: {},
    },
  },
  unwritten: [{ kind: 'transition', transition: acknowledged, at, token: `gas-high#${BOOT}-1000/2` }],
};

function restored(saved: unknown) {
  const back = restoreState(JSON.stringify(saved));
  if (!back.ok) throw new Error(back.error.what);
  return back.value;
}

test('a state saved by the version before is taken up: the same occurrence, still acknowledged', () => {
  const told = new Story(gasInstallation());
  told.detector = createDetector(gasInstallation());
  told.state = told.detector.adopt(restored(version1), { boot: BOOT, mono: 5000 }).state;
  expect(told.alarms).toMatchObject([
    {
      occurrence: acknowledged.occurrence,
      ...{ to: 'acknowledged-active', condition: 'acknowledged-active', announcement: 1 },
      ...{ group: null, reason: null, until: null, actor: 'wang' },
    },
  ]);
  told.read(6, GAS, 60);
  expect(told.transitions.at(-1)).toMatchObject({ cause: 'escalated', announcement: 2 });
});

test('what it had not seen on disk is journaled again, in the form of now', () => {
  expect(restored(version1).unwritten).toMatchObject([
    { transition: { condition: 'acknowledged-active', announcement: 1, group: null } },
  ]);
});

test('a state of a version to come is not guessed at', () => {
  expect(restoreState(JSON.stringify({ ...version1, version: 3 }))).toMatchObject({ ok: false });
});
