import { defaultUnit } from '../../../drivers/codec/unit.ts';
import { isBitTable } from '../../../drivers/image.ts';
import type { ProfilePoint } from '../../../drivers/profile/schema.ts';
import type { Named } from '../../core/result.ts';
import { words } from '../../text/named.ts';
import type { SiteDevice } from '../schema/deviceSchema.ts';
import { inUnit } from '../unitConversion.ts';

/** What a limit is compared with. */
export type Measurement = {
  readonly name: string; // `<device>/<point>`
  readonly numeric: boolean;
  readonly unit: string;
  readonly range: readonly [low: number, high: number];
  readonly accuracy: number | undefined; // ± in the unit, where the profile states it
  readonly differs: boolean; // it means something only as a difference from how it was commissioned
  readonly periodMs: number;
};

export type FoundPoint = { readonly point: ProfilePoint; readonly device: SiteDevice };

/** Roles of what is only of interest as a difference: nobody cares how a sensor was screwed on. */
const DIFFERENCES = /^(tilt|crack|settlement)\./;

/** The baseline is subtracted before, so the range moves with it. */
export function measurementOf(point: ProfilePoint, device: SiteDevice): Measurement {
  const baseline = device.baseline[point.id];
  const [low, high] = point.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const unit = device.points[point.id]?.unit ?? defaultUnit(point);
  return {
    name: `${device.id}/${point.id}`,
    numeric: valueType(point) === 'number' && point.states === undefined,
    unit,
    range: [low - (baseline ?? 0), high - (baseline ?? 0)] as const,
    accuracy:
      point.accuracy === undefined
        ? undefined
        : (inUnit(point.accuracy, defaultUnit(point), unit) ?? undefined),
    differs: baseline !== undefined || DIFFERENCES.test(point.role ?? ''),
    periodMs: periodOf(device.points[point.id]?.periodMs, point),
  };
}

/** How often it is read; as fast as possible is no slower than its profile says. */
function periodOf(chosen: number | 'fastest' | undefined, { periodMs }: ProfilePoint): number {
  return chosen === undefined || chosen === 'fastest' ? periodMs : chosen;
}

/** A unit, or that there is none. */
export function unitNamed(unit: string): Named {
  return unit === '' ? words('unit.none') : unit;
}

/** What a point's values are. */
export function valueType(point: ProfilePoint): 'boolean' | 'string' | 'number' {
  if (isBitTable(point.table) || point.type === 'bool') return 'boolean';
  return point.type === 'string' ? 'string' : 'number';
}
