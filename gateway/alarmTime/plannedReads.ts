import type { BlockRead, PlannedPoint, ReadLimits } from '../../drivers/plan/blockRead.ts';
import { planReads } from '../../drivers/plan/planReads.ts';
import type { Table } from '../../drivers/profile/schema.ts';
import type { Problem } from '../core/result.ts';
import type { Device } from '../site/installation.ts';

/** The reads of one device, and the points that no read can serve, each with the reason. */
export type PlannedReads = {
  readonly reads: readonly BlockRead[];
  readonly impossible: readonly { readonly pointId: string; readonly problem: Problem }[];
};

/** What the site wants read of a device. */
export function wantedPoints({ points }: Device): PlannedPoint[] {
  return points.map((point) => ({
    point: point.profile,
    periodMs: point.periodMs,
    class: point.class,
  }));
}

/** Plans the reads of one device: what is polled, and what `lifeline check` reckons with. */
export function plannedReads(
  wanted: readonly PlannedPoint[],
  limits: ReadLimits,
  costMs: (table: Table, count: number) => number,
): PlannedReads {
  const together = planReads(wanted, limits, costMs);
  if (together.ok) return { reads: together.value, impossible: [] };
  // one point that cannot be read must not cost the others their place
  const alone = wanted.map((planned) => ({ planned, plan: planReads([planned], limits, costMs) }));
  const possible = alone.filter(({ plan }) => plan.ok).map(({ planned }) => planned);
  const impossible = alone.flatMap(({ planned, plan }) =>
    plan.ok ? [] : [{ pointId: planned.point.id, problem: plan.error }],
  );
  if (possible.length === wanted.length)
    return { reads: alone.flatMap(({ plan }) => (plan.ok ? plan.value : [])), impossible: [] };
  return { reads: plannedReads(possible, limits, costMs).reads, impossible };
}
