import type { Analysis, Judgement, Moment } from '../analysis.ts';
import { fails } from '../facts.ts';

/** Which way it went last. */
type Memory = { readonly way: 'up' | 'down' | null };

/**
 * Beyond the last landing, told from its height where that is known. Else a car at the extreme floor that went outward
 * and stands outside the door zone: that may also be one that stopped short of the landing.
 */
export const overtravel: Analysis<'overtravel', Memory> = {
  name: 'overtravel',
  quiet: 'no',
  start: { way: null },
  judge({ way: before }, moment) {
    const { direction, faults } = moment.facts;
    const way = direction === 'up' || direction === 'down' ? direction : before;
    const memory = { way };
    if (faults.includes('overtravelTop')) return { memory, judgement: 'top' };
    if (faults.includes('overtravelBottom')) return { memory, judgement: 'bottom' };
    return { memory, judgement: byHeight(moment) ?? byFloor(way, moment) };
  },
};

function byHeight({ facts, plan: { topMm }, limits }: Moment<'overtravel'>): Judgement | null {
  const { positionMm } = facts;
  if (topMm === null || positionMm === null) return null;
  if (positionMm > topMm + limits.beyondMm.value) return 'top';
  return positionMm < -limits.beyondMm.value ? 'bottom' : 'no';
}

function byFloor(way: Memory['way'], { facts, plan: { topFloor } }: Moment<'overtravel'>): Judgement {
  const { inZone, floor } = facts;
  if (inZone === 'untold' || topFloor === null) return 'untold';
  if (inZone === 'unknown' || floor === null) return 'unknown';
  if (!fails(inZone)) return 'no';
  if (way === 'up' && floor >= topFloor) return 'top';
  return way === 'down' && floor <= 1 ? 'bottom' : 'no';
}
