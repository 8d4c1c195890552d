import type { TransitionCause } from '../../../drivers/vocabulary.ts';
import type { Sounded } from './policy.ts';
import { acknowledgedNow, masked } from './signalling.ts';
import type { Annunciated } from './state.ts';

/** Causes that announce: an alarm that is acknowledged with one of these was acknowledged before it. */
const ANNOUNCES: readonly TransitionCause[] = [
  'raised',
  'escalated',
  're-alarmed',
  'unshelved',
  'unsuppressed',
  'put-in-service',
];

/**
 * What is known of an occurrence once it is seen as `alarm`. An acknowledgement speaks for the announcement it was
 * given for: one that follows sounds although the alarm still counts as acknowledged. Where it cannot be told which
 * was meant (a step was not seen, the memory is lost), the alarm sounds. One that was shelved or suppressed and is so
 * no longer sounds as if it were new.
 */
export function heardOf(alarm: Sounded, before: Annunciated | undefined): Annunciated {
  const acknowledged = acknowledgedNow(alarm);
  const { announcement, cause } = alarm;
  const justNow =
    acknowledged &&
    (cause === 'acknowledged' || (before?.wasAcknowledged !== true && !ANNOUNCES.includes(cause)));
  const hidden = masked(alarm);
  const known = before?.announcement === announcement && !hidden ? before : undefined;
  return {
    announcement,
    since: known?.since ?? null,
    acknowledged: justNow ? announcement : (before?.acknowledged ?? 0),
    wasAcknowledged: acknowledged,
    silenced: hidden ? null : (before?.silenced ?? null),
  };
}
