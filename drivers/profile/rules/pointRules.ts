import { isBitPoint, widthOf } from '../../codec/layout.ts';
import { countsWhole, limitsOf, partsOfOne } from '../../codec/number.ts';
import { qualityClass } from '../../quality.ts';
import type { Words } from '../../result.ts';
import type { ProfilePoint } from '../schema.ts';
import type { ProfileFinding } from './finding.ts';

type PointFinding = Omit<ProfileFinding, 'path'> & { readonly key: string };

/** What must hold within one point. */
export function checkPoint(point: ProfilePoint, index: number): ProfileFinding[] {
  return [...shape(point), ...sentinels(point), ...limits(point), ...precision(point)].map(
    ({ key, ...finding }) => ({ ...finding, path: ['points', index, key] }),
  );
}

/** A point that measures a quantity, as against one that shows a state, a bit or a text. */
export function isMeasured(point: ProfilePoint): boolean {
  const symbolic = point.states !== undefined || point.bits !== undefined;
  return point.type !== 'bool' && point.type !== 'string' && !symbolic;
}

function error(key: string, code: string, what: string, hint: string, said: Words): PointFinding {
  return { level: 'error', key, code, what, hint, said };
}

function words(key: string, named: Words['named']): Words {
  return { key: `profile.${key}`, named };
}

function* shape(point: ProfilePoint): Generator<PointFinding> {
  const { id, type, table } = point;
  if (isBitPoint(point) && type !== 'bool')
    yield error(
      'type',
      'type',
      `${id} is ${type}, but a ${table} holds one bit`,
      'use type: bool',
      words('bit-table', { point: id, type, table }),
    );
  if (!isBitPoint(point) && type === 'bool' && point.bit === undefined)
    yield error(
      'type',
      'bit',
      `${id} does not say which bit of its register it is`,
      'add bit: 0 to 15',
      words('no-bit', { point: id }),
    );
  if (point.bit !== undefined && (type !== 'bool' || isBitPoint(point)))
    yield error(
      'bit',
      'bit',
      `${id} has a bit but is no bit of a register`,
      'remove bit',
      words('stray-bit', { point: id }),
    );
  if (point.field !== undefined && (type !== 'u16' || isBitPoint(point)))
    yield error(
      'field',
      'field',
      `${id} is some bits of a register but ${type}`,
      'a field needs type: u16',
      words('field', { point: id, type }),
    );
  if (type === 'string' ? point.length === undefined : point.length !== undefined && type !== 'bcd')
    yield error(
      'length',
      'length',
      `${id}: strings have a length, BCD numbers may have one, nothing else has`,
      'add or remove length',
      words('length', { point: id }),
    );
  if (type === 'bcd' && (point.length ?? 1) > 3)
    yield error(
      'length',
      'length',
      `${id}: a BCD number has at most twelve digits`,
      'use length: 1 to 3',
      words('bcd-length', { point: id }),
    );
  if (point.hundredths !== undefined && type !== 'u8.8')
    yield error(
      'hundredths',
      'hundredths',
      `${id} counts hundredths but is ${type}`,
      'only type: u8.8 has them',
      words('hundredths', { point: id, type }),
    );
  if (point.address + widthOf(point) > 0x1_0000)
    yield error(
      'address',
      'address',
      `${id} reaches beyond register 65535`,
      'correct the address',
      words('address', { point: id }),
    );
  if (point.states !== undefined && !['u16', 's16', 'u32', 's32'].includes(type))
    yield error(
      'type',
      'labels',
      `${id} has states but is ${type}`,
      'states need type: u16, s16, u32 or s32',
      words('labels', { point: id, type }),
    );
  if (point.bits !== undefined && type !== 'u16')
    yield error(
      'type',
      'labels',
      `${id} has bit labels but is ${type}`,
      'bits need type: u16',
      words('bit-labels', { point: id, type }),
    );
  if (point.writable && table !== 'coil' && table !== 'holding')
    yield error(
      'writable',
      'writable',
      `${id} cannot be written: a ${table} is read-only`,
      'remove it',
      words('writable', { point: id, table }),
    );
}

function* sentinels(point: ProfilePoint): Generator<PointFinding> {
  for (const { raw, quality } of point.sentinels) {
    if (countsWhole(point)) {
      const [low, high] = limitsOf(point);
      // a negative number may be spelled without its sign, as the registers show it, and so may bits that are no number
      const bits = point.field === undefined ? 2 ** (16 * widthOf(point)) - 1 : 0;
      if (!Number.isInteger(raw) || raw < low || raw > Math.max(high, bits))
        yield error(
          'sentinels',
          'sentinel',
          `${point.id} can never hold the sentinel ${raw} as ${point.type}`,
          'correct the sentinel or the type',
          words('sentinel', { point: point.id, raw, type: point.type }),
        );
    }
    if (qualityClass(quality) !== 'bad')
      yield error(
        'sentinels',
        'sentinel',
        `${point.id}: sentinel ${raw} carries no value, so ${quality} does not fit`,
        'use a bad quality such as sensor-failure or no-communication',
        words('sentinel-quality', { point: point.id, raw, quality }),
      );
  }
}

function* limits({ id, range, failure }: ProfilePoint): Generator<PointFinding> {
  for (const [key, pair] of [
    ['range', range],
    ['failure', failure],
  ] as const)
    if (pair !== undefined && !(pair[0] < pair[1]))
      yield error(
        key,
        'range',
        `${id}: ${key} does not rise`,
        'write [low, high]',
        words('range', { point: id, key }),
      );
  if (range && failure && (failure[0] > range[0] || failure[1] < range[1]))
    yield error(
      'failure',
      'range',
      `${id}: a good value could count as a failure`,
      'failure must enclose range',
      words('failure', { point: id }),
    );
}

function* precision(point: ProfilePoint): Generator<PointFinding> {
  if (!isMeasured(point)) return;
  const { id, scale, transform, decimals, class: kind } = point;
  const counted =
    countsWhole(point) && 'factor' in scale && transform === undefined
      ? Math.abs(scale.factor) / partsOfOne(point)
      : undefined;
  const finest = point.resolution ?? counted;
  // half a step is lost at most when the last decimal is no coarser than the device's step
  if (finest !== undefined && 10 ** -decimals > finest * 1.001) {
    const keep = Math.ceil(-Math.log10(finest) - 0.001);
    yield {
      level: 'warning',
      key: 'decimals',
      code: 'decimals',
      what: `${id} resolves ${finest}, but only ${decimals} decimals are kept`,
      hint: `keep ${keep} decimals`,
      said: words('decimals', { point: id, finest, decimals, keep }),
    };
  }
  if (kind === 'safety' && point.accuracy === undefined)
    yield {
      level: 'warning',
      key: 'id',
      code: 'accuracy',
      what: `${id} is a measured safety point without an accuracy`,
      hint: 'add accuracy (± in its unit), so that a limit finer than the sensor can be refused',
      said: words('accuracy', { point: id }),
    };
}
