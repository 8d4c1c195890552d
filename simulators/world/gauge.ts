import { z } from 'zod';
import type { Random } from '../random.ts';
import { wander } from './climate.ts';

const DAY_MS = 86_400_000;

/**
 * Anything slow that one gauge watches: a crack (mm), a settlement or a tank level (mm), the temperature of a pipe
 * (°C). A start value that follows the outdoor temperature, grows or shrinks by the day, and trembles.
 */
export const gaugeSchema = z.strictObject({
  start: z.number().default(0),
  perKelvin: z.number().default(0), // change per kelvin outdoors above 15 °C; cracks open in the cold: negative
  perDay: z.number().default(0),
  noise: z.number().min(0).default(0),
});

export type GaugePlan = z.infer<typeof gaugeSchema>;
export type Gauge = {
  readonly value: number;
  readonly grown: number;
  readonly noise: number;
  readonly plan: GaugePlan;
};

export function newGauge(plan: GaugePlan): Gauge {
  return { value: plan.start, grown: 0, noise: 0, plan };
}

export function stepGauge(gauge: Gauge, outdoorC: number, dtMs: number, random: Random): Gauge {
  const { plan } = gauge;
  const grown = gauge.grown + (plan.perDay * dtMs) / DAY_MS;
  const noise = wander(gauge.noise, plan.noise, 1000, dtMs, random);
  return { plan, grown, noise, value: plan.start + grown + plan.perKelvin * (outdoorC - 15) + noise };
}
