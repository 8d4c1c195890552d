import type { Problem } from '../core/result.ts';
import { filled, type NamesIn, type Trouble } from './catalogue.ts';
import { allSpelled, type Naming } from './named.ts';
import { ANNUNCIATOR_PROBLEMS } from './problems/annunciatorProblems.ts';
import { DEVICE_PROBLEMS } from './problems/deviceProblems.ts';
import { LIFT_PROBLEMS } from './problems/liftProblems.ts';
import { LINE_PROBLEMS } from './problems/lineProblems.ts';
import { PACK_PROBLEMS } from './problems/packProblems.ts';
import { RULE_PROBLEMS } from './problems/ruleProblems.ts';
import { SHAPE_PROBLEMS } from './problems/shapeProblems.ts';
import { UPLINK_PROBLEMS } from './problems/uplinkProblems.ts';
import { UPLINK_TROUBLE_PROBLEMS } from './problems/uplinkTroubleProblems.ts';

/** Everything that can be wrong with a site: by code, and where a code has several sentences by code, `/` and a variant. */
export const SITE_PROBLEMS = {
  ...SHAPE_PROBLEMS,
  ...DEVICE_PROBLEMS,
  ...LINE_PROBLEMS,
  ...RULE_PROBLEMS,
  ...PACK_PROBLEMS,
  ...ANNUNCIATOR_PROBLEMS,
  ...LIFT_PROBLEMS,
  ...UPLINK_PROBLEMS,
  ...UPLINK_TROUBLE_PROBLEMS,
};
export type SiteProblem = keyof typeof SITE_PROBLEMS;

/** What has to be given with a problem: nothing, or all that its sentences name. */
export type NamedIn<K extends SiteProblem> = Naming<
  NamesIn<(typeof SITE_PROBLEMS)[K]['what']['en'] | (typeof SITE_PROBLEMS)[K]['hint']['en']>
>;

/** A problem of a site in English, with all that is needed to say it in another language. */
export function siteProblem<K extends SiteProblem>(key: K, ...given: NamedIn<K>): Problem & { hint: string } {
  const { what, hint }: Trouble = SITE_PROBLEMS[key];
  const named = given[0] ?? {};
  const english = allSpelled(named, 'en');
  const [code = key] = key.split('/');
  return { code, what: filled(what.en, english), hint: filled(hint.en, english), said: { key, named } };
}
