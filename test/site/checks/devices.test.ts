import { describe, expect, test } from 'vitest';
import { withProfile } from '../../../drivers/catalog.ts';
import { profileSchema } from '../../../drivers/profile/schema.ts';
import { LINE_JUDGES } from '../../../gateway/alarmTime/lineJudges.ts';
import { catalog, gasSite, installationOf, siteOf } from '../fixture.ts';

const GAUGE = {
  ...{ id: 'gauge', names: 'gauge', vendor: 'somebody', kind: 'tilt', source: 'its leaflet' },
  verification: 'unverified',
  serial: { unit: 1, baud: 9600, bauds: [9600] },
  timing: { turnaroundMs: 5, responseMs: 200 },
  points: [
    { id: 'x', names: 'x', table: 'holding', address: 0, type: 'f32', class: 'state', periodMs: 1000 },
    { id: 'y', names: 'y', table: 'holding', address: 2, type: 'u16', class: 'state', periodMs: 1000 },
  ],
};

/** What is wrong with a site whose one device is a gauge with these peculiarities. */
function problemsWith(profile: object, device: object = {}, more: object = {}, others: object[] = []) {
  const known = withProfile(catalog, profileSchema.parse({ ...GAUGE, ...profile }));
  const site = {
    ...gasSite,
    devices: [{ id: 'g', profile: 'gauge', bus: 'rs485', unit: 1, ...device }, ...others],
    ...more,
  };
  const result = siteOf(JSON.stringify(site), 'site.yaml', known, LINE_JUDGES);
  return result.ok ? [] : result.error.map(({ code, what }) => `${code}: ${what}`);
}

describe('a device that has to be prepared before it can be read', () => {
  const trigger = { write: { table: 'holding', address: 0x118, value: 1 }, waitMs: 500 };

  test('is polled where it measures only when it is told to', () => {
    expect(problemsWith({ trigger })).toEqual([]);
  });

  test('is refused where it is to be read before it can have measured, with a period that it can keep', () => {
    expect(
      problemsWith({ trigger: { ...trigger, waitMs: 1000 } }, { points: { y: { periodMs: 2000 } } }),
    ).toEqual([
      'site.measures-slowly: devices[0].points.x: g: a gauge is told to measure before every read and takes 1000 ms for it; x is to be read every 1000 ms',
    ]);
    const points = { x: { periodMs: 1500 }, y: { enabled: false } };
    expect(problemsWith({ trigger: { ...trigger, waitMs: 1000 } }, { points })).toEqual([]);
  });

  test('is woken where it sleeps, but not over Modbus TCP, nor by other than reads on the line of a lift', () => {
    const bytes = { ...GAUGE.timing, wakeUp: { idleMs: 100, waitMs: 30, bytes: [0x8f] } };
    expect(problemsWith({ timing: bytes })).toEqual([]);
    const tcp = { buses: [{ id: 'rs485', connection: { type: 'modbus-tcp', host: '127.0.0.1' } }] };
    expect(problemsWith({ timing: bytes }, {}, tcp)).toEqual([
      expect.stringMatching(/^site\.asleep: .*g: a gauge sleeps, and cannot be woken over modbus-tcp/),
    ]);
    const lift = { id: 'drive', profile: 'lift-sensor-box-19reg', bus: 'rs485', unit: 9 };
    const asked = problemsWith({ timing: bytes }, {}, {}, [lift]);
    expect(asked).toContainEqual(expect.stringMatching(/^site\.asleep: .*on the line of a lift/));
  });
});

describe('a device that answers fewer registers than its profile says', () => {
  test('is read in as many pieces as it takes', () => {
    const site = { ...gasSite, devices: [{ ...gasSite.devices[0], maxRegisters: 1 }] };
    const [device] = installationOf(site).devices.values();
    expect(device?.profile.timing.maxRegisters).toBe(1);
    expect(installationOf(gasSite).devices.get('gas-1')?.profile.timing.maxRegisters).toBe(125);
  });

  test('must still give a value in one reply', () => {
    expect(problemsWith({}, { maxRegisters: 1 })).toEqual([
      expect.stringMatching(
        /^site\.max-registers: .*g: x needs 2 registers in one reply, maxRegisters allows 1/,
      ),
    ]);
    expect(problemsWith({}, { maxRegisters: 2 })).toEqual([]);
    expect(problemsWith({}, { maxRegisters: 1, points: { x: { enabled: false } } })).toEqual([]);
  });
});
