import type { Severity } from '../../../drivers/vocabulary.ts';

/**
 * Our severities as OPC UA counts urgency, 1 to 1000 (10000-5, 6.4.2; the bands of 10000-9, table for clients that show five):
 * red is high, orange medium high, yellow medium, blue low. Nothing stands: 1.
 */
export const UA_SEVERITY: Readonly<Record<Severity, number>> = {
  red: 900,
  orange: 700,
  yellow: 500,
  blue: 200,
};
export const NO_SEVERITY = 1;
