import type { Clock, Timer } from '../../gateway/core/clock.ts';

type Entry = { due: number; order: number; name: string; run: () => void; dead: boolean };

/** A clock that moves only when told to. Timers fire in order of time, then of creation. */
export class VirtualClock implements Clock {
  readonly boot: string;
  #now: number;
  #utcOffset: number;
  #order = 0;
  readonly #heap: Entry[] = [];

  constructor(options: { boot?: string; mono?: number; utc?: number } = {}) {
    this.boot = options.boot ?? 'b007b007b007b007';
    this.#now = options.mono ?? 0;
    this.#utcOffset = (options.utc ?? Date.UTC(2026, 0, 1)) - this.#now;
  }

  mono(): number {
    return this.#now;
  }

  utc(): number {
    return this.#now + this.#utcOffset;
  }

  /** Steps civil time; monotonic time does not notice. */
  stepUtc(byMs: number): void {
    this.#utcOffset += byMs;
  }

  after(delayMs: number, name: string, run: () => void): Timer {
    const entry = { due: this.#now + Math.max(0, delayMs), order: this.#order++, name, run, dead: false };
    push(this.#heap, entry);
    return {
      cancel: () => {
        entry.dead = true;
      },
    };
  }

  /** The host stands still for `ms`: time passes, and nothing that falls due meanwhile is done until time is advanced. */
  stall(ms: number): void {
    this.#now += ms;
  }

  /** Names of what is being waited for, soonest first. */
  pending(): string[] {
    return this.#heap
      .filter((entry) => !entry.dead)
      .toSorted(before)
      .map((entry) => `${entry.name}@${entry.due}`);
  }

  /** Lets `ms` pass, firing what falls due; promises settle between timers. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    while (this.#fireNext(end)) await settle();
    this.#now = end;
  }

  /** Lets time pass until `promise` settles; fails after a virtual hour, or when nothing is left to wait for. */
  async until<T>(promise: Promise<T>, limitMs = 3_600_000): Promise<T> {
    let settled = false;
    const done = promise.finally(() => {
      settled = true;
    });
    done.catch(() => {});
    const end = this.#now + limitMs;
    for (;;) {
      await settle();
      if (settled) return done;
      if (!this.#fireNext(end))
        throw new Error(`nothing settled it; waiting for: ${this.pending().join(', ') || 'nothing'}`);
    }
  }

  #fireNext(end: number): boolean {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.due > end) return false;
      pop(this.#heap);
      if (next.dead) continue;
      this.#now = Math.max(this.#now, next.due);
      next.run();
      return true;
    }
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function before(a: Entry, b: Entry): number {
  return a.due - b.due || a.order - b.order;
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up] as Entry;
    if (before(parent, entry) <= 0) break;
    heap[at] = parent;
    heap[up] = entry;
    at = up;
  }
}

function pop(heap: Entry[]): void {
  const last = heap.pop() as Entry;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && before(heap[right] as Entry, heap[left] as Entry) < 0 ? right : left;
    if (before(heap[child] as Entry, last) >= 0) break;
    heap[at] = heap[child] as Entry;
    at = child;
  }
  heap[at] = last;
}
