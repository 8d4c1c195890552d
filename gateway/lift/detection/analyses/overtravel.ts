import type { Analysis, Judgement, Moment } from '../analysis.ts';
import { holds } from '../facts.ts';

/** Which way it went last. */
type LastWay = { readonly way: 'up' | 'down' | null };

/**
 * Beyond the last landing. A car in its zone is at the landing, whatever else is told. Else two sensors must agree: the
 * height, where it is known, and a zone that was left; or two that tell the zone, at the extreme floor, after a run outward.
 */
export const overtravel: Analysis<'overtravel', LastWay> = {
  name: 'overtravel',
  quiet: 'no',
  start: { way: null },
  judge({ way: before }, moment) {
    const { direction, faults, inZone } = moment.facts;
    const way = direction === 'up' || direction === 'down' ? direction : before;
    const memory = { way };
    if (holds(inZone)) return { memory, judgement: 'no' };
    if (faults.includes('overtravelTop')) return { memory, judgement: 'top' };
    if (faults.includes('overtravelBottom')) return { memory, judgement: 'bottom' };
    return { memory, judgement: byHeight(moment) ?? byFloor(way, moment) };
  },
};

function byHeight({ facts, plan: { topMm }, limits }: Moment<'overtravel'>): Judgement | null {
  const { positionMm, zoneLost } = facts;
  if (topMm === null || positionMm === null) return null;
  if (zoneLost === 0) return 'no';
  if (positionMm > topMm + limits.beyondMm.value) return 'top';
  return positionMm < -limits.beyondMm.value ? 'bottom' : 'no';
}

function byFloor(way: LastWay['way'], { facts, plan: { topFloor } }: Moment<'overtravel'>): Judgement {
  const { inZone, floor, zoneLost } = facts;
  if (inZone === 'untold' || topFloor === null) return 'untold';
  if (inZone === 'unknown' || floor === null) return 'unknown';
  if (zoneLost < 2) return 'no';
  if (way === 'up' && floor >= topFloor) return 'top';
  return way === 'down' && floor <= 1 ? 'bottom' : 'no';
}
