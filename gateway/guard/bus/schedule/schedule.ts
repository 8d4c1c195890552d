/**
 * Who may use the line next. Pure: the caller says what waits and what time it is.
 *
 * The policy, simple enough to be analysed like a CAN bus (Davis, Burns, Bril, Lukkien 2007: non-preemptive fixed
 * priority). The line is the processor, an exchange is a job that nothing interrupts:
 *
 * 1. `urgent`: writes to annunciators, first come first served. Their rate is declared, so they are a task of the
 *    highest priority.
 * 2. `safety`: released every period on a grid, fixed priority, deadline-monotonic (shorter deadline first; equal
 *    deadlines: earlier release first). Deadline = period unless given.
 * 3. `asked`: single reads somebody asked for, first come first served.
 * 4. `probe`: is a device that was given up back? Held to a fixed share of the line by the probe budget. It waits a
 *    moment for a wider gap between safety reads, if there is one.
 * 5. `state` and `trend` share the slack by relative lateness: whole periods late first, so that neither starves;
 *    among equals `state` before `trend`, then the later one.
 *
 * What sets the port to something else for a moment (`mustFit`) starts only where it ends before the next safety release.
 *
 * So a safety read waits for at most one exchange that is not urgent or safety
 * (the one under way when it was released: the blocking term, its longest form being a probe that times out), for
 * urgent writes, and for safety reads of the same or a shorter deadline (the interference terms).
 * A unit in quarantine after a lost reply is skipped (`from` lies ahead), the others go on.
 */
export type Standing = 'urgent' | 'safety' | 'asked' | 'probe' | 'state' | 'trend';

/** Something that wants the line. Times are `mono`. */
export type Candidate<T> = {
  readonly what: T;
  readonly standing: Standing;
  readonly from: number; // may start from here on; Infinity: not before something else happens
  readonly due: number; // since when it has been wanted
  readonly periodMs: number; // for relative lateness; any for urgent, asked and probe
  readonly deadlineMs: number; // relative to `due`; ranks safety reads
  readonly longestMs: number; // longest it may hold the line; matters to probes, and to what must fit
  readonly mustFit?: boolean; // starts only where it is over before the next safety release
};

export type Choice<T> =
  | { readonly kind: 'start'; readonly what: T }
  | { readonly kind: 'wait'; readonly until: number }; // Infinity: for something new to be wanted

/** How long a probe looks out for a gap that holds at least half of it. */
const GAP_PATIENCE_MS = 1000;

/** Picks what starts now, or says until when there is nothing to start. */
export function choose<T>(candidates: readonly Candidate<T>[], now: number): Choice<T> {
  const nextSafety = earliest(candidates.filter(({ standing, from }) => standing === 'safety' && from > now));
  const startable = candidates.map((candidate) => {
    if (candidate.from > now) return candidate;
    if (candidate.mustFit === true && now + candidate.longestMs > nextSafety)
      return { ...candidate, from: Number.POSITIVE_INFINITY };
    if (candidate.standing !== 'probe') return candidate;
    const fits = now + candidate.longestMs / 2 <= nextSafety;
    return fits ? candidate : { ...candidate, from: candidate.from + GAP_PATIENCE_MS };
  });
  const [best] = startable.filter(({ from }) => from <= now).toSorted((a, b) => compare(a, b, now));
  return best === undefined
    ? { kind: 'wait', until: earliest(startable) }
    : { kind: 'start', what: best.what };
}

function earliest(candidates: readonly Candidate<unknown>[]): number {
  return candidates.reduce((time, { from }) => Math.min(time, from), Number.POSITIVE_INFINITY);
}

const RANK = { urgent: 0, safety: 1, asked: 2, probe: 3, state: 4, trend: 4 } as const;

/** Order of service of two candidates that may both start at `now`: negative when `a` goes first. */
export function compare(a: Candidate<unknown>, b: Candidate<unknown>, now: number): number {
  const byRank = RANK[a.standing] - RANK[b.standing];
  if (byRank !== 0) return byRank;
  switch (a.standing) {
    case 'safety':
      return a.deadlineMs - b.deadlineMs || a.due - b.due;
    case 'state':
    case 'trend':
      return (
        Math.floor(lateness(b, now)) - Math.floor(lateness(a, now)) ||
        Number(a.standing === 'trend') - Number(b.standing === 'trend') ||
        lateness(b, now) - lateness(a, now)
      );
    default:
      return a.due - b.due;
  }
}

/** Of those that may start now the one that would be served first; and what is wanted later, so that it is not slept over. */
export function oneAtATime<T>(candidates: readonly Candidate<T>[], now: number): Candidate<T>[] {
  const eligible = candidates.filter(({ from }) => from <= now);
  const later = candidates.filter(({ from }) => from > now);
  return [...eligible.toSorted((a, b) => compare(a, b, now)).slice(0, 1), ...later];
}

function lateness(candidate: Candidate<unknown>, now: number): number {
  return (now - candidate.due) / candidate.periodMs;
}
