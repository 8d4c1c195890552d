import type { ClockQuality, TimeBase } from '../wire/model.ts';

/** A moment as far as it is known. `utc` in Unix milliseconds; null while nothing maps that boot. */
export type Dated = { readonly utc: number | null; readonly quality: ClockQuality };

export type SavedDating = readonly (readonly [boot: string, mappings: readonly TimeBase[]])[];

const MOST_BOOTS = 32;
const MOST_MAPPINGS = 32;
const TRUST: readonly ClockQuality[] = ['unsynced', 'rtc', 'holdover', 'ntp']; // rising

/** Carried so far by an oscillator (200 ppm, engineering) a synchronised mapping is still good to a second. */
const CARRIED_MS = 3_600_000;
/** And so far to two minutes; beyond, nobody answers for it. */
const HOLDOVER_MS = 7 * 86_400_000;

/**
 * Dates monotonic times with the best mapping known of their boot: better quality wins, then the mapping nearest in time;
 * between two synchronised ones the clocks drifted evenly.
 * What was delivered as `unsynced` gets its date when a mapping of that boot comes. The quality of a date says how it was
 * come by: a synchronised mapping counts as such while the gateway said nothing worse, and for an hour before it. An
 * `ntp` date is right to a second, a `holdover` one to two minutes. Remembers the last boots only.
 */
export class Dating {
  readonly #boots = new Map<string, readonly TimeBase[]>(); // by mono
  readonly #mostBoots: number;

  constructor(mostBoots = MOST_BOOTS) {
    this.#mostBoots = mostBoots;
  }

  save(): SavedDating {
    return [...this.#boots];
  }

  restore(saved: SavedDating): void {
    for (const [boot, mappings] of saved) this.#boots.set(boot, mappings);
  }

  learn(boot: string, time: TimeBase): void {
    if (time.utc === null) return;
    const known = this.#boots.get(boot) ?? [];
    if (known.some((mapping) => isSame(mapping, time))) {
      this.#keep(boot, known); // as nearly every message says
      return;
    }
    const others = known.filter((mapping) => mapping.mono !== time.mono || trust(mapping) > trust(time));
    if (others.some((mapping) => mapping.mono === time.mono)) return;
    this.#keep(boot, thin([...others, time]));
  }

  /** The boot heard of last stays longest. */
  #keep(boot: string, mappings: readonly TimeBase[]): void {
    this.#boots.delete(boot);
    this.#boots.set(boot, mappings);
    const [oldest] = this.#boots.keys();
    if (this.#boots.size > this.#mostBoots && oldest !== undefined) this.#boots.delete(oldest);
  }

  /** The mapping that says most about a moment, as it was learned; null: none is known of that boot. */
  mapping({ boot, mono }: { readonly boot: string; readonly mono: number }): TimeBase | null {
    let best: TimeBase | null = null;
    for (const mapping of this.#boots.get(boot) ?? [])
      if (best === null || isBetter(mapping, best, mono)) best = mapping;
    return best;
  }

  date({ boot, mono }: { readonly boot: string; readonly mono: number }): Dated {
    const best = this.mapping({ boot, mono });
    if (best === null) return { utc: null, quality: 'unsynced' };
    const mappings = this.#boots.get(boot) ?? [];
    return { utc: mono + offsetAt(mono, best, mappings), quality: qualityAt(mono, best, mappings) };
  }
}

function offsetAt(mono: number, best: TimeBase, mappings: readonly TimeBase[]): number {
  if (best.quality !== 'ntp') return offset(best);
  const before = mappings.findLast(({ mono: at, quality }) => quality === 'ntp' && at <= mono);
  const after = mappings.find(({ mono: at, quality }) => quality === 'ntp' && at > mono);
  return before === undefined || after === undefined ? offset(best) : between(before, after, mono);
}

function between(before: TimeBase, after: TimeBase, mono: number): number {
  const share = (mono - before.mono) / (after.mono - before.mono);
  return offset(before) + (offset(after) - offset(before)) * share;
}

function qualityAt(mono: number, best: TimeBase, mappings: readonly TimeBase[]): ClockQuality {
  if (best.quality !== 'ntp') return best.quality;
  const standing = mappings.findLast((mapping) => mapping.mono <= mono);
  if (standing?.quality === 'ntp') return 'ntp';
  const away = Math.abs(mono - best.mono);
  const wasLost = mappings.some(({ mono: since, quality }) => quality === 'ntp' && since <= mono);
  if (away <= CARRIED_MS && !wasLost) return 'ntp';
  return away <= HOLDOVER_MS ? 'holdover' : 'rtc';
}

function isBetter(a: TimeBase, b: TimeBase, mono: number): boolean {
  if (trust(a) !== trust(b)) return trust(a) > trust(b);
  return Math.abs(a.mono - mono) < Math.abs(b.mono - mono);
}

function trust({ quality }: TimeBase): number {
  return TRUST.indexOf(quality);
}

/** Every message brings a time base, and most say the same. Keeps few: those go first that say least beside their neighbours. */
function thin(mappings: readonly TimeBase[]): TimeBase[] {
  const kept = mappings.toSorted((a, b) => a.mono - b.mono);
  while (kept.length > MOST_MAPPINGS) kept.splice(leastUseful(kept), 1);
  return kept;
}

function leastUseful(mappings: readonly TimeBase[]): number {
  const worth = mappings.slice(1, -1).map((mapping, index) => {
    const [before = mapping, after = mapping] = [mappings[index], mappings[index + 2]];
    const turns = Number(before.quality !== mapping.quality);
    const bend = Math.abs(offset(mapping) - between(before, after, mapping.mono));
    return { at: index + 1, trust: trust(mapping), turns, bend, room: after.mono - before.mono };
  });
  worth.sort((a, b) => a.turns - b.turns || a.trust - b.trust || a.bend - b.bend || a.room - b.room);
  return worth[0]?.at ?? 0;
}

function isSame(a: TimeBase, b: TimeBase): boolean {
  return a.mono === b.mono && a.utc === b.utc && a.quality === b.quality;
}

function offset({ mono, utc }: TimeBase): number {
  return (utc ?? 0) - mono;
}
