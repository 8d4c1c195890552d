import type { ProfilePoint, Transform } from '../profile/schema.ts';
import type { DecodeContext } from './context.ts';

type Constants = Readonly<Record<string, number>>;

/** Scaled number → value. `temperature` matters to a compensated vibrating wire alone. */
export function transformed(
  transform: Transform,
  x: number,
  constants: Constants,
  temperature: number,
): number {
  if (transform.name === 'polynomial') return polynomial(transform.degree, x, constants);
  const { K = 0, f0 = 0 } = constants;
  return K * (x * x - f0 * f0) + drift(constants, temperature);
}

/** Value → scaled number within [low, high]; NaN where no such number gives the value. A polynomial must rise or fall throughout. */
export function untransformed(
  transform: Transform,
  value: number,
  constants: Constants,
  temperature: number,
  [low, high]: readonly [number, number],
): number {
  if (transform.name === 'vibrating-wire') {
    const { K = 0, f0 = 0 } = constants;
    const warm = drift(constants, temperature);
    const square = (value - warm) / K + f0 * f0;
    // a wire that does not swing may come out a rounding error below zero
    const noise = 1e-9 * (f0 * f0 + Math.abs(warm / K));
    return Math.sqrt(Math.abs(square) <= noise ? 0 : square);
  }
  const rises = polynomial(transform.degree, high, constants) > polynomial(transform.degree, low, constants);
  let [from, to] = [low, high];
  // halving the widest 32-bit span below the spacing of doubles takes fewer than 100 steps
  for (let step = 0; step < 100; step++) {
    const middle = (from + to) / 2;
    if (polynomial(transform.degree, middle, constants) < value === rises) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

function drift({ C = 0, T0 = 0 }: Constants, temperature: number): number {
  return C === 0 ? 0 : C * (temperature - T0);
}

function polynomial(degree: number, x: number, constants: Constants): number {
  let value = 0;
  for (let power = degree; power >= 0; power--) value = value * x + (constants[`c${power}`] ?? 0);
  return value;
}

/** The point of the same device whose temperature compensates this one, if any. */
export function temperatureId(point: ProfilePoint): string | undefined {
  return point.transform?.name === 'vibrating-wire' ? point.transform.temperature : undefined;
}

/** The compensating temperature: 0 where none is needed, undefined while it is unknown. */
export function temperatureFor(point: ProfilePoint, context: DecodeContext): number | undefined {
  const id = temperatureId(point);
  if (id === undefined) return 0;
  const value = context.values?.[id];
  return typeof value === 'number' ? value : undefined;
}
