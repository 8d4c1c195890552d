import type { Reading } from '../../../drivers/reading.ts';
import { SEVERITIES } from '../../../drivers/vocabulary.ts';
import type { Transition } from '../../control/alarm.ts';
import type { Installation } from '../../site/installation.ts';
import type { Part } from '../../telemetry/wire/model.ts';
import type { TransitionEffect } from '../detect/types.ts';
import type { ChannelTable } from './channels.ts';
import { type EvidenceScope, evidenceScope } from './evidenceScope.ts';
import { NOTHING_TAKEN, SampleMemory, type TakenSamples } from './sampleMemory.ts';

/** So many occurrences are followed at a time: a flood of alarms must not fill the journal with copies. */
const MOST_FOLLOWED = 16;
/**
 * Samples written for the occurrences of the last minutes, all together: half of what may wait for a slow disk. The last
 * part of it is for the points that alarms are about.
 */
const MOST_SAMPLES = { whole: 60_000, own: 100_000 };
/** The siren and the event come first. */
const SETTLE_MS = 250;
/** A power cut costs no more than this of what follows an alarm. On one grid, so that occurrences share a commit. */
const PART_MS = 10_000;
/** A reading arrives this much later than it was read, at most. */
const LATE_MS = 1_000;
/** What could not be kept is told at once, then no more often than this. */
const TELL_EVERY_MS = 10_000;
const MOST_SHORT = 1_000;
const NAMED = 5;

/** Samples to be journaled as evidence of an occurrence. */
export type EvidenceRow = { readonly occurrence: string; readonly part: Part };

/** Occurrences whose evidence is missing or not whole; a few of them by name. */
export type Shortfall = { readonly count: number; readonly named: readonly string[] };

/** What is to be done now. At most one row, so that what follows in the event loop does not wait for many. */
export type EvidenceTurn = { readonly row: EvidenceRow | null; readonly shortfall: Shortfall | null };

type Followed = {
  readonly alarm: Pick<Transition, 'rule' | 'device' | 'point'>;
  rank: number;
  from: number; // samples read in [from, until] belong to it
  until: number;
  due: number | null; // when the next row is; null: all was written
  taken: TakenSamples;
  samples: number; // written so far
  ownPoints: boolean; // for want of room only the points it is about
};

/**
 * Full-rate samples before and after each occurrence: what is wanted of the memory, when, and for whom. No clock and no
 * timer: time is what comes with transitions and `tick`, `nextDue` says when the next tick is wanted. An escalation
 * lengthens what is kept of its occurrence; no sample is written twice for the same one. Memory is that of the samples
 * kept anyway: an occurrence that is followed costs a few numbers.
 */
export class EvidenceRecorder {
  readonly #installation: Installation;
  readonly #memory: SampleMemory;
  readonly #windowMs: number;
  readonly #followed: Map<string, Followed>;
  readonly #short: Set<string>;
  #tellAt: number;

  /**
   * @param now mono
   * @param before the recorder of the installation until now: what it follows and remembers is taken over
   */
  constructor(
    installation: Installation,
    channels: ChannelTable,
    now: number,
    before: EvidenceRecorder | null = null,
  ) {
    this.#installation = installation;
    this.#windowMs = installation.journal.evidenceS * 1000;
    const reachMs = this.#windowMs + PART_MS;
    this.#memory = new SampleMemory(
      installation,
      channels,
      reachMs,
      now,
      before === null ? null : before.#memory,
    );
    this.#followed = before === null ? new Map() : before.#followed;
    this.#short = before === null ? new Set() : before.#short;
    this.#tellAt = before === null ? Number.NEGATIVE_INFINITY : before.#tellAt;
  }

  /** What every alarm gets before it was declared; less than asked for where the site is too large to remember it. */
  get beforeMs(): number {
    return Math.min(this.#windowMs, this.#memory.reachMs);
  }

  accept(readings: readonly Reading[]): void {
    this.#memory.accept(readings);
  }

  /** A step of an alarm: raised or escalated, it is followed from now on. Quick, whatever the size of the site. */
  declared({ transition, at }: TransitionEffect): void {
    if (transition.cause !== 'raised' && transition.cause !== 'escalated') return;
    const { occurrence, rule, device, point } = transition;
    const now = at.mono;
    this.#forget(now);
    const known = this.#followed.get(occurrence);
    const rank = rankOf(transition);
    if (!(known !== undefined && known.until > now) && !this.#admit(rank, occurrence, now)) return;
    const due = now + SETTLE_MS;
    const until = now + this.#windowMs;
    const from = now - this.#windowMs;
    if (known === undefined)
      this.#followed.set(occurrence, {
        ...{ alarm: { rule, device, point }, rank, from, until, due },
        ...{ taken: NOTHING_TAKEN, samples: 0, ownPoints: false },
      });
    else {
      if (known.due === null) known.from = from;
      known.rank = Math.max(known.rank, rank);
      known.until = until;
      known.ownPoints = false; // there may be room again; where there is none, that is told again
      known.due = Math.min(known.due ?? due, due);
    }
  }

  /** Lets time pass. Returns what is due; ask again when `nextDue` says so. */
  tick(now: number): EvidenceTurn {
    this.#forget(now);
    for (const [occurrence, one] of this.#followed) {
      if (one.due === null || one.due > now) continue;
      const part = this.#write(occurrence, one, now);
      const end = one.until + LATE_MS;
      one.due = now >= end ? null : Math.min(end, gridAfter(now));
      if (part !== null) return { row: { occurrence, part }, shortfall: null };
    }
    return { row: null, shortfall: this.#tell(now) };
  }

  /** Everything that has come so far of all that is followed: at a stop, before a reload. */
  *flush(now: number): Iterable<EvidenceRow> {
    for (const [occurrence, one] of this.#followed) {
      const part = one.due === null ? null : this.#write(occurrence, one, now);
      if (part !== null) yield { occurrence, part };
    }
  }

  /** When a tick has something to say, in mono; null while nothing is followed. */
  nextDue(): number | null {
    let due = this.#short.size > 0 ? this.#tellAt : Number.POSITIVE_INFINITY;
    for (const one of this.#followed.values()) due = Math.min(due, one.due ?? due);
    return Number.isFinite(due) ? due : null;
  }

  /** Whether one more may be followed: there is room, or it takes the place of a lesser one. */
  #admit(rank: number, occurrence: string, now: number): boolean {
    let count = 0;
    let lesser = occurrence;
    let least: Followed | null = null;
    for (const [name, one] of this.#followed) {
      if (one.until <= now) continue;
      count += 1;
      if (one.rank >= (least?.rank ?? rank)) continue;
      lesser = name;
      least = one;
    }
    if (count < MOST_FOLLOWED) return true;
    this.#fellShort(lesser, now);
    if (least !== null) this.#end(lesser, least, now);
    return least !== null;
  }

  /** Follows it no longer; what has come is still written if anything was. */
  #end(occurrence: string, one: Followed, now: number): void {
    one.until = Math.min(one.until, now);
    if (one.samples === 0) this.#followed.delete(occurrence);
    else one.due = now;
  }

  #write(occurrence: string, one: Followed, now: number): Part | null {
    const { own, all } = evidenceScope(one.alarm, this.#installation);
    const to = Math.min(now, one.until);
    const wanted = (points: EvidenceScope['all']) => ({ points, from: one.from, to, except: one.taken });
    const written = this.#written();
    let found = this.#memory.select(wanted(one.ownPoints ? own : all));
    if (found.count === 0) return null;
    if (!one.ownPoints && written + found.count > MOST_SAMPLES.whole) {
      this.#fellShort(occurrence, now);
      one.ownPoints = true;
      found = this.#memory.select(wanted(own));
    }
    if (written + found.count > MOST_SAMPLES.own) {
      this.#fellShort(occurrence, now);
      one.until = Math.min(one.until, now - LATE_MS); // no more of it
      return null;
    }
    one.taken = { order: this.#memory.order, mono: to };
    one.samples += found.count;
    return found.part();
  }

  #written(): number {
    return [...this.#followed.values()].reduce((sum, { samples }) => sum + samples, 0);
  }

  /** Drops what an escalation could no longer touch. */
  #forget(now: number): void {
    for (const [occurrence, { due, until }] of this.#followed)
      if (due === null && until + this.#windowMs < now) this.#followed.delete(occurrence);
  }

  #fellShort(occurrence: string, now: number): void {
    if (this.#short.size === 0) this.#tellAt = Math.max(this.#tellAt, now + SETTLE_MS);
    if (this.#short.size < MOST_SHORT) this.#short.add(occurrence);
  }

  #tell(now: number): Shortfall | null {
    if (now < this.#tellAt) return null;
    const shortfall = this.untold();
    if (shortfall !== null) this.#tellAt = now + TELL_EVERY_MS;
    return shortfall;
  }

  /** What could not be kept and was not told yet, at once: before a stop. */
  untold(): Shortfall | null {
    if (this.#short.size === 0) return null;
    const shortfall = { count: this.#short.size, named: [...this.#short].slice(0, NAMED) };
    this.#short.clear();
    return shortfall;
  }
}

const UNCOVERED: readonly Transition['to'][] = ['unacknowledged-active', 'acknowledged-active'];

/** What is looked at by a person now comes before what a shelf or a maintenance period covers; then by severity. */
function rankOf({ to, severity }: Transition): number {
  return (UNCOVERED.includes(to) ? SEVERITIES.length : 0) + SEVERITIES.indexOf(severity);
}

function gridAfter(now: number): number {
  return (Math.floor(now / PART_MS) + 1) * PART_MS;
}
