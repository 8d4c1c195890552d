import { z } from 'zod';
import { problemText } from '../../drivers/problems.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { speaker } from '../text/catalogue.ts';
import { DOCTOR_PROBLEMS, type DoctorKey, doctorProblem } from '../text/problems/doctorProblems.ts';
import { SYSTEM_MESSAGES } from '../text/systemMessages.ts';

const MOST = 60;
const named = z.union([
  z.string().max(300),
  z.number(),
  z.strictObject({ en: z.string().max(300), zh: z.string().max(300) }),
]);

/** What `lifeline doctor` found on the box, by the keys of its catalogue; an empty list: nothing. */
export const examinedRequest = z.strictObject({
  id: z.int(),
  verb: z.literal('examined'),
  findings: z
    .array(
      z.strictObject({
        key: z.string().max(60),
        named: z.record(z.string().max(40), named),
        where: z.string().max(300).optional(),
      }),
    )
    .max(MOST),
});

type ExaminedFindings = z.infer<typeof examinedRequest>['findings'];

/**
 * What the doctor found last, for the screens of the building and, as counts, upstream. It lights no lamp: whoever looks after the
 * box has to come, not whoever is in the building.
 */
export class BoxFindings {
  readonly #changed: (keys: readonly string[]) => void;
  #standing: readonly Problem[] = [];
  #told = '';

  /**
   * `changed` is given the keys of what stands, whenever that is something else than before. `fellBack`: what guard was started
   * with, known before the doctor has looked.
   */
  constructor(changed: (keys: readonly string[]) => void, fellBack: string | null = null) {
    this.#changed = changed;
    if (fellBack !== null) this.#standing = [doctorProblem('doctor.fell-back', { why: fellBack })];
  }

  /** Takes a whole list. A finding that this program has no words for is refused, and the list with it. */
  take(findings: ExaminedFindings): Result<null, Problem> {
    const problems = findings.map(problemOf);
    const unknown = problems.indexOf(null);
    if (unknown >= 0)
      return err({
        code: 'control.no-such-finding',
        what: `${findings[unknown]?.key} is no finding of the doctor`,
      });
    this.#standing = problems.filter((problem) => problem !== null);
    const keys = findings.map(({ key }) => key);
    const told = findings.map(({ key, where = '' }) => `${key} ${where}`).join('\n');
    if (told !== this.#told) this.#changed(keys);
    this.#told = told;
    return ok(null);
  }

  /** What stands, as it is shown. */
  get standing(): readonly Problem[] {
    return this.#standing;
  }
}

function problemOf({ key, named: given, where }: ExaminedFindings[number]): Problem | null {
  if (!Object.hasOwn(DOCTOR_PROBLEMS, key)) return null;
  const said = problemText(DOCTOR_PROBLEMS[key as DoctorKey], given, 'en');
  return said === undefined
    ? null
    : { code: key, ...said, said: { key, named: given }, ...(where === undefined ? {} : { where }) };
}

/** One line for the journal: how many, and of which kinds. */
export function findingsText(keys: readonly string[]): string {
  const say = speaker(SYSTEM_MESSAGES, 'en');
  if (keys.length === 0) return say('doctor.findings/none');
  const kinds = [...new Set(keys)].map((key) => {
    const count = keys.filter((one) => one === key).length;
    return count === 1 ? key : `${key} ×${count}`;
  });
  return say('doctor.findings', { count: keys.length, kinds: kinds.join(', ') });
}
