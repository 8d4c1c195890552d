import type { Installation } from '../../site/installation.ts';
import type { Rule } from '../../site/rules/ruleKinds.ts';
import { annunciatorWatch } from './kinds/annunciator.ts';
import { changeWatch } from './kinds/change.ts';
import { countWatch } from './kinds/count.ts';
import { dropWatch } from './kinds/drop.ts';
import { gatewayWatch } from './kinds/gateway.ts';
import { limitWatch } from './kinds/limit.ts';
import { lossOfSensingWatch } from './kinds/lossOfSensing.ts';
import { overdueWatch } from './kinds/overdue.ts';
import { rateWatch } from './kinds/rate.ts';
import { stateWatch } from './kinds/state.ts';
import { voteWatch } from './kinds/vote.ts';
import type { MakeWatch, Watch } from './ruleWatch.ts';

/** How rules of each kind are judged. A kind of `site/rules/` that has no watch here does not compile. */
const WATCHES: { readonly [K in Rule['kind']]: MakeWatch<K> } = {
  limit: limitWatch,
  rate: rateWatch,
  change: changeWatch,
  drop: dropWatch,
  state: stateWatch,
  count: countWatch,
  vote: voteWatch,
  'loss-of-sensing': lossOfSensingWatch,
  overdue: overdueWatch,
  annunciator: annunciatorWatch,
  gateway: gatewayWatch,
};

/** The watch of a rule, whatever its kind. */
export function watchOf(rule: Rule, installation: Pick<Installation, 'devices' | 'points'>): Watch {
  const make = WATCHES[rule.kind] as MakeWatch<Rule['kind']>;
  return make(rule, installation);
}
