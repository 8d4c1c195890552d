/**
 * A bump test: gas is given, or a button pressed, and every leg to the city is timed beside its limit. Nothing is passed by a
 * tap but what only an ear can know. Pure; times are `mono`.
 */
export type BumpLeg = 'sensor' | 'decision' | 'siren' | 'heard' | 'platform' | 'recovery';

export const BUMP_LEGS: readonly BumpLeg[] = ['sensor', 'decision', 'siren', 'heard', 'platform', 'recovery'];

/** Limits in milliseconds after the leg before; null where the leg is not asked for (no siren here, no uplink). */
export type BumpLimits = Readonly<Record<BumpLeg, number | null>>;

/** `unproven`: there is nothing that could have answered, and it is printed so. */
export type LegResult = {
  readonly outcome: 'passed' | 'failed' | 'unproven';
  readonly ms: number | null; // after the start
  readonly detail: string | null; // a value, who heard it
};

export type BumpTest = {
  readonly startedAt: number;
  readonly limits: BumpLimits;
  readonly legs: Readonly<Partial<Record<BumpLeg, LegResult>>>;
};

export type BumpInput =
  | { readonly kind: 'seen'; readonly leg: BumpLeg; readonly at: number; readonly detail?: string }
  | { readonly kind: 'not-heard'; readonly at: number }
  | { readonly kind: 'unprovable'; readonly leg: BumpLeg; readonly detail: string }
  | { readonly kind: 'tick'; readonly at: number };

export function newBumpTest(limits: BumpLimits, startedAt: number): BumpTest {
  return skipped({ startedAt, limits, legs: {} });
}

/** The leg that is waited for; null when the test is over. */
export function openLeg({ legs }: BumpTest): BumpLeg | null {
  return BUMP_LEGS.find((leg) => legs[leg] === undefined) ?? null;
}

/**
 * The test after something was seen. Legs come in their order, but the platform may acknowledge before anybody says that the
 * siren was heard. A leg that is late has failed; the later ones are still timed.
 */
export function stepBumpTest(test: BumpTest, input: BumpInput): BumpTest {
  if (input.kind === 'not-heard') return skipped(withLeg(test, 'heard', 'failed', input.at, null));
  if (input.kind === 'unprovable')
    return test.legs[input.leg] === undefined
      ? skipped(withLeg(test, input.leg, 'unproven', null, input.detail))
      : test;
  if (input.kind === 'tick') {
    const open = openLeg(test);
    return open === null || input.at < dueAt(test, open)
      ? test
      : stepBumpTest(skipped(withLeg(test, open, 'failed', null, null)), input);
  }
  const { leg, at, detail } = input;
  if (test.legs[leg] !== undefined) return test;
  const late = at > dueAt(test, leg);
  return skipped(withLeg(test, leg, late ? 'failed' : 'passed', at, detail ?? null));
}

/** Passed when every leg that can be proven was; null while it runs. */
export function bumpPassed(test: BumpTest): boolean | null {
  if (openLeg(test) !== null) return null;
  return BUMP_LEGS.every((leg) => test.legs[leg]?.outcome !== 'failed');
}

/** When a leg is late: its limit after the leg before it, or after the moment at which that was late itself. */
function dueAt({ startedAt, limits, legs }: BumpTest, leg: BumpLeg): number {
  const before = BUMP_LEGS.slice(0, BUMP_LEGS.indexOf(leg)).filter((one) => limits[one] !== null);
  const from = before.reduce((time, one) => legs[one]?.ms ?? time + (limits[one] ?? 0), 0);
  return startedAt + from + (limits[leg] ?? Number.POSITIVE_INFINITY);
}

function withLeg(
  test: BumpTest,
  leg: BumpLeg,
  outcome: LegResult['outcome'],
  at: number | null,
  detail: string | null,
): BumpTest {
  const ms = at === null ? null : at - test.startedAt;
  return { ...test, legs: { ...test.legs, [leg]: { outcome, ms, detail } } };
}

/** Legs that nothing can prove are told as that when their turn comes. */
function skipped(test: BumpTest): BumpTest {
  const open = openLeg(test);
  if (open === null || test.limits[open] !== null) return test;
  return skipped(withLeg(test, open, 'unproven', null, null));
}
