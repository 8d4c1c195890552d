import type { Quality } from '../../drivers/quality.ts';
import type { Instant, PointValue } from '../../drivers/reading.ts';
import type { DeviceState, Severity } from '../../drivers/vocabulary.ts';
import type { Text } from '../core/result.ts';
import type { LocalName } from '../site/schema/schemaParts.ts';

/** Answer to `values`: everything that is read, as it is now. Instants are `mono` of their boot. */
export type ValueScreen = {
  readonly gateway: { readonly id: string; readonly name: LocalName; readonly timeZone: string };
  readonly boot: string;
  readonly now: number; // mono
  readonly utc: number | null; // civil time now, Unix ms; null while it would be a guess
  readonly devices: readonly ValueDevice[];
};

export type ValueDevice = {
  readonly device: string;
  readonly name: LocalName;
  readonly place: LocalName | null;
  readonly line: string;
  readonly state: DeviceState;
  readonly points: readonly ValuePoint[];
};

/** One point. `value` null with a bad quality: there is none; `at` null: it was never heard. */
export type ValuePoint = {
  readonly point: string; // `<device>/<point>`
  readonly name: Text;
  readonly value: PointValue;
  readonly valueName: Text | null; // where the value is one of named states
  readonly unit: string;
  readonly decimals: number;
  readonly quality: Quality | null;
  readonly at: Instant | null;
  readonly periodMs: number;
  readonly limits: readonly ValueLimit[];
  readonly alarm: Severity | null; // the gravest that stands on it
};

/** Where an alarm begins. */
export type ValueLimit = {
  readonly side: 'high' | 'low';
  readonly severity: Severity;
  readonly value: number;
};
