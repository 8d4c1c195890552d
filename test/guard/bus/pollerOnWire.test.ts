import { describe, expect, it } from 'vitest';
import { withCrc } from '../../../drivers/crc.ts';
import { charMs, exchangeBoundMs, exchangeMs } from '../../../gateway/alarmTime/wire.ts';
import { silentLog } from '../../../gateway/core/log.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { type MemoryPort, memoryPorts } from '../../../gateway/guard/bus/port/memoryPort.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { deviceOf, profileOf, Told } from './fakeLine.ts';
import { seeded } from './line/random.ts';

const CONNECTION = {
  type: 'serial',
  path: '/dev/null',
  baud: 9600,
  parity: 'none',
  stopBits: 1,
  adapterMs: 0,
} as const;

/** Slaves at the far end of a line in memory: answer reads of holding registers with their unit, in wire time. */
function slaves(far: MemoryPort, clock: VirtualClock, living: ReadonlySet<number>): void {
  void far.open();
  far.onBytes = (bytes) => {
    const [unit = 0, functionCode = 0] = bytes;
    if (!living.has(unit)) return;
    const count = bytes[5] ?? 0;
    const reply = withCrc([unit, functionCode, 2 * count, ...Array(count).fill([0, unit]).flat()]);
    const wireMs = (bytes.length + reply.length) * charMs(CONNECTION);
    clock.after(wireMs + 2, 'reply', () => far.write(reply));
  };
}

function lineOnWire(units: readonly number[]) {
  const clock = new VirtualClock();
  const [near, far] = memoryPorts(clock);
  const living = new Set(units);
  slaves(far, clock, living);
  const told = new Told();
  const profile = profileOf([{ id: 'a' }, { id: 'b' }]);
  const devices = units.map((unit) => deviceOf(`d${unit}`, unit, profile));
  const poller = new LinePoller({
    line: { id: 'line', connection: CONNECTION, devices },
    client: new RtuLine(near, CONNECTION, clock),
    clock,
    events: told.events,
    log: silentLog,
  });
  return { clock, near, living, told, poller };
}

const TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Times between readings of one point, for readings after `from`. */
function periodsOf(told: Told, point: string, from: number): number[] {
  const times = told.of(point).map(({ at }) => at.mono);
  return times.flatMap((time, i) => (i > 0 && time > from ? [time - (times[i - 1] ?? 0)] : []));
}

describe('the poller on a real line client', () => {
  it('keeps the living at their period when three of ten die at once', async () => {
    const { clock, living, told, poller } = lineOnWire(TEN);
    await poller.start();
    await clock.advance(60_000);
    for (const unit of [2, 5, 8]) living.delete(unit);
    await clock.advance(12_000);
    const settled = told.lines.length;
    await clock.advance(228_000);
    await clock.until(poller.stop());
    const periods = [...living]
      .flatMap((unit) => periodsOf(told, `d${unit}/a`, 60_000))
      .toSorted((a, b) => a - b);
    expect(periods.length).toBeGreaterThan(7 * 235);
    expect(periods[Math.floor(0.99 * periods.length)]).toBeLessThan(1200);
    expect(periods.at(-1)).toBeLessThan(1600);
    const shares = told.lines.map(({ deadShare }) => deadShare);
    expect(Math.max(...shares)).toBeLessThan(0.11); // at first: three losses nobody could foresee and their retries
    expect(Math.max(...shares.slice(settled))).toBeLessThanOrEqual(0.1);
    expect(shares.at(-1)).toBeGreaterThan(0);
    expect(told.readings.every(({ point, value }) => value === null || point.startsWith(`d${value}/`))).toBe(
      true,
    );
  });

  it('reads a device that came back within two seconds, and spends a tenth of the line on it and two others at most', async () => {
    const backAfter: number[] = [];
    for (let round = 0; round < 12; round++) {
      const { clock, living, told, poller } = lineOnWire(TEN);
      await poller.start();
      await clock.advance(20_000);
      for (const unit of [2, 5, 8]) living.delete(unit);
      await clock.advance(20_000 + 1234 * round);
      const before = told.readings.length;
      const back = clock.mono();
      living.add(5);
      await clock.advance(5000);
      await clock.until(poller.stop());
      const first = told.readings
        .slice(before)
        .find(({ point, value }) => point === 'd5/a' && value !== null);
      backAfter.push((first?.at.mono ?? Number.POSITIVE_INFINITY) - back);
      expect(Math.max(...told.lines.map(({ deadShare }) => deadShare))).toBeLessThanOrEqual(0.1);
    }
    expect(Math.max(...backAfter)).toBeLessThan(2000);
  });

  it('brings a change of a living register beside three dead within its period, its exchange and the longest other one', async () => {
    const { clock, living, told, poller } = lineOnWire(TEN);
    await poller.start();
    await clock.advance(20_000);
    for (const unit of [2, 5, 8]) living.delete(unit);
    await clock.advance(20_000);
    const from = clock.mono();
    await clock.advance(120_000);
    await clock.until(poller.stop());
    const random = seeded(1);
    const request = { op: 'read', unit: 1, table: 'holding', address: 0, count: 2 } as const;
    const timing = { turnaroundMs: 2, responseMs: 150, lateWindowMs: 300, gapMs: 0 };
    const ownMs = exchangeMs(CONNECTION, request, timing);
    const latencies = Array.from({ length: 300 }, () => {
      const changed = from + random() * 115_000;
      const unit = [...living][Math.floor(random() * living.size)];
      const read = told.of(`d${unit}/a`).find(({ at }) => at.mono - ownMs >= changed);
      return (read?.at.mono ?? Number.POSITIVE_INFINITY) - changed;
    }).toSorted((a, b) => a - b);
    const longestOtherMs = exchangeBoundMs(CONNECTION, request, timing);
    expect(latencies[Math.floor(0.99 * 300)]).toBeLessThanOrEqual(1.1 * (1000 + ownMs + longestOtherMs));
  });

  it('loses a port in the middle of an exchange and takes it up again', async () => {
    const { clock, near, told, poller } = lineOnWire([1, 2]);
    await poller.start();
    await clock.advance(10_010); // the read of unit 1 is under way
    near.unplug();
    await clock.advance(20_000);
    expect(told.lines.find(({ state }) => state === 'lost')).toMatchObject({
      problem: { code: 'port.lost' },
    });
    expect(told.lines.at(-1)).toMatchObject({ state: 'lost', problem: { code: 'port.missing' } });
    expect(told.readings.slice(-4).map(({ quality }) => quality)).toEqual(Array(4).fill('no-communication'));
    near.plug();
    await clock.advance(20_000);
    expect(told.of('d1/a').at(-1)).toMatchObject({ value: 1, quality: 'good' });
    expect(told.stateOf('d2')).toBe('online');
    await clock.until(poller.stop());
    expect(clock.pending()).toEqual([]);
  });
});
