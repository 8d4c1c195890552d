import type { Entrapment, Power } from '../../../drivers/lift/safety.ts';
import type { Instant } from '../../../drivers/reading.ts';
import type { ModeState } from '../modes.ts';
import { gapMs } from '../watch.ts';
import type { HealthEffect } from './tally.ts';

/** Longer without a look at the mode, and the time is one that was not watched. As `modes.ts` has it. */
const BLIND_MS = 10_000;

/** What is known of a lift at two moments. */
type Known = {
  readonly modes: Pick<ModeState, 'mode' | 'seenAt'>;
  readonly supply: Power | null;
  readonly phase: Entrapment;
};

/**
 * What kept a lift from serving between two moments, whatever mode it shows: no mains, or somebody in it who cannot get
 * out. Without mains comes first: it is told apart, as no fault of the lift. None over a time that was not watched.
 */
export function hindrance(
  { modes, supply, phase }: Known,
  from: Instant | null,
  to: Instant,
): HealthEffect[] {
  const { mode, seenAt } = modes;
  if (from === null || seenAt === null || gapMs(seenAt, to) > BLIND_MS) return [];
  const ms = gapMs(from, to);
  if (!(ms > 0 && ms <= BLIND_MS)) return [];
  const noMains = supply !== null && supply !== 'mains' && supply !== 'unknown';
  const trapped = phase === 'confirmed' || phase === 'attended';
  if (!noMains && !trapped) return [];
  return [{ kind: 'hindered', by: noMains ? 'noMains' : 'trapped', mode, ms }];
}
