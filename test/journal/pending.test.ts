import { describe, expect, it } from 'vitest';
import type { Item } from '../../gateway/journal/write/items.ts';
import { Pending } from '../../gateway/journal/write/pending.ts';
import { alarm, birth, note, part } from './samples.ts';

const period = (n: number): Item => ({ kind: 'part', part: part(n), evidence: null });
const CELLS = 5; // of one such part: one channel, four columns, and one for the part itself

function all(pending: Pending): readonly Item[] {
  const items: Item[] = [];
  while (!pending.empty) items.push(...pending.take());
  return items;
}

describe('what waits for a disk that does not answer', () => {
  it('is handed out in order, and again when it could not be written', () => {
    const pending = new Pending();
    const items: Item[] = Array.from({ length: 600 }, (_, n) => ({ kind: 'event', event: note(`${n}`) }));
    for (const item of items) pending.push(item);
    const batch = pending.take();
    expect(batch.length).toBeLessThan(600);
    pending.putBack(batch);
    expect(all(pending)).toEqual(items);
  });

  it('loses its oldest telemetry first, a run of it leaving one tombstone, and no event', () => {
    const pending = new Pending({ events: 100, cells: 3 * CELLS });
    const event: Item = { kind: 'event', event: note('kept') };
    pending.push(event);
    expect([1, 2, 3].flatMap((n) => pending.push(period(n)))).toEqual([]);
    expect([4, 5].flatMap((n) => pending.push(period(n)))).toEqual(['telemetry', 'telemetry']);
    expect(all(pending)).toEqual([
      event,
      { kind: 'dropped', stream: 'telemetry', count: 1 },
      period(3),
      period(4),
      period(5),
    ]);
  });

  it('loses events only far later, the least severe first, each leaving its number as a tombstone', () => {
    const pending = new Pending({ events: 3, cells: 100 });
    for (const [n, severity] of (['red', 'yellow', 'blue', 'orange', 'red'] as const).entries())
      pending.push({ kind: 'event', event: alarm(`rule#${n}`, severity) });
    expect(all(pending)).toMatchObject([
      { event: { severity: 'red' } },
      { kind: 'dropped', stream: 'event', count: 2 },
      { event: { severity: 'orange' } },
      { event: { severity: 'red' } },
    ]);
  });

  it('loses what clients asked for before any alarm, and says that it is that', () => {
    const pending = new Pending({ events: 3, cells: 100 });
    const { at } = note('');
    const asked = { type: 'command', verb: 'ping', actor: 'x', accepted: true, detail: '', at } as const;
    pending.push({ kind: 'event', event: alarm('rule#1', 'blue') });
    const lost = [1, 2, 3, 4].flatMap(() => pending.push({ kind: 'event', event: asked }));
    expect(lost).toEqual(['command', 'command']);
    pending.push({ kind: 'event', event: alarm('rule#2', 'red') });
    pending.push({ kind: 'event', event: alarm('rule#3', 'red') });
    expect(pending.push({ kind: 'event', event: alarm('rule#4', 'red') })).toEqual(['event']);
  });

  it('stays within its bounds when a batch comes back', () => {
    const pending = new Pending({ events: 100, cells: 3 * CELLS });
    for (const n of [1, 2, 3]) pending.push(period(n));
    const batch = pending.take();
    for (const n of [4, 5]) pending.push(period(n));
    expect(pending.putBack(batch)).toEqual(['telemetry']);
    expect(all(pending)).toMatchObject([{ kind: 'dropped' }, period(3), period(4), period(5)]);
  });

  it('is bounded in everything else as well: births, deliveries, uplinks and words of what was dropped', () => {
    const pending = new Pending({ events: 3, cells: 3 * CELLS });
    for (let n = 1; n <= 5_000; n++) {
      pending.push({ kind: 'birth', birth: birth(`${n}`) });
      pending.push(period(n));
      pending.push({ kind: 'event', event: alarm(`rule#${n}`, n % 2 === 0 ? 'red' : 'blue') });
      pending.push({ kind: 'uplinks', ids: [`city ${n}`] });
      const of = { uplink: 'city', epoch: `${n % 2}`, stream: 'telemetry' as const };
      pending.push({
        kind: 'delivered',
        deliveries: [
          { ...of, from: 2 * n, to: 2 * n, parts: null },
          { ...of, epoch: `forged ${n}`, from: n, to: n, parts: 1 },
        ],
      });
    }
    const items = all(pending);
    const count = (kind: Item['kind']) => items.filter((item) => item.kind === kind).length;
    expect([count('event'), count('part'), count('uplinks'), count('delivered')]).toEqual([3, 3, 1, 1]);
    expect(count('birth')).toBeLessThan(8);
    expect(count('dropped')).toBeLessThan(16);
    const deliveries = items.flatMap((item) => (item.kind === 'delivered' ? item.deliveries : []));
    expect(deliveries.length).toBeLessThan(2_000);
    // no number of an event is lost, and the birth of each row that is left stands before it
    const numbers = items.reduce(
      (sum, item) =>
        item.kind === 'event'
          ? sum + 1
          : item.kind === 'dropped' && item.stream === 'event'
            ? sum + item.count
            : sum,
      0,
    );
    expect(numbers).toBe(5_000);
    let current = '';
    for (const item of items) {
      if (item.kind === 'birth') current = item.birth.software;
      if (item.kind === 'part') expect(current).toBe(String(item.part.to / 1000));
    }
  });
});
