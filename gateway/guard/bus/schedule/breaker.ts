import { MOST_LOSSES } from '../../../alarmTime/deviceTiming.ts';
import { type Backoff, backoffMs } from '../../../core/backoff.ts';

/**
 * Is a device worth the line's time? A lost exchange makes it `failing`; several in a row, or `patienceMs` without a
 * sign of life after the first, make it `offline`. On a good line four are proof; a device that loses a reply now and
 * then needs six: at one in ten a living unit would else be given up every few minutes. Any answer, a late one too,
 * ends the row. A device that was offline is on probation (`failing`) until its third answer, and offline again with
 * the first loss, so that one that answers now and then does not look healthy and cannot cost more than a dead one.
 * Pure and immutable; times are `mono` in milliseconds.
 */
export type Breaker = {
  readonly state: 'unknown' | 'online' | 'failing' | 'offline';
  readonly since: number;
  readonly lost: number; // exchanges lost in a row, weighed by what they say
  readonly lostSince: number; // when the first of them was lost
  readonly lastLost: number; // when one was last lost
  readonly lostBefore: number; // and the one before that, answered ones between them or not
  readonly wear: number; // rows of losses lately: each counts one, and fades within a minute or so
  readonly answered: number; // exchanges answered in a row
  readonly hasAnswered: boolean; // ever
  readonly onProbation: boolean; // back from offline, not trusted yet
  readonly retryAt: number; // not to be asked before
};

export type BreakerRule = {
  readonly patienceMs: number;
  readonly paceMs: number; // from the second loss in a row on, until it is asked again
  readonly backoff: Backoff; // between probes of a device that is offline
  readonly retryFirst: boolean; // it has safety reads: patience does not end before a retry that is not held back
};

/** Losses in a row that are proof on a good line, and of a device that loses replies as a habit. */
export const LOST_TO_OFFLINE = 4;
export const LOST_WHEN_WORN = MOST_LOSSES;
const ANSWERED_TO_ONLINE = 3;
const SPARED_EVERY_MS = 10_000;
const WEAR_FADES_MS = 60_000;
const WORN = 0.5;

/** A device nothing is known about yet. */
export function unknownBreaker(now: number): Breaker {
  return {
    state: 'unknown',
    since: now,
    lost: 0,
    lostSince: 0,
    ...NEVER_LOST,
    wear: 0,
    answered: 0,
    hasAnswered: false,
    onProbation: false,
    retryAt: now,
  };
}

/** The device answered, be it with an exception. */
export function answered(breaker: Breaker, now: number): Breaker {
  const count = breaker.answered + 1;
  const onProbation = (breaker.onProbation || breaker.state === 'offline') && count < ANSWERED_TO_ONLINE;
  const next = { ...breaker, lost: 0, answered: count, hasAnswered: true, onProbation, retryAt: now };
  return enter(next, onProbation ? 'failing' : 'online', now);
}

/** It was heard although the exchange was lost: its late reply came. One that was offline may be asked at once. */
export function heardLate(breaker: Breaker, now: number): Breaker {
  if (breaker.state === 'offline') return { ...breaker, retryAt: Math.min(breaker.retryAt, now) };
  return breaker.lost > 0 ? { ...breaker, lost: 1, lostSince: now } : breaker;
}

/**
 * How much a loss says about a device. Garbage says that somebody spoke: twice as much of it is wanted. A gateway that
 * waited itself, and says that nobody answered, is worth two of ours.
 */
export type LossKind = keyof typeof WEIGHT;
const WEIGHT = { garbage: 0.5, silence: 1, 'told by a gateway': 2 } as const;

/** An exchange ended without a usable answer. The first retry is at once (when the unit may be asked again). */
export function lost(breaker: Breaker, rule: BreakerRule, now: number, how: LossKind = 'silence'): Breaker {
  const isFirst = breaker.lost === 0;
  const count = breaker.lost + (isFirst ? Math.max(1, WEIGHT[how]) : WEIGHT[how]);
  const worn = breaker.wear * 2 ** (-(now - breaker.lastLost) / WEAR_FADES_MS);
  const next = {
    ...breaker,
    lost: count,
    lostSince: isFirst ? now : breaker.lostSince,
    lastLost: now,
    lostBefore: breaker.lastLost,
    wear: isFirst ? (Number.isFinite(worn) ? worn : 0) + 1 : breaker.wear,
    answered: 0,
  };
  const gone = breaker.state === 'offline' || breaker.onProbation || count >= lossesAllowed(next);
  const waitMs = gone ? backoffMs(rule.backoff, count - LOST_TO_OFFLINE + 1) : count > 1 ? rule.paceMs : 0;
  return enter({ ...next, onProbation: false, retryAt: now + waitMs }, gone ? 'offline' : 'failing', now);
}

/** The row that is under way counts one itself. */
function lossesAllowed({ wear }: Breaker): number {
  return wear - 1 >= WORN ? LOST_WHEN_WORN : LOST_TO_OFFLINE;
}

/**
 * May a device that was silent so often in a row, and now answers, have been without power meanwhile? On a good line one
 * lost reply is reason enough to think so; where replies are lost as a habit, or none has come yet, three in a row are.
 */
export function mayHaveRestarted(breaker: Breaker, silences: number): boolean {
  const isKnownSound = breaker.hasAnswered && breaker.wear - 1 < WORN;
  return breaker.state === 'offline' || silences >= (isKnownSound ? 1 : 3);
}

/** The time in which this program itself stood still is no silence of the device. */
export function postponed(breaker: Breaker, byMs: number): Breaker {
  return { ...breaker, lostSince: breaker.lostSince + byMs };
}

/** When patience with a failing device ends, if nothing happens before. */
export function patienceEnds(breaker: Breaker, rule: BreakerRule): number {
  const waiting = breaker.state === 'failing' && breaker.lost > (rule.retryFirst && once(breaker) ? 1 : 0);
  if (!waiting) return Number.POSITIVE_INFINITY;
  // where few retries could be made, the line has more to do with it than the device
  const tried = breaker.lost >= LOST_TO_OFFLINE;
  return breaker.lostSince + (tried ? 1 : 2) * rule.patienceMs;
}

/** Gives a failing device up when patience has ended. */
export function expire(breaker: Breaker, rule: BreakerRule, now: number): Breaker {
  return patienceEnds(breaker, rule) <= now ? enter(breaker, 'offline', now) : breaker;
}

/**
 * Are its safety reads asked for although its allowance is spent? One loss in ten seconds is forgiven: what follows it
 * cannot be made to wait. Charged all the same.
 */
export function spared(breaker: Breaker, now: number): boolean {
  return breaker.state === 'failing' && breaker.lost <= 1 && now - breaker.lostBefore >= SPARED_EVERY_MS;
}

const NEVER_LOST = { lastLost: Number.NEGATIVE_INFINITY, lostBefore: Number.NEGATIVE_INFINITY } as const;

/** The last loss stands alone. */
function once({ lastLost, lostBefore }: Breaker): boolean {
  return lastLost - lostBefore >= SPARED_EVERY_MS;
}

function enter(breaker: Breaker, state: Breaker['state'], now: number): Breaker {
  return state === breaker.state ? breaker : { ...breaker, state, since: now };
}
