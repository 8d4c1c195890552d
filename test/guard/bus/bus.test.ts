import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../gateway/core/log.ts';
import { Bus } from '../../../gateway/guard/bus/bus.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { deviceOf, echo, FakeLine, lineOf, profileOf, Told } from './fakeLine.ts';

const GAS = profileOf([{ id: 'gas' }]);

function busOf(clock: VirtualClock, unreachable: readonly string[] = []) {
  const clients = new Map<string, FakeLine[]>();
  const told = new Told();
  const bus = new Bus({
    lines: [lineOf([deviceOf('one', 1, GAS)], 'a'), lineOf([deviceOf('two', 1, GAS)], 'b')],
    clock,
    events: told.events,
    log: silentLog,
    openLine: (line) => {
      const client = new FakeLine(clock);
      client.units.set(1, echo);
      client.plugged = !unreachable.includes(line.id);
      clients.set(line.id, [...(clients.get(line.id) ?? []), client]);
      return client;
    },
  });
  return { bus, told, clients };
}

describe('the bus', () => {
  it('keeps its other lines running when one cannot be reached', async () => {
    const clock = new VirtualClock();
    const { bus, told } = busOf(clock, ['a']);
    bus.start();
    await clock.advance(9_500);
    await clock.until(bus.stop());
    expect(told.of('one/gas')).toMatchObject([{ value: null, quality: 'no-communication' }]);
    expect(told.of('two/gas')).toHaveLength(10);
    expect(clock.pending()).toEqual([]);
  });

  it('lets nothing be written until a device is named an annunciator, and takes that up with the site', async () => {
    const clock = new VirtualClock();
    const { bus, clients } = busOf(clock);
    const write = { op: 'write-coils', unit: 1, address: 0, values: [true] } as const;
    bus.start();
    await clock.advance(2000);
    const refused = await bus.request('b', write);
    expect(refused).toMatchObject({ ok: false, error: { code: 'bus.read-only' } });
    if (!refused.ok) expectChinese(refused.error);
    const lines = [lineOf([deviceOf('one', 1, GAS)], 'a'), lineOf([deviceOf('two', 1, GAS)], 'b')];
    bus.adopt(lines, ['two']);
    await clock.advance(100);
    expect(await clock.until(bus.request('b', write))).toMatchObject({ ok: true, value: { kind: 'ok' } });
    expect(await bus.request('a', write)).toMatchObject({ ok: false, error: { code: 'bus.read-only' } });
    expect([...clients.values()].map((made) => made.length)).toEqual([1, 2]);
    await clock.until(bus.stop());
  });

  it('takes up a changed site without disturbing the lines that are the same', async () => {
    const clock = new VirtualClock();
    const { bus, told, clients } = busOf(clock);
    bus.start();
    await clock.advance(5000);
    const lines = [
      lineOf([deviceOf('one', 1, GAS)], 'a'),
      lineOf([deviceOf('two', 1, GAS), deviceOf('three', 2, GAS)], 'b'),
      lineOf([deviceOf('four', 1, GAS)], 'c'),
    ];
    bus.adopt(lines);
    await clock.advance(5000);
    expect([...clients.values()].map((made) => made.length)).toEqual([1, 2, 1]);
    expect(clients.get('b')?.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    expect(told.of('one/gas')).toHaveLength(10);
    expect(told.of('four/gas').length).toBeGreaterThan(3);

    bus.adopt(lines.slice(0, 1));
    await clock.advance(1000);
    expect(clients.get('c')?.[0]?.isOpen).toBe(false);
    await clock.until(bus.stop());
    expect(clients.get('a')?.[0]?.isOpen).toBe(false);
    expect(clock.pending()).toEqual([]);
  });

  it('asks a unit the site does not know, and names its lines when asked for another', async () => {
    const clock = new VirtualClock();
    const { bus, clients } = busOf(clock);
    bus.start();
    await clock.advance(100);
    clients.get('a')?.[0]?.units.set(77, echo);
    const request = { op: 'read', unit: 77, table: 'holding', address: 3, count: 2 } as const;
    expect(await clock.until(bus.request('a', request))).toMatchObject({
      ok: true,
      value: { values: [3, 4] },
    });
    const refused = await clock.until(bus.request('z', request));
    expect(refused).toMatchObject({ ok: false, error: { hint: 'lines of this site: a, b' } });
    if (!refused.ok) expectChinese(refused.error);
    await clock.until(bus.stop());
  });
});
