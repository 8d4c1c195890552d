import { describe, expect, it } from 'vitest';
import type { Item } from '../../gateway/journal/write/items.ts';
import { Pending } from '../../gateway/journal/write/pending.ts';
import { alarm, note, part } from './samples.ts';

const period = (n: number): Item => ({ kind: 'part', part: part(n), evidence: null });
const CELLS = 5; // of one such part: one channel, four columns, and one for the part itself

function all(pending: Pending): readonly Item[] {
  const items: Item[] = [];
  while (pending.length > 0) items.push(...pending.take());
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
      { kind: 'dropped', stream: 'event', count: 1 },
      { kind: 'dropped', stream: 'event', count: 1 },
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
});
