import type { Reading } from '../../../drivers/reading.ts';
import type { Installation, Point } from '../../site/installation.ts';
import type { PointChecks } from '../http/api/commissionApi.ts';

/** Fewer siblings than this say nothing of one that differs (engineering). */
const LEAST_SIBLINGS = 2;
/** So far from the middle of its siblings a sensor is asked about: accuracies, and share of what they show (engineering). */
const ODD = { accuracies: 10, share: 0.2 };

/** What speaks against what a point shows; null: nothing. Siblings have its role and unit and hang on the same line. */
export function plausibilityOf(
  point: Point,
  installation: Installation,
  readings: ReadonlyMap<string, Reading>,
): PointChecks['plausible'] {
  const value = numberOf(point.id, readings, ['good', 'out-of-spec']);
  if (value === null) return null;
  const { range, accuracy = 0, resolution = 0, role } = point.profile;
  const device = installation.devices.get(point.deviceId);
  const raw = value + (device?.baseline[point.id.slice(point.deviceId.length + 1)] ?? 0); // as the sensor measured it
  if (range !== undefined && (raw < range[0] || raw > range[1]))
    return { why: 'range', value, siblings: 0, median: null };
  // walls lean as they were built: before each has its zero they are no siblings
  if (role === undefined || isStructural(role)) return null;
  const siblings = [...installation.points.values()]
    .filter((other) => other.id !== point.id && other.profile.role === role && other.unit === point.unit)
    .filter((other) => installation.devices.get(other.deviceId)?.lineId === device?.lineId)
    .flatMap((other) => numberOf(other.id, readings, ['good']) ?? [])
    .toSorted((a, b) => a - b);
  const median = siblings[Math.floor(siblings.length / 2)];
  if (siblings.length < LEAST_SIBLINGS || median === undefined) return null;
  const allowed = Math.max(ODD.accuracies * Math.max(accuracy, resolution), ODD.share * Math.abs(median));
  return Math.abs(value - median) > allowed
    ? { why: 'siblings', value, siblings: siblings.length, median }
    : null;
}

/** What is measured of a building itself: its zero is what it shows as built. */
export function isStructural(role: string | undefined): boolean {
  return role !== undefined && /^(tilt|crack|displacement|settlement|strain)/.test(role);
}

function numberOf(
  point: string,
  readings: ReadonlyMap<string, Reading>,
  qualities: readonly Reading['quality'][],
): number | null {
  const reading = readings.get(point);
  if (reading === undefined || !qualities.includes(reading.quality)) return null;
  return typeof reading.value === 'number' ? reading.value : null;
}
