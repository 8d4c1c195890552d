/** How many of the first unit of its family one unit is. */
const FAMILIES: readonly Readonly<Record<string, number>>[] = [
  { Pa: 1, hPa: 100, mbar: 100, kPa: 1e3, bar: 1e5, MPa: 1e6, 'kgf/cm²': 98_066.5, psi: 6894.757_293_168 },
  { mm: 1, cm: 10, m: 1000 },
];

/**
 * What a number in one unit is in another of the same quantity, or null where they have nothing to do with each other.
 * Rounded to twelve digits: 0.2 MPa is 2 bar and not 2.0000000000000004.
 */
export function inUnit(value: number, from: string, to: string): number | null {
  if (from === to) return value;
  for (const family of FAMILIES) {
    const { [from]: one, [to]: other } = family;
    if (one !== undefined && other !== undefined) return Number(((value * one) / other).toPrecision(12));
  }
  return null;
}
