import { expect, it } from 'vitest';
import { type Dialect, dialectOf, withCrc } from '../../../drivers/index.ts';
import { alarmTimeData } from '../../../gateway/alarmTime/alarmTimeText.ts';
import { charMs } from '../../../gateway/alarmTime/wire.ts';
import { silentLog } from '../../../gateway/core/log.ts';
import { liftUnits } from '../../../gateway/guard/bus/line/readOnly.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { memoryPorts } from '../../../gateway/guard/bus/port/memoryPort.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { installationOf } from '../../site/fixture.ts';
import { Told } from './fakeLine.ts';

const SENSORS = [
  ...['waveshare-analog-8ch', 'qdy30a-pressure', 'qdy30a-pressure'],
  ...['wit-hwt9073-485', 'wit-wt901c-485', 'relay-8in-8out'],
];
const GAS = 'sensor-1/current1';
/** A trial on the controller has shown that so little silence is enough. */
const GAP_MS = 30;
const MINUTES = 1;
/** Until then every answer might be a late one to the run before, and is asked for twice. */
const SURE_MS = 3_000;

it('at 38400 baud a lift controller and six sensors: the live set within 500 ms, the gas within its bound', async () => {
  const installation = installationOf({
    gateway: { id: 'test' },
    buses: [{ id: 'shaft', connection: { type: 'serial', path: '/dev/ttyS9', baud: 38_400, adapterMs: 2 } }],
    devices: [
      { id: 'lift-1', profile: 'monarch-nice3000plus', bus: 'shaft', unit: 1, gapMs: GAP_MS },
      ...SENSORS.map((profile, i) => ({ id: `sensor-${i + 1}`, profile, bus: 'shaft', unit: 10 + i })),
    ],
    rules: [{ id: 'gas-high', kind: 'limit', point: GAS, unit: 'mA', high: { red: 12 } }],
  });
  const [line] = installation.lines;
  if (line === undefined || line.connection.type === 'modbus-tcp') throw new Error('no line');
  const { connection } = line;
  const clock = new VirtualClock();
  const [near, far] = memoryPorts(clock);
  await far.open();
  const dialects = new Map<number, Dialect>(
    line.devices.map(({ unit, profile }) => [unit, dialectOf(profile.dialect)]),
  );
  far.onBytes = (frame) => {
    const [unit = 0, functionCode = 0] = frame;
    const count = frame[5] ?? 0;
    const data = functionCode <= 2 ? Array(Math.ceil(count / 8)).fill(0) : Array(count).fill([0, 1]).flat();
    const reply = dialects.get(unit)?.fromStandard(withCrc([unit, functionCode, data.length, ...data]));
    if (reply === undefined) return;
    clock.after((frame.length + reply.length) * charMs(connection) + 10, 'reply', () => far.write(reply));
  };
  const told = new Told();
  const poller = new LinePoller({
    ...{ line, clock, events: told.events, log: silentLog },
    client: new RtuLine(near, connection, clock, liftUnits(line)),
  });
  await poller.start();
  await clock.advance(MINUTES * 60_000);
  await poller.stop();

  const waits = (point: string) => {
    const times = told.of(point).flatMap(({ at }) => (at.mono > SURE_MS ? [at.mono] : []));
    return times
      .slice(1)
      .map((time, i) => time - (times[i] ?? 0))
      .toSorted((a, b) => a - b);
  };
  for (const point of ['speed', 'floor', 'direction', 'fault']) {
    const apart = waits(`lift-1/${point}`);
    expect(apart.length).toBeGreaterThan(MINUTES * 140);
    expect(apart.at(-1)).toBeLessThanOrEqual(500);
  }
  const [bound] = alarmTimeData(installation).alarmTimes[0]?.bounds ?? [];
  expect(waits(GAS).length).toBeGreaterThan(MINUTES * 55);
  expect(waits(GAS).at(-1)).toBeLessThan(bound?.totalMs ?? 0);
  expect(told.of('lift-1/fault').every(({ quality }) => quality === 'good')).toBe(true);
});
