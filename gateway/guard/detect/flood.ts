import type { Device } from '../../site/installation.ts';

// Engineering value: what one cause brings down in one place comes within a minute.
const TOGETHER_MS = 60_000;

/** By place: the alarm that came first of those that belong together there, and when (mono) it was announced. */
export type Floods = Readonly<Record<string, { readonly first: string; readonly at: number }>>;

/**
 * An occurrence announced for the first time: `floods` from now on, and the occurrence that came first of those within a
 * minute in its place; null when that is this one.
 */
export function joined(
  floods: Floods,
  place: string,
  occurrence: string,
  at: number,
): { readonly floods: Floods; readonly first: string | null } {
  const flood = floods[place];
  if (flood !== undefined && at - flood.at <= TOGETHER_MS) return { floods, first: flood.first };
  return { floods: { ...floods, [place]: { first: occurrence, at } }, first: null };
}

/** Alarms belong together by zone; where there is none by place, else by line. Null for what is nowhere. */
export function placeOf(device: Device | undefined): string | null {
  if (device === undefined) return null;
  if (device.zone !== undefined) return `zone ${device.zone}`;
  if (device.place !== undefined) return `place ${JSON.stringify(device.place)}`;
  return `line ${device.lineId}`;
}
