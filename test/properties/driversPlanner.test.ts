import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isBitTable,
  type PlannedPoint,
  partsOf,
  planReads,
  type ReadLimits,
  type Span,
} from '../../drivers/index.ts';
import { samplePoint } from '../drivers/samplePoint.ts';
import { soak } from '../harness/soak.ts';

const table = fc.constantFrom('holding', 'input', 'coil', 'discrete');
const span = fc.record({ table, address: fc.nat(40), count: fc.integer({ min: 1, max: 6 }) });

const planned: fc.Arbitrary<Omit<PlannedPoint, 'point'> & { point: PlannedPoint['point'] }> = fc
  .record({
    table,
    address: fc.nat(40),
    type: fc.constantFrom('u16', 's32', 'f64', 'sign-magnitude-pair'),
    class: fc.constantFrom('safety', 'trend'),
    periodMs: fc.constantFrom(1000, 5000),
    decimals: fc.option(fc.integer({ min: -3, max: 6 }), { nil: undefined, freq: 1 }),
    unit: fc.option(fc.integer({ min: -3, max: 6 }), { nil: undefined, freq: 1 }),
  })
  .map((said) => {
    const bit = isBitTable(said.table);
    const point = samplePoint({
      table: said.table,
      address: said.address,
      type: bit ? 'bool' : said.type,
      class: said.class,
      periodMs: said.periodMs,
      ...(bit || said.decimals === undefined
        ? {}
        : { scale: { decimalsRegister: Math.max(0, said.address + said.decimals) } }),
      ...(bit || said.unit === undefined
        ? {}
        : { unit: { register: Math.max(0, said.address + said.unit), codes: { 0: 'bar' } } }),
    });
    return { point, class: said.class, periodMs: said.periodMs };
  });

const device = fc
  .array(planned, { maxLength: 9 })
  .map((points) => points.map((entry, i) => ({ ...entry, point: { ...entry.point, id: `p${i}` } })));
const limits: fc.Arbitrary<ReadLimits> = fc.record({
  maxRegisters: fc.integer({ min: 4, max: 20 }),
  maxBits: fc.integer({ min: 1, max: 20 }),
  readable: fc.array(span, { maxLength: 8 }),
});
const cost = fc.record({ exchange: fc.nat(30), each: fc.integer({ min: 1, max: 4 }) });

function covers(outer: Span, inner: Span): boolean {
  return (
    outer.table === inner.table &&
    outer.address <= inner.address &&
    inner.address + inner.count <= outer.address + outer.count
  );
}

test('a plan reads every point exactly once, within limits, whole, and never across a refused hole', () => {
  let plans = 0;
  fc.assert(
    fc.property(device, limits, cost, (points, within, { exchange, each }) => {
      const plan = planReads(points, within, (_, count) => exchange + each * count);
      if (!plan.ok) return;
      plans++;
      const ids = plan.value.flatMap((read) => read.points.map(({ id }) => id));
      expect(ids.toSorted()).toEqual(points.map(({ point }) => point.id).toSorted());
      const open = [...within.readable, ...points.flatMap(({ point }) => partsOf(point))];
      for (const read of plan.value) {
        expect(read.count).toBeLessThanOrEqual(isBitTable(read.table) ? within.maxBits : within.maxRegisters);
        for (let at = read.address; at < read.address + read.count; at++)
          expect(open.some((one) => covers(one, { table: read.table, address: at, count: 1 }))).toBe(true);
        for (const point of read.points) {
          for (const part of partsOf(point)) expect(covers(read, part)).toBe(true);
          const asked = points.find((entry) => entry.point.id === point.id);
          expect(asked).toMatchObject({ class: read.class, periodMs: read.periodMs });
        }
      }
    }),
    { numRuns: soak(2000) },
  );
  expect(plans).toBeGreaterThan(500);
});

test('no way to cut the address order into reads is predicted to be faster', () => {
  const row = fc.uniqueArray(fc.nat(25), { minLength: 1, maxLength: 8 }).map((addresses) =>
    addresses.map((address, i) => {
      const point = { ...samplePoint({ address }), id: `p${i}` };
      return { point, class: point.class, periodMs: point.periodMs };
    }),
  );
  fc.assert(
    fc.property(row, limits, cost, (points, within, { exchange, each }) => {
      const costMs = (_: unknown, count: number) => exchange + each * count;
      const plan = planReads(points, within, costMs);
      if (!plan.ok) throw new Error(plan.error.what);
      const total = plan.value.reduce((sum, read) => sum + costMs(read.table, read.count), 0);

      const order = points.map(({ point }) => point.address).toSorted((a, b) => a - b);
      const open = new Set([
        ...order,
        ...within.readable.flatMap((one) =>
          one.table === 'holding' ? Array.from({ length: one.count }, (_, i) => one.address + i) : [],
        ),
      ]);
      let fastest = Number.POSITIVE_INFINITY;
      for (let cuts = 0; cuts < 1 << (order.length - 1); cuts++) {
        let sum = 0;
        let from = 0;
        for (let i = 0; i < order.length; i++) {
          if (i < order.length - 1 && !((cuts >> i) & 1)) continue;
          const [first = 0, last = 0] = [order[from], order[i]];
          const count = last - first + 1;
          const allowed = Array.from({ length: count }, (_, k) => open.has(first + k)).every(Boolean);
          sum +=
            count <= within.maxRegisters && allowed ? costMs('holding', count) : Number.POSITIVE_INFINITY;
          from = i + 1;
        }
        fastest = Math.min(fastest, sum);
      }
      expect(total).toBe(fastest);
    }),
    { numRuns: soak(500) },
  );
});
