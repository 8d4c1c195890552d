import type { RegisterImage } from '../image.ts';
import type { ProfilePoint } from '../profile/schema.ts';
import { type DecodeContext, parameterOf } from './context.ts';
import { partsOfOne } from './number.ts';

/** A reversible straight line between the number in the registers and the scaled number. */
export type LinearScale = { apply(raw: number): number; undo(scaled: number): number };

/**
 * The scale of a point as it stands in the device now. Undefined when the decimals register is missing or holds more
 * than the profile allows.
 */
export function lineOf(point: ProfilePoint, image: RegisterImage): LinearScale | undefined {
  const step = partsOfOne(point);
  if ('decimalsRegister' in point.scale) {
    const decimals = image.get(point.table, point.scale.decimalsRegister);
    if (decimals === undefined || decimals > point.scale.max) return undefined;
    return straight(1, step * 10 ** decimals, 0);
  }
  const { factor, offset } = point.scale;
  // 3 × 0.1 is 0.30000000000000004 while 3 ÷ 10 is 0.3: divide where the factor is one part of a whole number
  const parts = Math.round(1 / factor);
  return parts !== 0 && 1 / parts === factor
    ? straight(1, step * parts, offset)
    : straight(factor, step, offset);
}

function straight(factor: number, divisor: number, offset: number): LinearScale {
  return {
    apply: (raw) => (raw * factor) / divisor + offset, // adding 0 also turns a float's −0 into 0
    undo: (scaled) => ((scaled - offset) * divisor) / factor,
  };
}

/** Names of the constants a point's transform needs from the site. The site check refuses a device that lacks one. */
export function requiredParameters(point: ProfilePoint): string[] {
  const transform = point.transform;
  if (transform === undefined) return [];
  if (transform.name === 'polynomial')
    return Array.from({ length: transform.degree + 1 }, (_, power) => `c${power}`);
  return transform.temperature === undefined ? ['K', 'f0'] : ['K', 'f0', 'C', 'T0'];
}

/** The constants by name, or undefined when the site lacks one. */
export function constantsOf(
  point: ProfilePoint,
  context: DecodeContext,
): Readonly<Record<string, number>> | undefined {
  const constants: Record<string, number> = {};
  for (const name of requiredParameters(point)) {
    const value = parameterOf(context, point.id, name);
    if (value === undefined) return undefined;
    constants[name] = value;
  }
  return constants;
}
