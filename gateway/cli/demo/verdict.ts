import type { GatewayTotals } from '../../listen/listener.ts';

/** The simulator's own count: by device and point, how often it answered cleanly and the largest value it showed. */
export type BuildingTally = {
  readonly devices: Readonly<
    Record<
      string,
      { readonly points: Readonly<Record<string, { readonly answers: number; readonly max: number | null }>> }
    >
  >;
};

/** What the building says it answered, held against what the platform has. */
export type Verdict = {
  readonly samples: number;
  readonly received: number;
  readonly missing: number;
  readonly duplicated: number;
  readonly conflicts: number;
  readonly tombstones: number;
  /** Points whose largest answered value is not the largest the platform saw. */
  readonly lostPeaks: readonly string[];
  readonly complete: boolean;
};

/**
 * Compares by point. `steps` names the quantities of the site and the step each is rounded to on the wire; states are told
 * on change, so their samples are not counted one by one.
 */
export function judge(
  tally: BuildingTally,
  totals: GatewayTotals,
  steps: ReadonlyMap<string, number>,
): Verdict {
  let samples = 0;
  let received = 0;
  let missing = 0;
  const lostPeaks: string[] = [];
  for (const [device, { points: answered }] of Object.entries(tally.devices))
    for (const [id, { answers, max }] of Object.entries(answered)) {
      const point = `${device}/${id}`;
      const step = steps.get(point);
      if (step === undefined) continue;
      const channel = totals.channels.get(point);
      samples += answers;
      received += channel?.samples ?? 0;
      missing += Math.abs(answers - (channel?.samples ?? 0));
      if (max !== null && !same(channel?.max ?? null, max, step)) lostPeaks.push(point);
    }
  return {
    samples,
    received,
    missing: missing + totals.missing + totals.outstanding,
    duplicated: totals.duplicates,
    conflicts: totals.conflicts,
    tombstones: totals.tombstoned,
    lostPeaks,
    complete: missing === 0 && totals.complete && lostPeaks.length === 0,
  };
}

/** One line, the last of the story. */
export function verdictLine(verdict: Verdict): string {
  const { samples, received, missing, duplicated, tombstones, lostPeaks, complete } = verdict;
  const peaks = lostPeaks.length === 0 ? 'every peak arrived' : `peaks lost: ${lostPeaks.join(', ')}`;
  return `verdict: ${complete ? 'complete' : 'NOT COMPLETE'} — ${samples} samples taken, ${received} received, ${missing} missing, ${duplicated} duplicated, ${tombstones} in tombstones; ${peaks}`;
}

// What travels is rounded to the channel's step; the simulator's value is what its registers said.
function same(a: number | null, b: number, step: number): boolean {
  return a !== null && Math.abs(a - b) <= step * 0.500001;
}
