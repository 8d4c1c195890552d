import type { RegisterImage } from '../image.ts';
import type { ProfilePoint } from '../profile/schema.ts';
import type { Quality } from '../quality.ts';
import type { PointValue } from '../reading.ts';
import type { DecodeContext } from './context.ts';
import { isBitPoint, toBytes, widthOf } from './layout.ts';
import { isLargestFloat, isSentinel, numberFrom } from './number.ts';
import { constantsOf, lineOf } from './scale.ts';
import { temperatureFor, transformed } from './transform.ts';
import { codeMeans, defaultUnit } from './unit.ts';
import { otherOrder } from './wordOrder.ts';

/** What one point says. `raw` holds the registers (or the bit) of the value itself, for the audit. */
export type Decoded = {
  readonly value: PointValue;
  readonly quality: Quality;
  readonly raw: readonly number[];
};

/**
 * Decodes one point from what is known of its device. Never throws and never guesses: whatever is not a measurement
 * is `null` with the quality that says why.
 *
 * - registers never heard: `no-communication`
 * - a sentinel: the quality the profile gives it
 * - NaN, infinity, the largest float, digits that are none, or beyond the failure limits (NE 43): `sensor-failure`
 * - decimals or unit other than what was commissioned, or a float that makes sense in another word order alone:
 *   `protocol-error`, since the number would mean something else
 * - a transform whose constants were never given: `out-of-service`
 * - outside its range, or a state without a name: the value, `out-of-spec`
 */
export function decodePoint(point: ProfilePoint, image: RegisterImage, context: DecodeContext): Decoded {
  const raw = image.read(point.table, point.address, widthOf(point));
  if (raw === undefined) return { value: null, quality: 'no-communication', raw: [] };
  if (isBitPoint(point)) return { value: raw[0] === 1, quality: 'good', raw };
  if (point.type === 'bool')
    return { value: (((raw[0] ?? 0) >> (point.bit ?? 0)) & 1) === 1, quality: 'good', raw };
  if (point.type === 'string') return { ...text(point, raw), raw };
  return { ...measured(point, raw, image, context), raw };
}

type Judged = Omit<Decoded, 'raw'>;

function missing(quality: Quality): Judged {
  return { value: null, quality };
}

function text(point: ProfilePoint, words: readonly number[]): Judged {
  const bytes = new Uint8Array(toBytes(words, point.order).buffer);
  const all = String.fromCharCode(...bytes);
  const value = all.replace(/[\0 ]+$/, '');
  return /^[\x20-\x7e]*$/.test(value) ? { value, quality: 'good' } : missing('protocol-error');
}

function measured(
  point: ProfilePoint,
  words: readonly number[],
  image: RegisterImage,
  context: DecodeContext,
): Judged {
  const sentinel = point.sentinels.find(({ raw }) => isSentinel(point, words, raw));
  if (sentinel !== undefined) return missing(sentinel.quality);
  const raw = numberFrom(point, words);
  if (!Number.isFinite(raw) || isLargestFloat(point.type, raw)) return missing('sensor-failure');
  const line = lineOf(point, image);
  if (line === undefined || !speaksItsUnit(point, image, context) || otherOrder(point, words) !== undefined)
    return missing('protocol-error');
  const scaled = line.apply(raw);
  if (point.transform === undefined) return ranged(point, scaled);

  const constants = constantsOf(point, context);
  if (constants === undefined) return missing('out-of-service');
  const temperature = temperatureFor(point, context);
  if (temperature === undefined) return missing('no-communication');
  return ranged(point, transformed(point.transform, scaled, constants, temperature));
}

function ranged(point: ProfilePoint, value: number): Judged {
  if (!Number.isFinite(value)) return missing('sensor-failure');
  const { failure, range, states } = point;
  if (failure !== undefined && (value < failure[0] || value > failure[1])) return missing('sensor-failure');
  const strange =
    (range !== undefined && (value < range[0] || value > range[1])) ||
    (states !== undefined && !(String(value) in states));
  return { value, quality: strange ? 'out-of-spec' : 'good' };
}

function speaksItsUnit(point: ProfilePoint, image: RegisterImage, context: DecodeContext): boolean {
  if (typeof point.unit !== 'object') return true;
  const code = image.get(point.table, point.unit.register);
  return code !== undefined && codeMeans(point, code, context.units?.[point.id] ?? defaultUnit(point));
}
