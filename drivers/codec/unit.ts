import type { ProfilePoint } from '../profile/schema.ts';

/** Every unit a point may speak, in the order of the profile; empty for a quantity without one. */
export function unitsOf(point: ProfilePoint): string[] {
  if (point.unit === undefined) return [];
  if (typeof point.unit === 'string') return [point.unit];
  return [...new Set(Object.values(point.unit.codes).flat())];
}

/** The unit assumed until commissioning confirms one: the only one, or the first of the map; '' where there is none. */
export function defaultUnit(point: ProfilePoint): string {
  return unitsOf(point)[0] ?? '';
}

/** Whether a code read from the unit register means `unit`. A code with several meanings may mean each of them. */
export function codeMeans(point: ProfilePoint, code: number, unit: string): boolean {
  if (typeof point.unit !== 'object') return true;
  const meaning = point.unit.codes[String(code)];
  return meaning === unit || (Array.isArray(meaning) && meaning.includes(unit));
}

/** The code a device shows for `unit`, or undefined when its map has none. */
export function codeFor(point: ProfilePoint, unit: string): number | undefined {
  if (typeof point.unit !== 'object') return undefined;
  const code = Object.keys(point.unit.codes).find((key) => codeMeans(point, Number(key), unit));
  return code === undefined ? undefined : Number(code);
}
