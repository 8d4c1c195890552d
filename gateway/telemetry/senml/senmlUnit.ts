// Of the IANA registry "SenML Units", primary units only: secondary ones ask for a newer version of the pack (RFC 9100).
const REGISTERED: ReadonlyMap<string, string> = new Map([
  ...[
    'm',
    'kg',
    's',
    'A',
    'K',
    'Hz',
    'N',
    'Pa',
    'J',
    'W',
    'V',
    'm2',
    'm3',
    'l',
    'm/s',
    'm/s2',
    'lx',
    'dB',
    '%',
  ].map((unit) => [unit, unit] as const),
  ['°C', 'Cel'],
  ['°', 'deg'],
  ['%RH', '%RH'],
  ['Ω', 'Ohm'],
  ['m²', 'm2'],
  ['m³', 'm3'],
  ['m/s²', 'm/s2'],
  ['L', 'l'],
]);

/** SenML's name of the same unit, so that values stay as they are; null where it has none. */
export function senmlUnit(unit: string): string | null {
  return REGISTERED.get(unit) ?? null;
}
