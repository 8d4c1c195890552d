import type { TransitionCause } from '../../../drivers/vocabulary.ts';
import type { Transition } from '../../../gateway/control/alarm.ts';
import type { TransitionEffect } from '../../../gateway/guard/detect/types.ts';

const BOOT = 'b007b007b007b007';

/** A step of the alarm `occurrence` at `mono`, as the detector gives it; what matters to evidence can be said. */
export function step(
  occurrence: string,
  cause: TransitionCause,
  mono: number,
  more: Partial<Transition> = {},
): TransitionEffect {
  const at = { boot: BOOT, mono };
  const transition: Transition = {
    rule: occurrence.split('#')[0] ?? '',
    occurrence,
    cause,
    from: 'normal',
    to: 'unacknowledged-active',
    condition: 'unacknowledged-active',
    severity: 'orange',
    point: 'gas-1/concentration',
    device: 'gas-1',
    value: 30,
    limit: 25,
    unit: '%LEL',
    quality: 'good',
    onset: at,
    declared: at,
    actor: null,
    reason: null,
    until: null,
    announcement: 1,
    group: null,
    ...more,
  };
  return { kind: 'transition', transition, at, token: `${occurrence}.${mono}` };
}
