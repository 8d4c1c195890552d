import { describe, expect, test } from 'vitest';
import {
  type PlannedPoint,
  type Profile,
  planReads,
  type ReadLimits,
  readLimits,
} from '../../drivers/index.ts';
import { expectChinese } from '../text/inChinese.ts';
import { builtin } from './builtin.ts';
import { type PointInput, samplePoint } from './samplePoint.ts';

const limits: ReadLimits = { maxRegisters: 125, maxBits: 2000, readable: [] };
/** As on a line at 9600 baud: about 20 ms for any exchange and 2 ms for a register. */
const costMs = (_: unknown, count: number) => 20 + 2 * count;

function planned(said: Partial<PointInput>): PlannedPoint {
  const point = samplePoint(said);
  return { point, class: point.class, periodMs: point.periodMs };
}

function whole(profile: Profile): PlannedPoint[] {
  return profile.points.map((point) => ({ point, class: point.class, periodMs: point.periodMs }));
}

function spans(points: readonly PlannedPoint[], within = limits, cost = costMs) {
  const plan = planReads(points, within, cost);
  if (!plan.ok) throw new Error(plan.error.what);
  return plan.value.map(({ address, count, points: served }) => [
    address,
    count,
    served.map(({ id }) => id).join(' '),
  ]);
}

describe('reads are merged', () => {
  test('neighbours of one class and period are one read, in address order', () => {
    expect(spans([planned({ id: 'b', address: 1 }), planned({ id: 'a' })])).toEqual([[0, 2, 'a b']]);
  });

  test('another class, period or table is another read', () => {
    const apart = [
      planned({ id: 'a' }),
      planned({ id: 'b', address: 1, class: 'safety' }),
      planned({ id: 'c', address: 2, periodMs: 2000 }),
      planned({ id: 'd', address: 3, table: 'input' }),
    ];
    expect(spans(apart)).toHaveLength(4);
  });

  test('a readable hole is crossed while that is no slower than a second read', () => {
    const points = [planned({ id: 'a' }), planned({ id: 'b', address: 11 })];
    const readable = [{ table: 'holding', address: 1, count: 30 }] as const;
    expect(spans(points, { ...limits, readable })).toEqual([[0, 12, 'a b']]);
    const far = [planned({ id: 'a' }), planned({ id: 'b', address: 12 })];
    expect(spans(far, { ...limits, readable })).toHaveLength(2);
  });

  test('a hole the device may refuse is never crossed, however cheap that were', () => {
    const points = [planned({ id: 'a' }), planned({ id: 'b', address: 2 })];
    expect(spans(points)).toHaveLength(2);
    expect(spans(points, { ...limits, readable: [{ table: 'input', address: 1, count: 1 }] })).toHaveLength(
      2,
    );
    expect(spans(points, { ...limits, readable: [{ table: 'holding', address: 1, count: 1 }] })).toHaveLength(
      1,
    );
  });

  test('a register mapped by another point is no hole', () => {
    const points = [
      planned({ id: 'a' }),
      planned({ id: 'slow', address: 1, periodMs: 60_000 }),
      planned({ id: 'b', address: 2 }),
    ];
    expect(spans(points)).toEqual([
      [0, 3, 'a b'],
      [1, 1, 'slow'],
    ]);
  });

  test('no read is longer than the device allows', () => {
    const points = [0, 1, 2, 3, 4].map((address) => planned({ id: `p${address}`, address }));
    const lengths = spans(points, { ...limits, maxRegisters: 3 }).map(([, count]) => count);
    expect(lengths.toSorted()).toEqual([2, 3]);
  });

  test('bits have a limit of their own', () => {
    const coils = [0, 1, 2].map((address) =>
      planned({ id: `c${address}`, address, type: 'bool', table: 'coil' }),
    );
    expect(spans(coils, { ...limits, maxRegisters: 1, maxBits: 3 })).toHaveLength(1);
    expect(spans(coils, { ...limits, maxBits: 2 })).toHaveLength(2);
  });
});

describe('registers that give a value its meaning', () => {
  const pressure = {
    id: 'pressure',
    address: 4,
    scale: { decimalsRegister: 3, max: 4 },
    unit: { register: 2, codes: { 0: 'MPa' } },
  } satisfies Partial<PointInput>;

  test('come in the same reply', () => {
    expect(spans([planned(pressure)])).toEqual([[2, 3, 'pressure']]);
  });

  test('across a refused hole they make the plan fail with a reason', () => {
    const plan = planReads([planned({ ...pressure, address: 5 })], limits, costMs);
    expect(plan).toMatchObject({ ok: false, error: { code: 'refused-hole' } });
    expect(plan.ok ? '' : plan.error.what).toContain('pressure needs holding 2 to 5 in one read');
    if (!plan.ok) expectChinese(plan.error);
  });

  test('a point wider than one read makes the plan fail with a reason', () => {
    const plan = planReads([planned(pressure)], { ...limits, maxRegisters: 2 }, costMs);
    expect(plan).toMatchObject({ ok: false, error: { code: 'point-too-wide' } });
    if (!plan.ok) expectChinese(plan.error);
    expect(plan.ok ? '' : plan.error.what).toBe('pressure needs 3 in one read, the device allows 2');
  });
});

test('the tilt sensor is read in two rhythms, its angles in one request', () => {
  const tilt = builtin('wit-wt901c-485');
  expect(spans(whole(tilt), readLimits(tilt))).toEqual([
    [0x3d, 2, 'tilt_x tilt_y'],
    [0x3f, 2, 'yaw temperature'],
  ]);
});
