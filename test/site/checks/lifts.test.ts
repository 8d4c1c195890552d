import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LINE_JUDGES } from '../../../gateway/alarmTime/lineJudges.ts';
import { packageRoot } from '../../../gateway/core/program.ts';
import { liftReport, liftWarnings } from '../../../gateway/reports/site/liftReport.ts';
import { checkSite } from '../../../gateway/reports/site/siteReport.ts';
import { siteReportVoice } from '../../../gateway/reports/site/siteReportVoice.ts';
import { readSite } from '../../../gateway/site/load.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { catalog, installationOf, problemsOf } from '../fixture.ts';

const lift = {
  id: 'lift-a',
  devices: ['controller', 'box'],
  floors: ['B1', '1', '2', '3', '5'],
  ratedSpeed: 1.75,
};
const site = {
  gateway: { id: 'test', timeZone: 'Asia/Shanghai' },
  buses: [
    { id: 'shaft', connection: { type: 'serial', path: '/dev/ttyS9', baud: 38400 } },
    { id: 'car', connection: { type: 'serial', path: '/dev/ttyS8', baud: 9600 } },
  ],
  devices: [
    { id: 'controller', profile: 'monarch-nice3000plus', bus: 'shaft', unit: 1, gapMs: 30 },
    { id: 'box', profile: 'lift-sensor-box-19reg', bus: 'car', unit: 247 },
  ],
  lifts: [lift],
};

const told = (changed: Record<string, unknown>) =>
  problemsOf(JSON.stringify({ ...site, ...changed }, null, 2)).map(({ code, what }) => `${code} ${what}`);

test('a lift is a device among the others: with points, rules of its pack and channels, and no place on a bus', () => {
  const { lifts, devices, points, rules, lines } = installationOf(site);
  expect(lifts[0]).toMatchObject({
    labels: { 1: 'B1', 5: '5' },
    ...{ ratedMmS: 1750, topFloor: 5, topMm: null },
  });
  expect(devices.get('lift-a')).toMatchObject({ madeOf: ['controller', 'box'], lineId: 'shaft' });
  expect(points.get('lift-a/entrapment')?.profile.role).toBe('lift.entrapment');
  expect(lines.flatMap(({ devices: on }) => on.map(({ id }) => id))).toEqual(['controller', 'box']);
  const made = rules.map(({ id }) => id);
  expect(made).toContain('lift-a.entrapment');
  expect(made).not.toContain('lift-a.loss-of-sensing'); // its devices have rules of their own
});

test('rules of the pack are changed, and rules written, for a lift as for any device', () => {
  const changed = { ...lift, packChanges: { 'long-still': 'off', 'door-cycling': { severity: 'orange' } } };
  const own = { id: 'mine', kind: 'state', point: 'lift-a/door-held-open', equals: true, severity: 'orange' };
  const { rules } = installationOf({ ...site, lifts: [changed], rules: [own] });
  expect(rules.find(({ id }) => id === 'lift-a.long-still')).toBeUndefined();
  expect(rules.find(({ id }) => id === 'lift-a.door-cycling')).toMatchObject({ severity: 'orange' });
  expect(rules.find(({ id }) => id === 'mine')).toBeDefined();
});

test('one mistake, one message', () => {
  expect(told({ lifts: [{ ...lift, devices: ['controler'] }] })).toEqual([
    'site.unknown-device lifts[0].devices[0]: there is no device controler',
  ]);
  expect(told({ lifts: [lift, { ...lift, id: 'lift-b' }] })).toEqual([
    'site.second-lift lifts[1].devices[0]: controller belongs to lifts[0].devices[0]',
    'site.second-lift lifts[1].devices[1]: box belongs to lifts[0].devices[1]',
  ]);
  expect(told({ lifts: [{ ...lift, id: 'box' }] })).toEqual([
    'site.duplicate-id lifts[0].id: box is the id of a device',
  ]);
  const gas = { id: 'gas', profile: 'ya-k300-s', bus: 'shaft', unit: 3 };
  expect(told({ devices: [...site.devices, gas], lifts: [{ ...lift, devices: ['gas'] }] })).toContain(
    'site.no-lift-device lifts[0].devices[0]: gas (ya-k300-s) tells nothing of a lift',
  );
  const direct = { id: 'direct', profile: 'lifeline-lift', bus: 'shaft', unit: 4 };
  expect(told({ devices: [...site.devices, direct] })).toContain(
    'site.lift-as-device devices[2].profile: lifeline-lift is no device that can be asked',
  );
  expect(told({ lifts: [{ ...lift, eBike: 'box/floor' }] })).toEqual([
    'site.wrong-type lifts[0].eBike: box/floor is never true or false',
  ]);
  expect(told({ lifts: [{ ...lift, openings: { front: ['B1', '1', '2', '4'], rear: ['5'] } }] })).toEqual([
    'site.no-opening lifts[0].openings: no door of the car has a landing at 3',
    'site.unknown-floor lifts[0].openings.front[3]: 4 is none of the floors of this lift',
  ]);
  expect(told({ lifts: [{ ...lift, zone: 'tower' }] })).toEqual([
    'site.unknown-zone lifts[0].zone: there is no zone tower',
  ]);
  expect(told({ lifts: [{ ...lift, packChanges: { 'long-stil': 'off' } }] })).toEqual([
    'site.unknown-pack-key lifts[0].packChanges.long-stil: pack lift has no rule long-stil',
  ]);
  expect(told({ lifts: [{ ...lift, thresholds: { 'doorHeldOpen.onSec': 60 } }] })).toEqual([
    'site.unknown-threshold lifts[0].thresholds.doorHeldOpen.onSec: there is no threshold doorHeldOpen.onSec',
  ]);
  expect(told({ gateway: { id: 'test', timeZone: 'Asia/Shanghia' } })).toHaveLength(1);
});

test('the same site without its lift is one that can be used', () => {
  const { lifts: _, ...without } = site;
  expect(readSite(JSON.stringify(without), 'site.yaml', catalog, LINE_JUDGES).ok).toBe(true);
});

test('lift devices that belong to no lift, and what nobody confirmed of them, are told', () => {
  const { lifts: _, ...without } = site;
  const warnings = liftWarnings(installationOf(without));
  warnings.forEach(expectChinese);
  expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['site.no-lift', 'site.assumed']));
});

test('a live period that cannot see every trip is told', () => {
  const [controller, box] = site.devices;
  const slow = { ...controller, points: { floor: { periodMs: 5_000 }, speed: { periodMs: 3_000 } } };
  const codes = (devices: unknown[]) =>
    liftWarnings(installationOf({ ...site, devices })).filter(({ code }) => code === 'site.trips-unseen');
  expect(codes([controller, box])).toEqual([]);
  const [warning, ...more] = codes([slow, box]);
  expect(more).toEqual([]);
  expect(warning?.what).toContain('controller/floor is read every 5 s');
  if (warning !== undefined) expectChinese(warning);
});

test('the example of a lift can be used, and nothing in it is assumed', () => {
  const path = join(packageRoot(), 'deploy/examples/lift/site.yaml');
  const { problems, warnings } = checkSite(path);
  expect([problems, warnings]).toEqual([[], []]);
});

test('of a car with two doors it is known at which floors each has a landing, or said that it is not', () => {
  const doors = { ...site.devices[0], parameters: { doors: 2 } };
  const two = { ...site, devices: [doors, site.devices[1]] };
  const openings = { front: ['B1', '1', '2'], rear: ['2', '3', '5'] };
  expect(installationOf({ ...two, lifts: [{ ...lift, openings }] }).lifts[0]?.openings).toEqual({
    ...{ 1: [1], 2: [1], 3: [1, 2], 4: [2], 5: [2] },
  });
  expect(installationOf(two).lifts[0]?.openings).toEqual({});
  const text = (one: Record<string, unknown>) =>
    liftReport(installationOf(one), siteReportVoice('en'), false).join('\n');
  expect(text(two)).toContain('write openings, with the floors of each door');
  expect(text({ ...two, lifts: [{ ...lift, openings }] })).not.toContain('openings');
  expect(text(site)).not.toContain('openings');
});
