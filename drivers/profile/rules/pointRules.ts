import { isBitPoint, widthOf } from '../../codec/layout.ts';
import { countsWhole, limitsOf, partsOfOne } from '../../codec/number.ts';
import { qualityClass } from '../../quality.ts';
import type { Problem } from '../../result.ts';
import { profileProblem } from '../profileProblems.ts';
import type { ProfilePoint } from '../schema.ts';
import type { ProfileFinding } from './finding.ts';

type PointFinding = Omit<ProfileFinding, 'path'> & { readonly key: string };

/** What must hold within one point. */
export function checkPoint(point: ProfilePoint, index: number): ProfileFinding[] {
  return [...shape(point), ...sentinels(point), ...limits(point), ...precision(point)].map(
    ({ key, ...finding }) => ({ ...finding, path: ['points', index, key] }),
  );
}

/** A point that measures a quantity, as against one that shows a state, a bit or a text. */
export function isMeasured(point: ProfilePoint): boolean {
  const symbolic = point.states !== undefined || point.bits !== undefined;
  return point.type !== 'bool' && point.type !== 'string' && !symbolic;
}

function error(key: string, problem: Problem): PointFinding {
  return { level: 'error', key, problem };
}

function* shape(point: ProfilePoint): Generator<PointFinding> {
  const { id, type, table } = point;
  if (isBitPoint(point) && type !== 'bool')
    yield error('type', profileProblem('type/bit-table', { point: id, type, table }));
  if (!isBitPoint(point) && type === 'bool' && point.bit === undefined)
    yield error('type', profileProblem('bit/none', { point: id }));
  if (point.bit !== undefined && (type !== 'bool' || isBitPoint(point)))
    yield error('bit', profileProblem('bit/stray', { point: id }));
  if (point.field !== undefined && (type !== 'u16' || isBitPoint(point)))
    yield error('field', profileProblem('field', { point: id, type }));
  if (type === 'string' ? point.length === undefined : point.length !== undefined && type !== 'bcd')
    yield error('length', profileProblem('length', { point: id }));
  if (type === 'bcd' && (point.length ?? 1) > 3)
    yield error('length', profileProblem('length/bcd', { point: id }));
  if (point.hundredths !== undefined && type !== 'u8.8')
    yield error('hundredths', profileProblem('hundredths', { point: id, type }));
  if (point.address + widthOf(point) > 0x1_0000)
    yield error('address', profileProblem('address', { point: id }));
  if (point.states !== undefined && !['u16', 's16', 'u32', 's32'].includes(type))
    yield error('type', profileProblem('labels', { point: id, type }));
  if (point.bits !== undefined && type !== 'u16')
    yield error('type', profileProblem('labels/bits', { point: id, type }));
  if (point.writable && table !== 'coil' && table !== 'holding')
    yield error('writable', profileProblem('writable', { point: id, table }));
}

function* sentinels(point: ProfilePoint): Generator<PointFinding> {
  for (const { raw, quality } of point.sentinels) {
    if (countsWhole(point)) {
      const [low, high] = limitsOf(point);
      // a negative number may be spelled without its sign, as the registers show it, and so may bits that are no number
      const bits = point.field === undefined ? 2 ** (16 * widthOf(point)) - 1 : 0;
      if (!Number.isInteger(raw) || raw < low || raw > Math.max(high, bits))
        yield error('sentinels', profileProblem('sentinel', { point: point.id, raw, type: point.type }));
    }
    if (qualityClass(quality) !== 'bad')
      yield error('sentinels', profileProblem('sentinel/quality', { point: point.id, raw, quality }));
  }
}

function* limits({ id, range, failure }: ProfilePoint): Generator<PointFinding> {
  for (const [key, pair] of [
    ['range', range],
    ['failure', failure],
  ] as const)
    if (pair !== undefined && !(pair[0] < pair[1]))
      yield error(key, profileProblem('range', { point: id, key }));
  if (range && failure && (failure[0] > range[0] || failure[1] < range[1]))
    yield error('failure', profileProblem('range/failure', { point: id }));
}

function* precision(point: ProfilePoint): Generator<PointFinding> {
  if (!isMeasured(point)) return;
  const { id, scale, transform, decimals, class: kind } = point;
  const counted =
    countsWhole(point) && 'factor' in scale && transform === undefined
      ? Math.abs(scale.factor) / partsOfOne(point)
      : undefined;
  const finest = point.resolution ?? counted;
  // half a step is lost at most when the last decimal is no coarser than the device's step
  if (finest !== undefined && 10 ** -decimals > finest * 1.001) {
    const keep = Math.ceil(-Math.log10(finest) - 0.001);
    yield {
      level: 'warning',
      key: 'decimals',
      problem: profileProblem('decimals', { point: id, finest, decimals, keep }),
    };
  }
  if (kind === 'safety' && point.accuracy === undefined)
    yield { level: 'warning', key: 'id', problem: profileProblem('accuracy', { point: id }) };
}
