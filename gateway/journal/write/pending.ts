import type { Problem } from '../../core/result.ts';
import type { Stream } from '../../telemetry/wire/model.ts';
import type { ForeignKey } from '../types.ts';
import { rankOf } from './eviction.ts';
import type { Item } from './items.ts';

type EventItem = Extract<Item, { kind: 'event' }>;

/** An event that has its key before it is on the disk. */
export type Named = EventItem & { readonly key: ForeignKey };

type KeysOf = (events: readonly EventItem[]) => readonly ForeignKey[];

/** How much may wait in memory for a disk that does not answer. */
export type PendingLimits = {
  readonly events: number;
  /** Cells of telemetry: one value of one channel. A cell takes some 30 bytes. */
  readonly cells: number;
};

/** Rows that had to be dropped; of events those apart that only say what a client had asked for. */
export type Lost = Stream | 'command';

/** A few megabytes: hours of ordinary reporting, and any flood of alarms a building can make. */
export const PENDING_LIMITS: PendingLimits = { events: 10_000, cells: 200_000 };

/** One transaction takes no more than this, so that an event does not wait for a long one to end. */
const BATCH_ITEMS = 256;

/**
 * What waits for the journal's thread, in order. When too much waits the oldest telemetry goes, then, far later, the
 * oldest of the least severe events; in the place of each stands the word that it was dropped.
 */
export class Pending {
  readonly #limits: PendingLimits;
  #items: Item[] = [];
  #events = 0;
  #cells = 0;

  constructor(limits: PendingLimits = PENDING_LIMITS) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#items.length;
  }

  /** How many events wait. */
  get events(): number {
    return this.#events;
  }

  /** Queues an item; returns what was lost by it. */
  push(item: Item): readonly Lost[] {
    this.#items.push(item);
    this.#count(item, 1);
    return this.#shed();
  }

  /** The next batch, oldest first. */
  take(): readonly Item[] {
    const batch = this.#items.slice(0, BATCH_ITEMS);
    this.#items = this.#items.slice(BATCH_ITEMS);
    for (const item of batch) this.#count(item, -1);
    return batch;
  }

  /** Puts a batch that could not be written back where it came from; returns what was lost by it. */
  putBack(batch: readonly Item[]): readonly Lost[] {
    this.#items = [...batch, ...this.#items];
    for (const item of batch) this.#count(item, 1);
    return this.#shed();
  }

  /** Gives every event that waits without a key one of those that `keysOf` has for them; returns these events. */
  nameEvents(keysOf: KeysOf): readonly Named[] {
    const { items, named } = nameEvents(this.#items, keysOf);
    this.#items = [...items];
    return named;
  }

  /** The events that have a key. */
  named(): readonly Named[] {
    return this.#items.filter((item): item is Named => item.kind === 'event' && item.key !== undefined);
  }

  #shed(): readonly Lost[] {
    const lost = new Set<Lost>();
    while (this.#cells > this.#limits.cells) {
      const oldest = this.#items.findIndex((item) => item.kind === 'part');
      this.#drop(oldest, 'telemetry');
      lost.add('telemetry');
    }
    while (this.#events > this.#limits.events) {
      const at = this.#leastSevere();
      const item = this.#items[at];
      lost.add(item?.kind === 'event' && item.event.type === 'command' ? 'command' : 'event');
      this.#drop(at, 'event');
    }
    return [...lost];
  }

  #leastSevere(): number {
    let found = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (const [at, item] of this.#items.entries()) {
      if (item.kind !== 'event') continue;
      const rank = rankOf(item.event);
      if (rank < lowest) {
        lowest = rank;
        found = at;
      }
    }
    return found;
  }

  #drop(at: number, stream: Stream): void {
    const item = this.#items[at];
    if (item === undefined) return;
    this.#count(item, -1);
    const before = this.#items[at - 1];
    const key = item.kind === 'event' ? item.key : undefined;
    if (before?.kind === 'dropped' && before.stream === stream && follows(before, key)) {
      // Parts never had numbers of their own: one stands for a run of them. Every event has one.
      const count = stream === 'event' ? before.count + 1 : before.count;
      this.#items.splice(at - 1, 2, { ...before, count });
    } else this.#items[at] = { kind: 'dropped', stream, count: 1, ...(key === undefined ? {} : { key }) };
  }

  #count(item: Item, sign: 1 | -1): void {
    if (item.kind === 'event') this.#events += sign;
    if (item.kind === 'part') this.#cells += sign * cellsOf(item);
  }
}

/** `items` in which every event has a key, and those that had none before. */
export function nameEvents(
  items: readonly Item[],
  keysOf: KeysOf,
): { readonly items: readonly Item[]; readonly named: readonly Named[] } {
  const nameless = items.filter((item): item is EventItem => item.kind === 'event' && item.key === undefined);
  if (nameless.length === 0) return { items, named: [] };
  const keys = keysOf(nameless);
  const named = new Map<Item, Named>();
  for (const [n, item] of nameless.entries()) {
    const key = keys[n];
    if (key !== undefined) named.set(item, { ...item, key });
  }
  return { items: items.map((item) => named.get(item) ?? item), named: [...named.values()] };
}

/** Whether `key` is the next one after those that `dropped` stands for; events without a key follow each other. */
function follows(dropped: Extract<Item, { kind: 'dropped' }>, key: ForeignKey | undefined): boolean {
  if (dropped.key === undefined || key === undefined) return dropped.key === key;
  return dropped.key.epoch === key.epoch && dropped.key.seq + dropped.count === key.seq;
}

function cellsOf(item: Extract<Item, { kind: 'part' }>): number {
  let cells = 1;
  for (const group of item.part.samples) cells += group.times.length * group.columns.length;
  for (const group of item.part.reports) cells += 4 * group.times.length * group.columns.length;
  return cells;
}

/** What has to be told of rows that were lost. What clients asked for too often is not a fault of the disk. */
export function lossOf(lost: readonly Lost[], where: string): Problem {
  if (lost.every((kind) => kind === 'command'))
    return {
      code: 'journal.dropped-commands',
      what: 'clients ask for more than can be written down: what they asked for had to be dropped, and nothing else',
      where,
      hint: 'look at the programs behind the control sockets; a tombstone tells the platform what is missing',
    };
  const what = lost.some((kind) => kind !== 'telemetry') ? 'events' : 'telemetry';
  return {
    code: `journal.dropped-${what}`,
    what: `the disk has not answered for so long that ${what} had to be dropped`,
    where,
    hint: 'replace the disk; a tombstone tells the platform what is missing',
  };
}
