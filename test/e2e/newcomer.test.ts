import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startNewcomersDevices } from '../harness/foreignSlaves.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

/** What somebody writes who has the data sheet of a sensor and no program beside ours. */
const PROFILE = `id: my-gauge
names: Pressure gauge of the pump room
vendor: unknown
kind: pressure
source: the data sheet that came with it, page 2
verification: bench
serial: { unit: 5, baud: 9600, bauds: [9600] }
timing: { turnaroundMs: 10, responseMs: 300 }
points:
  - { id: pressure, names: Pressure, table: holding, address: 0x10, type: f32, order: CDAB, unit: kPa, decimals: 1, class: safety, periodMs: 1000, role: pressure }
`;

/** The first example with the own sensor in it. */
const SITE = `gateway: { id: pump-room }
buses:
  - id: rs485
    connection: { type: serial, path: lines/newcomer, baud: 9600 }
devices:
  - { id: gauge, profile: my-gauge, bus: rs485, unit: 5, name: Gauge }
  - { id: relays, profile: lctech-relay-8in-8out, bus: rs485, unit: 2 }
rules:
  - { id: too-high, kind: limit, point: gauge/pressure, unit: kPa, high: { red: 600 }, deadband: 10 }
annunciators:
  - device: relays
    outputs:
      - { point: relay1, drives: siren }
`;

// Slaves of pymodbus, and nothing of ours but what is typed: the way of the README for a sensor that is in no catalogue.
test('a newcomer reads a sensor that is in no catalogue, writes its profile, and hears the siren', async () => {
  const stage = openStage();
  stage.write('pressure', '412.5');
  await startNewcomersDevices(stage);
  const port = 'lines/newcomer';
  const typed: string[] = [];
  const type = async (line: string) => {
    typed.push(line);
    const { status, out, err } = await stage.lifeline(...line.split(' '));
    return { status, said: out + err };
  };
  const started = performance.now();

  const raw = await type(`read ${port} 5 --registers 0x10-0x11`);
  expect(raw).toMatchObject({ status: 0, said: expect.stringMatching(/f32 CDAB {2}text\n.* 412\.5 {2}@/) });

  stage.write('profiles/my-gauge/profile.yaml', PROFILE); // his own hand
  stage.write('site.yaml', SITE);
  const captured = await type(`read ${port} 5 --profile my-gauge --site site.yaml --capture`);
  expect(captured).toMatchObject({ status: 0, said: expect.stringContaining('412.5 kPa') });
  const frames = readFileSync(join(stage.folder, 'profiles', 'my-gauge', 'frames.txt'), 'utf8');
  expect(frames).toContain('>> 05 03 00 10 00 02');
  expect(frames).toContain('== pressure 412.5');

  expect(await type('profiles check profiles/my-gauge')).toMatchObject({ status: 0 });
  const checked = await type('check site.yaml');
  expect(checked).toMatchObject({ status: 0, said: expect.stringContaining('is fine') });

  typed.push('up site.yaml');
  const up = stage.startLifeline('up', 'site.yaml');
  const relays = join(stage.folder, 'relays');
  const written = () => (existsSync(relays) ? readFileSync(relays, 'utf8') : '');
  await until('the board is driven', () => written().includes('0 0'));
  expect(written()).not.toContain('0 1'); // a siren that is quiet
  typed.push('values site.yaml');
  await until('the gauge is read', async () =>
    (await stage.lifeline('values', 'site.yaml')).out.includes('412.5'),
  );

  stage.write('pressure', '650');
  await until('the siren sounds', () => written().includes('0 1'));
  // on a busy machine the slave may be late for once, and the siren beeps for that
  typed.push('alarms');
  await until('the alarm stands', async () =>
    /red {2}.*650 kPa \(limit 600 kPa\)/.test((await stage.lifeline('alarms')).out),
  );
  await up.interrupt();

  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `${typed.length} commands in ${seconds} s:\n${typed.map((line) => `  lifeline ${line}`).join('\n')}`,
  );
});
