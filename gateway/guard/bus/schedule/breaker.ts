import { type Backoff, backoffMs } from '../../../core/backoff.ts';

/**
 * Is a device worth the line's time? A lost exchange makes it `failing`; three in a row, or `patienceMs` without an
 * answer after the first, make it `offline`. Each loss in a row lengthens the wait before the next attempt. It is
 * `online` again after three answers in a row, so that a device that answers now and then does not look healthy.
 * Pure and immutable; times are `mono` in milliseconds.
 */
export type Breaker = {
  readonly state: 'unknown' | 'online' | 'failing' | 'offline';
  readonly since: number;
  readonly lost: number; // exchanges lost in a row
  readonly lostSince: number; // when the first of them was lost
  readonly lastLost: number; // when one was last lost
  readonly lostBefore: number; // and the one before that, answered ones between them or not
  readonly answered: number; // exchanges answered in a row
  readonly trusted: boolean; // it was online until its last exchange
  readonly retryAt: number; // not to be asked before
};

export type BreakerRule = {
  readonly patienceMs: number;
  readonly backoff: Backoff;
  readonly retryFirst: boolean; // it has safety reads: patience does not end before a retry that is not held back
};

const LOST_TO_OFFLINE = 3;
const ANSWERED_TO_ONLINE = 3;
const SPARED_EVERY_MS = 10_000;

/** A device nothing is known about yet. */
export function unknownBreaker(now: number): Breaker {
  return {
    state: 'unknown',
    since: now,
    lost: 0,
    lostSince: 0,
    ...NEVER_LOST,
    answered: 0,
    trusted: false,
    retryAt: now,
  };
}

/** The device answered, be it with an exception. */
export function answered(breaker: Breaker, now: number): Breaker {
  const count = breaker.answered + 1;
  const healthy = breaker.state === 'unknown' || breaker.state === 'online' || count >= ANSWERED_TO_ONLINE;
  return enter(
    { ...breaker, lost: 0, answered: count, trusted: false, retryAt: now },
    healthy ? 'online' : 'failing',
    now,
  );
}

/** An exchange ended without a usable answer. The first retry is at once (when the unit may be asked again). */
export function lost(breaker: Breaker, rule: BreakerRule, now: number): Breaker {
  const count = breaker.lost + 1;
  const next = {
    ...breaker,
    lost: count,
    lostSince: count === 1 ? now : breaker.lostSince,
    lastLost: now,
    lostBefore: breaker.lastLost,
    answered: 0,
    trusted: breaker.state === 'online',
    retryAt: count === 1 ? now : now + backoffMs(rule.backoff, count - 1),
  };
  const gone = breaker.state === 'offline' || count >= LOST_TO_OFFLINE;
  return enter(next, gone ? 'offline' : 'failing', now);
}

/** When patience with a failing device ends, if nothing happens before. */
export function patienceEnds(breaker: Breaker, rule: BreakerRule): number {
  const waiting = breaker.state === 'failing' && breaker.lost > (rule.retryFirst && once(breaker) ? 1 : 0);
  return waiting ? breaker.lostSince + rule.patienceMs : Number.POSITIVE_INFINITY;
}

/** Gives a failing device up when patience has ended. */
export function expire(breaker: Breaker, rule: BreakerRule, now: number): Breaker {
  return patienceEnds(breaker, rule) <= now ? enter(breaker, 'offline', now) : breaker;
}

/**
 * Are its safety reads asked for although the probe budget is spent? One loss in ten seconds is forgiven: what follows it
 * cannot be made to wait because others died in the same moment. Charged all the same.
 */
export function spared(breaker: Breaker, now: number): boolean {
  return breaker.state === 'failing' && breaker.lost <= 1 && now - breaker.lostBefore >= SPARED_EVERY_MS;
}

/** Are further attempts paid from the probe budget? First ones cannot be: nobody knew. */
export function budgeted(breaker: Breaker): boolean {
  return breaker.state === 'failing' || breaker.state === 'offline';
}

const NEVER_LOST = { lastLost: Number.NEGATIVE_INFINITY, lostBefore: Number.NEGATIVE_INFINITY } as const;

/** The last loss stands alone. */
function once({ lastLost, lostBefore }: Breaker): boolean {
  return lastLost - lostBefore >= SPARED_EVERY_MS;
}

function enter(breaker: Breaker, state: Breaker['state'], now: number): Breaker {
  return state === breaker.state ? breaker : { ...breaker, state, since: now };
}
