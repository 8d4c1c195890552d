import { hullOf, partsOf } from '../codec/layout.ts';
import { isBitTable } from '../image.ts';
import { profileProblem } from '../profile/profileProblems.ts';
import type { Profile, Span, Table } from '../profile/schema.ts';
import type { Problem, Result } from '../result.ts';
import type { BlockRead, PlannedPoint, ReadLimits } from './blockRead.ts';

/** The limits of a device: its own, and every mapped register as readable, whether or not the site reads it. */
export function readLimits(profile: Profile): ReadLimits {
  const { maxRegisters, maxBits } = profile.timing;
  return { maxRegisters, maxBits, readable: [...profile.readable, ...profile.points.flatMap(partsOf)] };
}

/**
 * Plans how the points of one device are read: every point in exactly one read, points of one class and period
 * together where one read is predicted to be no slower than two, never across a register the device may refuse, and a
 * value always in one reply with the registers that give it its meaning. Among all plans that keep address order the
 * one with the least predicted time is taken.
 *
 * @param costMs predicted time of one read on this line
 * @returns an error when a point needs more than one read may ask for, or its registers lie across a refused hole
 */
export function planReads(
  points: readonly PlannedPoint[],
  limits: ReadLimits,
  costMs: (table: Table, count: number) => number,
): Result<BlockRead[], Problem> {
  const wanted = points.map((planned) => ({ planned, span: hullOf(partsOf(planned.point)) }));
  const ground = new Ground(limits, points);
  for (const { planned, span } of wanted) {
    const problem = ground.problemOf(planned.point.id, span);
    if (problem !== undefined) return { ok: false, error: problem };
  }
  const groups = Map.groupBy(
    wanted,
    ({ planned, span }) => `${planned.class} ${planned.periodMs} ${span.table}`,
  );
  return { ok: true, value: [...groups.values()].flatMap((group) => planGroup(group, ground, costMs)) };
}

type Wanted = { readonly planned: PlannedPoint; readonly span: Span };
type Run = { readonly start: number; readonly end: number; readonly span: Span };
/** `last` is the last run of the plan; the plan before it is that of the first `last.start` points. */
type Plan = { readonly cost: number; readonly last: Run | undefined };

/** Least total cost over all ways to cut the address-ordered points into runs; `best[n]` is the plan of the first n. */
function planGroup(
  group: readonly Wanted[],
  ground: Ground,
  costMs: (table: Table, count: number) => number,
): BlockRead[] {
  const ordered = group.toSorted((a, b) => a.span.address - b.span.address || a.span.count - b.span.count);
  const best: Plan[] = [{ cost: 0, last: undefined }];
  for (let end = 1; end <= ordered.length; end++) {
    let choice: Plan | undefined;
    let span: Span | undefined;
    for (let start = end - 1; start >= 0; start--) {
      const [first, before] = [ordered[start], best[start]];
      if (first === undefined || before === undefined) break;
      const wider: Span = span === undefined ? first.span : hullOf([first.span, span]);
      if (span !== undefined && !ground.allows(wider)) break; // longer runs only grow
      span = wider;
      const cost = before.cost + costMs(span.table, span.count);
      if (choice === undefined || cost <= choice.cost) choice = { cost, last: { start, end, span } };
    }
    if (choice !== undefined) best.push(choice);
  }
  const reads: BlockRead[] = [];
  let last = best.at(-1)?.last;
  while (last !== undefined) {
    reads.push(blockOf(ordered.slice(last.start, last.end), last.span));
    last = best[last.start]?.last;
  }
  return reads.toReversed();
}

function blockOf(run: readonly Wanted[], span: Span): BlockRead {
  const first = run[0]?.planned;
  return {
    ...span,
    points: run.map(({ planned }) => planned.point),
    class: first?.class ?? 'trend',
    periodMs: first?.periodMs ?? 0,
  };
}

/** Where one read may go. */
class Ground {
  readonly #limits: ReadLimits;
  readonly #open: readonly Span[];

  constructor(limits: ReadLimits, points: readonly PlannedPoint[]) {
    this.#limits = limits;
    this.#open = joined([...limits.readable, ...points.flatMap(({ point }) => partsOf(point))]);
  }

  allows(span: Span): boolean {
    return span.count <= this.#most(span.table) && this.#unbroken(span);
  }

  problemOf(id: string, span: Span): Problem | undefined {
    const most = this.#most(span.table);
    const { table, address: first, count } = span;
    if (count > most) return profileProblem('point-too-wide', { point: id, count, most });
    const named = { point: id, table, first, last: first + count - 1 };
    if (!this.#unbroken(span)) return profileProblem('refused-hole', named);
    return undefined;
  }

  #most(table: Table): number {
    return isBitTable(table) ? this.#limits.maxBits : this.#limits.maxRegisters;
  }

  #unbroken({ table, address, count }: Span): boolean {
    return this.#open.some(
      (open) =>
        open.table === table && open.address <= address && address + count <= open.address + open.count,
    );
  }
}

/** The same registers as spans that neither touch nor overlap. */
export function joined(spans: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.address - b.address)) {
    const index = apart.findIndex(
      ({ table, address, count }) => table === span.table && span.address <= address + count,
    );
    const touched = apart[index];
    if (touched === undefined) apart.push(span);
    else apart[index] = hullOf([touched, span]);
  }
  return apart;
}
