/** What a point of detection holds: whether it is so, or which of several. */
export type Found = boolean | string;

/** A finding behind its delays. `shown` is null until something was known for the first time. */
export type Delayed = {
  readonly shown: Found | null;
  readonly pending: { readonly value: Found; readonly since: number } | null;
  readonly unknownSince: number | null;
};

export const NOT_YET: Delayed = { shown: null, pending: null, unknownSince: null };

type Delays = { readonly onMs: number; readonly offMs: number; readonly bridgeMs: number };

/** What is unknown changes nothing that is shown; for longer than `bridgeMs` it what was on its way begins anew. */
export function delayed(
  before: Delayed,
  judged: Found | 'unknown',
  quiet: Found,
  now: number,
  { onMs, offMs, bridgeMs }: Delays,
): Delayed {
  if (judged === 'unknown') {
    return { ...before, unknownSince: before.unknownSince ?? now };
  }
  const shown = before.shown ?? quiet;
  if (judged === shown) return { shown, pending: null, unknownSince: null };
  const bridged = before.unknownSince === null || now - before.unknownSince <= bridgeMs;
  const pending =
    bridged && before.pending?.value === judged ? before.pending : { value: judged, since: now };
  const due = now - pending.since >= (judged === quiet ? offMs : onMs);
  return due ? { shown: judged, pending: null, unknownSince: null } : { shown, pending, unknownSince: null };
}
