import type { Installation } from '../../site/installation.ts';
import type { Rule } from '../../site/schema/siteSchema.ts';
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
import type { Watch } from './ruleWatch.ts';

/** The watch of a rule, whatever its kind. */
export function watchOf(rule: Rule, installation: Pick<Installation, 'devices' | 'points'>): Watch {
  switch (rule.kind) {
    case 'limit':
      return limitWatch(rule, installation);
    case 'rate':
      return rateWatch(rule, installation);
    case 'change':
      return changeWatch(rule, installation);
    case 'drop':
      return dropWatch(rule, installation);
    case 'state':
      return stateWatch(rule, installation);
    case 'count':
      return countWatch(rule, installation);
    case 'vote':
      return voteWatch(rule, installation);
    case 'loss-of-sensing':
      return lossOfSensingWatch(rule, installation);
    case 'overdue':
      return overdueWatch(rule, installation);
    case 'gateway':
      return gatewayWatch(rule, installation);
    case 'annunciator':
      return annunciatorWatch(rule, installation);
  }
}
