import type { Clock, Timer } from '../../gateway/core/clock.ts';
import type { Random } from '../../simulators/random.ts';

/** Somebody whose pending things end together: a process that can be killed, a machine. */
export type Owner = string;

type Pending = {
  due: number;
  tie: number;
  readonly owner: Owner;
  readonly name: string;
  readonly run: () => void;
  dead: boolean;
  gone: boolean; // has run
};

/**
 * One virtual clock, and one order of everything that anybody may wait for from outside: timers, disks, sockets, wires.
 * What falls due at the same moment, and how long anything takes, is drawn from one seeded source, so that a seed plays
 * again exactly. Between two events every promise settles.
 */
export class Scheduler {
  readonly #random: Random;
  readonly #heap: Pending[] = [];
  #now: number;
  #events = 0;

  constructor(random: Random, startMs = 3_600_000) {
    this.#random = random;
    this.#now = startMs;
  }

  get now(): number {
    return this.#now;
  }

  /** Events that were played. */
  get events(): number {
    return this.#events;
  }

  /** Calls `run` at `now + delayMs`, in any order with what else is due then. */
  at(delayMs: number, owner: Owner, name: string, run: () => void): Timer {
    if (Number.isNaN(delayMs)) throw new Error(`${name} waits for no number`);
    const pending: Pending = {
      due: this.#now + Math.max(0, delayMs),
      tie: this.#random(), // drawn for everything, whether or not it is needed
      ...{ owner, name, run },
      dead: false,
      gone: false,
    };
    if (this.#ended.has(owner)) return { cancel() {} }; // what reaches the dead moves nothing
    putOff(pending, this.#stalledUntil.get(owner) ?? 0);
    push(this.#heap, pending);
    this.#counted(owner, 1);
    return {
      cancel: () => {
        if (!pending.dead && !pending.gone) this.#counted(owner, -1);
        pending.dead = true;
      },
    };
  }

  /** Something from outside that takes between `fromMs` and `toMs`: now and then much longer than usual. */
  outside<T>(
    owner: Owner,
    name: string,
    [fromMs, toMs]: readonly [number, number],
    end: () => T,
  ): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.at(fromMs + (toMs - fromMs) * this.#random() ** 3, owner, name, () => {
      try {
        resolve(end());
      } catch (error) {
        reject(error as Error);
      }
    });
    return promise;
  }

  /** How many things `owner` waits for. */
  count(owner: Owner): number {
    return this.#counts.get(owner) ?? 0;
  }
  readonly #counts = new Map<Owner, number>();

  /** Nothing that `owner` waits for comes any more. */
  end(owner: Owner): void {
    for (const pending of this.#heap) if (pending.owner === owner) pending.dead = true;
    this.#counts.delete(owner);
    this.#ended.add(owner);
  }
  readonly #ended = new Set<Owner>();

  /** `owner` does not run for `ms`: what it waits for comes when it runs again. */
  stall(owner: Owner, ms: number): void {
    const until = Math.max(this.#now + ms, this.#stalledUntil.get(owner) ?? 0);
    this.#stalledUntil.set(owner, until);
    const all = this.#heap.splice(0);
    for (const one of all) {
      if (!one.dead && one.owner === owner) putOff(one, until);
      push(this.#heap, one);
    }
  }
  readonly #stalledUntil = new Map<Owner, number>();

  /** The next moment at which `owner` runs. */
  runsAt(owner: Owner): number {
    return Math.max(this.#now, this.#stalledUntil.get(owner) ?? 0);
  }

  #counted(owner: Owner, by: number): void {
    this.#counts.set(owner, (this.#counts.get(owner) ?? 0) + by);
  }

  /** The clock of a process: its timers end with it. `utcOffset`: how far its civil time is ahead, read at each look. */
  clock(owner: Owner, boot: string, utcOffset: () => number): Clock {
    return {
      boot,
      mono: () => this.#now,
      utc: () => this.#now + utcOffset(),
      after: (delayMs, name, run) => this.at(delayMs, owner, name, run),
    };
  }

  /** Plays everything that falls due within `ms`. `after`: called after each event, when all promises have settled. */
  async play(ms: number, after: () => void = () => {}): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#next(end); next !== null; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.due);
      this.#events++;
      next.run();
      await settled();
      after();
    }
    this.#now = end;
  }

  /** Plays until `promise` is settled. @returns its value, or null when it has not come within `ms` */
  async until<T>(promise: Promise<T>, ms: number, after: () => void = () => {}): Promise<T | null> {
    let value: T | null = null;
    let done = false;
    void promise.then(
      (one) => {
        value = one;
        done = true;
      },
      (error: unknown) => {
        done = true;
        throw error;
      },
    );
    const end = this.#now + ms;
    await settled();
    while (!done) {
      const next = this.#next(end);
      if (next === null) break;
      this.#now = Math.max(this.#now, next.due);
      this.#events++;
      next.run();
      await settled();
      after();
    }
    return value;
  }

  /** What is waited for, soonest first: for somebody who looks why nothing happens. */
  pending(owner?: Owner): string[] {
    return this.#heap
      .filter((one) => !one.dead && (owner === undefined || one.owner === owner))
      .toSorted(before)
      .map(({ name, due }) => `${name} in ${(due - this.#now).toFixed(1)} ms`);
  }

  #next(end: number): Pending | null {
    for (;;) {
      const [next] = this.#heap;
      if (next === undefined || (next.due > end && !next.dead)) return null;
      pop(this.#heap);
      if (next.dead) continue;
      next.gone = true;
      this.#counted(next.owner, -1);
      return next;
    }
  }
}

/** Every promise that can go on has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** It comes at `until` and not before, in the order in which it fell due. */
function putOff(pending: Pending, until: number): void {
  if (pending.due >= until) return;
  pending.tie = pending.due - until; // before what falls due just then
  pending.due = until;
}

function before(a: Pending, b: Pending): number {
  return a.due - b.due || a.tie - b.tie;
}

function push(heap: Pending[], entry: Pending): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up] as Pending;
    if (before(parent, entry) <= 0) break;
    heap[at] = parent;
    heap[up] = entry;
    at = up;
  }
}

function pop(heap: Pending[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child =
      right < heap.length && before(heap[right] as Pending, heap[left] as Pending) < 0 ? right : left;
    if (before(heap[child] as Pending, last) >= 0) break;
    heap[at] = heap[child] as Pending;
    at = child;
  }
  heap[at] = last;
}
