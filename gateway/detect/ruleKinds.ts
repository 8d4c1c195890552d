import type { Installation } from '../site/installation.ts';
import type { Rule } from '../site/schema.ts';
import { limitWatch } from './kinds/limit.ts';
import { lossOfSensingWatch } from './kinds/lossOfSensing.ts';
import { stateWatch } from './kinds/state.ts';
import type { Watch } from './watch.ts';

/** The watch of a rule, whatever its kind. */
export function watchOf(rule: Rule, installation: Pick<Installation, 'devices' | 'points'>): Watch {
  switch (rule.kind) {
    case 'limit':
      return limitWatch(rule, installation);
    case 'state':
      return stateWatch(rule, installation);
    case 'loss-of-sensing':
      return lossOfSensingWatch(rule, installation);
  }
}
