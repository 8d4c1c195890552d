import { type NamedIn, problemMaker } from '../../drivers/problems.ts';
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

/** What has to be given with a problem of a site. */
export type SiteNamed<K extends SiteProblem> = NamedIn<typeof SITE_PROBLEMS, K>;

/** Makes a problem of a site. */
export const siteProblem = problemMaker(SITE_PROBLEMS);
