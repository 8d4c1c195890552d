import type { Problem } from '../../core/result.ts';
import { addInterval, type Intervals } from '../../telemetry/sdk/intervals.ts';
import { STREAMS, type Stream } from '../../telemetry/wire/model.ts';
import type { Delivery } from '../types.ts';
import { rankOf } from './eviction.ts';
import type { Item } from './items.ts';

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

/**
 * One transaction takes no more than this, so that an event does not wait for a long one to end, and so that guard's loop is not
 * held up where it writes the spare journal itself.
 */
const BATCH = { items: 128, cells: 5_000 };
/** What is remembered of deliveries; what is forgotten is sent once more under the same key. */
const DELIVERED = { streams: 1_024, intervals: 256 };

type PendingRow = Extract<Item, { kind: 'birth' | 'event' | 'part' | 'dropped' }>;

/**
 * What waits for the journal, in order. When too much waits the oldest telemetry goes, then, far later, the oldest of the least
 * severe events; in the place of each stands the word that it was dropped. Everything in here is bounded: births without rows
 * between them and words of what was dropped are joined, deliveries are kept as intervals, and of uplinks the last word counts.
 */
export class Pending {
  readonly #limits: PendingLimits;
  #rows: PendingRow[] = [];
  #events = 0;
  #cells = 0;
  #uplinks: readonly string[] | null = null;
  readonly #delivered = new Map<string, { readonly of: Delivery; rows: Intervals }>();

  constructor(limits: PendingLimits = PENDING_LIMITS) {
    this.#limits = limits;
  }

  /** Whether nothing waits. */
  get empty(): boolean {
    return this.#rows.length === 0 && this.#uplinks === null && this.#delivered.size === 0;
  }

  /** How many items wait that become rows, or say which do not. */
  get rows(): number {
    return this.#rows.length;
  }

  /** How many events wait. */
  get events(): number {
    return this.#events;
  }

  /** Queues an item; returns what was lost by it. */
  push(item: Item): readonly Lost[] {
    switch (item.kind) {
      case 'uplinks':
        this.#uplinks = item.ids;
        return [];
      case 'delivered':
        for (const delivery of item.deliveries) this.#deliver(delivery);
        return [];
      case 'superseded':
        return [];
      default:
        this.#append(item);
        return this.#shed();
    }
  }

  /** The next batch for the disk, oldest first. */
  take(): readonly Item[] {
    const uplinks = this.#uplinks;
    this.#uplinks = null;
    const deliveries = this.#takeDelivered();
    return [
      ...(uplinks === null ? [] : [{ kind: 'uplinks' as const, ids: uplinks }]),
      ...this.takeRows(),
      ...(deliveries.length === 0 ? [] : [{ kind: 'delivered' as const, deliveries }]),
    ];
  }

  /** The rows of the next batch alone: who has what waits for the disk. */
  takeRows(): readonly PendingRow[] {
    let count = 0;
    for (let cells = 0; count < BATCH.items && cells < BATCH.cells; count++) {
      const row = this.#rows[count];
      if (row === undefined) break;
      cells += cellsOf(row);
    }
    const batch = this.#rows.slice(0, count);
    this.#rows = this.#rows.slice(count);
    for (const row of batch) this.#count(row, -1);
    return batch;
  }

  /** Puts a batch that could not be written back where it came from; returns what was lost by it. */
  putBack(batch: readonly Item[]): readonly Lost[] {
    const rows: PendingRow[] = [];
    for (const item of batch)
      if (item.kind === 'uplinks') this.#uplinks ??= item.ids;
      else if (item.kind === 'delivered') this.push(item);
      else if (item.kind !== 'superseded') rows.push(item);
    for (const row of rows) this.#count(row, 1);
    this.#rows = [...rows, ...this.#rows];
    return this.#shed();
  }

  #append(row: PendingRow): void {
    const last = this.#rows.at(-1);
    // Nothing was written under the birth before it.
    if (row.kind === 'birth' && last?.kind === 'birth') this.#rows.pop();
    this.#rows.push(row);
    this.#count(row, 1);
  }

  #shed(): readonly Lost[] {
    const lost = new Set<Lost>();
    while (this.#cells > this.#limits.cells) {
      this.#drop(
        this.#rows.findIndex(({ kind }) => kind === 'part'),
        'telemetry',
      );
      lost.add('telemetry');
    }
    while (this.#events > this.#limits.events) {
      const at = this.#leastSevere();
      const row = this.#rows[at];
      lost.add(row?.kind === 'event' && row.event.type === 'command' ? 'command' : 'event');
      this.#drop(at, 'event');
    }
    return [...lost];
  }

  #leastSevere(): number {
    let found = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (const [at, item] of this.#rows.entries()) {
      if (item.kind !== 'event') continue;
      const rank = rankOf(item.event);
      if (rank < lowest) {
        lowest = rank;
        found = at;
      }
    }
    return found;
  }

  /**
   * In the place of the row at `at` stands that it was dropped. A run of such words is one for each stream, and of the births in
   * it the last: nothing is left that would name the others.
   */
  #drop(at: number, stream: Stream): void {
    const row = this.#rows[at];
    if (row === undefined) return;
    this.#count(row, -1);
    this.#rows[at] = { kind: 'dropped', stream, count: 1 };
    let [from, to] = [at, at];
    while (isWord(this.#rows[from - 1])) from--;
    while (isWord(this.#rows[to + 1])) to++;
    const run = this.#rows.slice(from, to + 1);
    const birth = run.findLast(({ kind }) => kind === 'birth');
    this.#rows.splice(from, run.length, ...wordsOf(run), ...(birth === undefined ? [] : [birth]));
  }

  #deliver(delivery: Delivery): void {
    const { uplink, epoch, stream, from, to, parts } = delivery;
    const key = [uplink, epoch, stream, ...(parts === null ? [] : [from, parts])].join(' ');
    const known = this.#delivered.get(key);
    const rows = addInterval(known?.rows ?? [], from, to);
    this.#delivered.delete(key);
    this.#delivered.set(key, { of: delivery, rows: rows.slice(-DELIVERED.intervals) });
    for (const oldest of this.#delivered.keys()) {
      if (this.#delivered.size <= DELIVERED.streams) break;
      this.#delivered.delete(oldest);
    }
  }

  #takeDelivered(): readonly Delivery[] {
    const all = [...this.#delivered.values()].flatMap(({ of, rows }) =>
      rows.map(([from, to]) => ({ ...of, from, to })),
    );
    this.#delivered.clear();
    return all;
  }

  #count(row: PendingRow, sign: 1 | -1): void {
    if (row.kind === 'event') this.#events += sign;
    this.#cells += sign * cellsOf(row);
  }
}

/** Whether it stands for no row. */
function isWord(row: PendingRow | undefined): boolean {
  return row?.kind === 'dropped' || row?.kind === 'birth';
}

/** What was dropped in a run, stream by stream. Parts never had numbers of their own: one stands for all. Every event has one. */
function wordsOf(run: readonly PendingRow[]): readonly PendingRow[] {
  return STREAMS.flatMap((stream) => {
    const counts = run.flatMap((row) => (row.kind === 'dropped' && row.stream === stream ? row.count : []));
    if (counts.length === 0) return [];
    const count = stream === 'event' ? counts.reduce((sum, one) => sum + one, 0) : 1;
    return [{ kind: 'dropped', stream, count } as const];
  });
}

function cellsOf(row: PendingRow): number {
  if (row.kind !== 'part') return 0;
  let cells = 1;
  for (const group of row.part.samples) cells += group.times.length * group.columns.length;
  for (const group of row.part.reports) cells += 4 * group.times.length * group.columns.length;
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
    what: `neither the disk nor the spare journal has taken rows for so long that ${what} had to be dropped`,
    where,
    hint: 'replace the disk; a tombstone tells the platform what is missing',
  };
}
