import type { Label } from '../profile/schema.ts';

/** What a controller asks for by itself, where it does. */
export const INDICATOR = {
  brake: { en: 'brake', zh: '制动器' },
  rope: { en: 'ropes', zh: '曳引绳' },
  service: { en: 'service interval', zh: '保养周期' },
} as const satisfies Record<string, Label>;
export type Indicator = keyof typeof INDICATOR;

export const INDICATORS = Object.keys(INDICATOR) as readonly Indicator[];
