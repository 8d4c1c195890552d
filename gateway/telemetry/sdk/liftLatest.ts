import type { LiftHappening } from '../wire/liftHappening.ts';
import { liftHappening } from '../wire/liftKinds.ts';
import type { LiftEvent, WireText } from '../wire/model.ts';
import type { Dating } from './dating.ts';
import { type HistoryPlace, isLater } from './latest.ts';

type HappeningOf<W extends LiftHappening['what']> = {
  readonly told: Extract<LiftHappening, { what: W }>;
  readonly stamp: HistoryPlace;
};

/** The newest of each kind that a lift has told: its last trip, its mode, where its entrapment stands, its last day. */
export type LiftLatest = {
  readonly name: WireText;
  readonly last: { readonly [W in LiftHappening['what']]?: HappeningOf<W> };
};

/** The lift with one more event, if that is news; else undefined. */
export function withLiftEvent(
  before: LiftLatest | undefined,
  event: LiftEvent,
  stamp: HistoryPlace,
  dating: Dating,
): LiftLatest | undefined {
  const told = liftHappening(event);
  if (told === null) return undefined;
  const known = before?.last[told.what];
  if (known !== undefined && !isLater(stamp, known.stamp, dating)) return undefined;
  return { name: event.liftName, last: { ...before?.last, [told.what]: { told, stamp } } };
}
