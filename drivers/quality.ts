/**
 * How far a value can be trusted. Eleven codes, the same for sensors and lifts; the number is what travels on
 * the wire. Classes follow NAMUR NE 107 and the three OPC UA severities (good, uncertain, bad).
 */
export const QUALITY_CODES = {
  good: 0,
  'warm-up': 1,
  'out-of-spec': 2,
  stale: 3,
  drift: 4,
  flatline: 5,
  'no-communication': 6,
  'sensor-failure': 7,
  'protocol-error': 8,
  'out-of-service': 9,
  substituted: 10,
} as const;

export type Quality = keyof typeof QUALITY_CODES;
export type QualityCode = (typeof QUALITY_CODES)[Quality];
export type QualityClass = 'good' | 'uncertain' | 'bad';

const NAMES = Object.keys(QUALITY_CODES) as Quality[];

/** The wire number of a quality. */
export function qualityCode(quality: Quality): QualityCode {
  return QUALITY_CODES[quality];
}

/** The quality a wire number stands for; an unknown number (a newer sender) reads as a protocol error. */
export function qualityFromCode(code: number): Quality {
  return NAMES[code] ?? 'protocol-error';
}

/** Good and substituted values may be acted on; uncertain ones may with care; bad ones carry no value. */
export function qualityClass(quality: Quality): QualityClass {
  switch (quality) {
    case 'good':
    case 'substituted':
      return 'good';
    case 'warm-up':
    case 'out-of-spec':
    case 'stale':
    case 'drift':
    case 'flatline':
      return 'uncertain';
    default:
      return 'bad';
  }
}
