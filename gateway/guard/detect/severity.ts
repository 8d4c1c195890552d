import type { Severity } from '../../site/schema/siteSchema.ts';

const RANKS: Readonly<Record<Severity, number>> = { blue: 1, yellow: 2, orange: 3, red: 4 };

/** Rising: blue 1 to red 4. For comparing only; a bare number never leaves this folder. */
export function rankOf(severity: Severity): number {
  return RANKS[severity];
}
