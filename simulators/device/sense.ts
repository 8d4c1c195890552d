import { z } from 'zod';
import type { ProfilePoint } from '../../drivers/profile/schema.ts';
import type { PointValue } from '../../drivers/reading.ts';
import type { Quantity } from '../world/quantity.ts';

/**
 * Where a point gets its value: a constant, a path of the world, or a path with arithmetic. `factor` and `offset` turn
 * the world's unit into the point's; `steps` counts how many of the given limits are reached (a detector's own alarm
 * level); `null` is a sensor that has failed.
 */
export const senseSchema = z.union([
  z.number(),
  z.boolean(),
  z.null(),
  z.string(), // a path, or for a text point the text
  z.strictObject({
    path: z.string(),
    factor: z.number().default(1),
    offset: z.number().default(0),
    steps: z.array(z.number()).optional(),
  }),
]);

export type Sense = z.infer<typeof senseSchema>;

/** The world's path that a sense follows, or undefined for a constant. */
export function pathOf(point: ProfilePoint, sense: Sense | undefined): string | undefined {
  if (typeof sense === 'string') return point.type === 'string' ? undefined : sense;
  return typeof sense === 'object' ? sense?.path : undefined;
}

/** What the point shows when the world at its path is felt as `felt`. A point nobody connected shows its idle value. */
export function sensed(
  point: ProfilePoint,
  sense: Sense | undefined,
  felt: Quantity | undefined,
): PointValue {
  if (sense === undefined) return idle(point);
  if (pathOf(point, sense) === undefined) return typeof sense === 'object' ? null : sense;
  if (felt === undefined) return null;
  if (point.type === 'bool') return Boolean(felt);
  const { factor, offset, steps } =
    typeof sense === 'object' && sense !== null ? sense : { factor: 1, offset: 0, steps: undefined };
  const value = Number(felt) * factor + offset;
  return steps === undefined ? value : steps.filter((limit) => value >= limit).length;
}

function idle(point: ProfilePoint): PointValue {
  if (point.type === 'bool') return false;
  if (point.type === 'string') return '';
  const [low, high] = point.range ?? [0, 0];
  return Math.min(high, Math.max(low, 0));
}
