/**
 * Whether an output does what it was told, from what is read back. One reading may be unlucky; an output disobeys when
 * it was found wrong three times in a row, or has been wrong for more than two seconds. A pattern is judged for its
 * acting and its resting part apart: a siren whose relay is stuck agrees with one of them for ever.
 */
export type Obedience = {
  readonly wrong: { readonly acting: Wrong; readonly resting: Wrong };
  readonly obeys: boolean | null; // null: nothing has been read back yet
  readonly acted: boolean; // it was seen acting since it was told what it is told now
};
type Wrong = { readonly count: number; readonly since: number }; // `since`: last seen right, or told to

/** What was expected and seen at `at` (mono). `told`: when the output was told to. */
export type ReadBack = {
  readonly expected: boolean;
  readonly seen: boolean;
  readonly steady: boolean;
  readonly told: number;
  readonly at: number;
};

const TIMES_WRONG = 3;
const WRONG_FOR_MS = 2000;

const NEVER: Wrong = { count: 0, since: Number.NEGATIVE_INFINITY };
export const UNSEEN: Obedience = { wrong: { acting: NEVER, resting: NEVER }, obeys: null, acted: false };

/** Takes in one look at an output. */
export function checked(check: Obedience, { expected, seen, steady, told, at }: ReadBack): Obedience {
  const part = expected ? 'acting' : 'resting';
  const other = expected ? 'resting' : 'acting';
  const before = check.wrong[part];
  if (expected === seen) {
    const wrong = { ...check.wrong, [part]: { count: 0, since: at } };
    const forgiven = steady || check.wrong[other].count === 0;
    const cleared = steady ? { ...wrong, [other]: { count: 0, since: at } } : wrong;
    return { wrong: cleared, obeys: forgiven ? true : check.obeys, acted: check.acted || expected };
  }
  const since = before.count === 0 ? Math.max(before.since, told) : before.since;
  const count = before.count + 1;
  const disobeys = count >= TIMES_WRONG || (steady && count > 1 && at - since > WRONG_FOR_MS);
  return {
    wrong: { ...check.wrong, [part]: { count, since } },
    obeys: disobeys ? false : check.obeys,
    acted: check.acted,
  };
}

/** Something else is wanted of the output from now on: it is not held against it that it did the old thing. */
export function toldAnew(check: Obedience): Obedience {
  return { ...UNSEEN, obeys: check.obeys };
}
