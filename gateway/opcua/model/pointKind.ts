import type { ProfilePoint } from '../../../drivers/profile/schema.ts';

/** How a point is shown: a quantity with a unit and a range, two or more named states, a plain number or a text. */
export type PointKind = 'quantity' | 'two-state' | 'multi-state' | 'number' | 'text';

export function pointKind(point: ProfilePoint): PointKind {
  if (point.type === 'string') return 'text';
  if (point.type === 'bool') return 'two-state';
  if (point.states !== undefined) return 'multi-state';
  return point.unit !== undefined && point.unit !== '1' ? 'quantity' : 'number';
}
