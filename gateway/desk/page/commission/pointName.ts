import { deviceOf, pointOf } from '../state/plan.ts';
import { named } from '../state/speech.ts';

/** A point as people call it: its device, and what of it. */
export function nameOfPoint(point: string): string {
  const device = deviceOf(point.slice(0, point.indexOf('/')));
  const known = pointOf(point);
  if (device === undefined || known === undefined) return point;
  return `${named(device.name)} · ${named(known.name)}`;
}
