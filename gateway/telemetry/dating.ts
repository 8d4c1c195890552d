import type { ClockQuality, TimeBase } from './model.ts';

/** A moment as far as it is known. `utc` in Unix milliseconds; null while nothing maps that boot. */
export type Dated = { readonly utc: number | null; readonly quality: ClockQuality };

const MOST_BOOTS = 32;
const MOST_MAPPINGS = 8;
const TRUST: readonly ClockQuality[] = ['unsynced', 'rtc', 'holdover', 'ntp']; // rising

/**
 * Dates monotonic times with the best mapping known of their boot: better quality wins, then the mapping nearest in time.
 * What was delivered as `unsynced` gets its date when a mapping of that boot comes. Remembers the last boots only.
 */
export class Dating {
  readonly #boots = new Map<string, TimeBase[]>();

  learn(boot: string, time: TimeBase): void {
    if (time.utc === null) return;
    const known = this.#boots.get(boot) ?? [];
    const others = known.filter((mapping) => mapping.mono !== time.mono || trust(mapping) > trust(time));
    if (others.some((mapping) => mapping.mono === time.mono)) return;
    this.#boots.delete(boot); // the boot heard of last stays longest
    this.#boots.set(boot, thin([...others, time]));
    const [oldest] = this.#boots.keys();
    if (this.#boots.size > MOST_BOOTS && oldest !== undefined) this.#boots.delete(oldest);
  }

  date({ boot, mono }: { readonly boot: string; readonly mono: number }): Dated {
    let best: TimeBase | undefined;
    for (const mapping of this.#boots.get(boot) ?? [])
      if (best === undefined || isBetter(mapping, best, mono)) best = mapping;
    if (best?.utc === undefined || best.utc === null) return { utc: null, quality: 'unsynced' };
    return { utc: best.utc + (mono - best.mono), quality: best.quality };
  }
}

function isBetter(a: TimeBase, b: TimeBase, mono: number): boolean {
  if (trust(a) !== trust(b)) return trust(a) > trust(b);
  return Math.abs(a.mono - mono) < Math.abs(b.mono - mono);
}

function trust({ quality }: TimeBase): number {
  return TRUST.indexOf(quality);
}

/**
 * Every message brings a time base, and most say the same. Keeps few: the least trusted go first, then those in closest
 * company; the first and the last stay.
 */
function thin(mappings: readonly TimeBase[]): TimeBase[] {
  const kept = mappings.toSorted((a, b) => a.mono - b.mono);
  while (kept.length > MOST_MAPPINGS) kept.splice(leastUseful(kept), 1);
  return kept;
}

function leastUseful(mappings: readonly TimeBase[]): number {
  const worth = mappings.map((mapping, at) => {
    const [before, after] = [mappings[at - 1], mappings[at + 1]];
    const room = (after?.mono ?? Number.POSITIVE_INFINITY) - (before?.mono ?? Number.NEGATIVE_INFINITY);
    return { at, trust: trust(mapping), room };
  });
  worth.sort((a, b) => a.trust - b.trust || a.room - b.room);
  return worth[0]?.at ?? 0;
}
