import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignChannels } from '../../gateway/guard/record/channels.ts';
import { EvidenceRecorder, type EvidenceRow, type Shortfall } from '../../gateway/guard/record/evidence.ts';
import { step } from '../guard/record/alarmSteps.ts';
import { gasHall } from '../guard/record/gasHall.ts';
import { soak } from '../harness/soak.ts';

const hall = gasHall(3);
const channels = assignChannels(null, hall);
const WINDOW_MS = 60_000;

type Read = { readonly value: number; readonly mono: number; readonly device: string };

const operation = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      device: fc.nat(2),
      waitMs: fc.constantFrom(0, 0.4, 250, 1000, 1000, 4321, 30_000),
      lateMs: fc.constantFrom(0, 0, 0, 0, 3, 700), // read before, delivered now
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('alarm' as const), device: fc.nat(2), rule: fc.nat(2) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('stall' as const), forMs: fc.nat(8000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never;

/** Plays it out; every sample has a value of its own, so that it is known again in the rows. */
function play(operations: readonly Operation[]) {
  let recorder = new EvidenceRecorder(hall, channels, 0);
  let now = 0;
  const reads: Read[] = [];
  const declared = new Map<string, { device: string; at: number[] }>();
  const rows: EvidenceRow[] = [];
  const shortfalls: Shortfall[] = [];

  const turn = (at: number) => {
    const { row, shortfall } = recorder.tick(at);
    if (row !== null) rows.push(row);
    if (shortfall !== null) shortfalls.push(shortfall);
  };
  /** Lets time pass with timers that fire when they are due. */
  const pass = (ms: number) => {
    const end = now + ms;
    for (let due = recorder.nextDue(); due !== null && due <= end; due = recorder.nextDue()) {
      now = Math.max(now, due);
      turn(now);
    }
    now = end;
  };
  for (const one of operations) {
    if (one.do === 'read') {
      pass(one.waitMs);
      const mono = Math.max(0, now - one.lateMs);
      const device = `gas-${one.device}`;
      const value = reads.length;
      reads.push({ value, mono, device });
      const at = { boot: 'b', mono };
      recorder.accept([
        { point: `${device}/concentration`, value, quality: 'good', at },
        { point: `${device}/temperature`, value: -value - 1, quality: 'good', at },
      ]);
    } else if (one.do === 'alarm') {
      const occurrence = `rule-${one.rule}/${one.device}`;
      const known = declared.get(occurrence);
      const device = `gas-${one.device}`;
      recorder.declared(
        step(occurrence, known === undefined ? 'raised' : 'escalated', now, {
          device,
          point: `${device}/concentration`,
        }),
      );
      declared.set(occurrence, { device, at: [...(known?.at ?? []), now] });
    } else if (one.do === 'stall')
      now += one.forMs; // nothing runs, and every timer is late
    else {
      rows.push(...recorder.flush(now));
      recorder = new EvidenceRecorder(hall, channels, now, recorder);
    }
  }
  pass(2 * WINDOW_MS);
  return { rows, declared, reads, shortfalls, recorder };
}

/** What rows of an occurrence hold, in a stable order. */
function valuesOf(rows: readonly EvidenceRow[], occurrence: string): number[] {
  return rows
    .filter((row) => row.occurrence === occurrence)
    .flatMap(({ part }) => part.samples)
    .flatMap(({ columns }) => columns.flatMap(({ values }) => values.map(Number)))
    .toSorted((a, b) => a - b);
}

test('every sample of the device in the minute before and after each declaration is evidence exactly once', () => {
  fc.assert(
    fc.property(fc.array(operation, { minLength: 10, maxLength: 120 }), (operations) => {
      const { rows, declared, reads, shortfalls, recorder } = play(operations);
      for (const [occurrence, { device, at }] of declared) {
        const within = (mono: number) =>
          at.some((moment) => mono >= moment - WINDOW_MS && mono <= moment + WINDOW_MS);
        const expected = reads
          .filter((read) => read.device === device && within(read.mono))
          .flatMap(({ value }) => [value, -value - 1]);
        expect(valuesOf(rows, occurrence)).toEqual(expected.toSorted((a, b) => a - b));
      }
      expect(shortfalls).toEqual([]);
      expect(recorder.nextDue()).toBeNull();
      for (const { part } of rows)
        for (const { times } of part.samples)
          expect(times.every((time) => time > part.from && time <= part.to)).toBe(true);
    }),
    { numRuns: soak(300) },
  );
});

test('however many alarms come, what is written and what is followed stays bounded, and the rest is told', () => {
  const flood = fc.array(
    fc.record({
      waitMs: fc.constantFrom(0, 0, 0, 20, 1000, 9000),
      severity: fc.constantFrom('blue', 'yellow', 'orange', 'red'),
      to: fc.constantFrom('unacknowledged-active', 'unacknowledged-active', 'suppressed', 'shelved'),
    }),
    { minLength: 100, maxLength: 400 },
  );
  fc.assert(
    fc.property(flood, (alarms) => {
      const recorder = new EvidenceRecorder(hall, channels, 0);
      const kept = new Set<string>();
      let told = 0;
      let now = 0;
      let samples = 0;
      const pass = (end: number) => {
        for (let due = recorder.nextDue(); due !== null && due <= end; due = recorder.nextDue()) {
          now = Math.max(now, due);
          const { row, shortfall } = recorder.tick(now);
          if (row !== null) kept.add(row.occurrence);
          told += shortfall?.count ?? 0;
          for (const { times, columns } of row?.part.samples ?? []) samples += times.length * columns.length;
        }
        now = end;
      };
      alarms.forEach(({ waitMs, severity, to }, n) => {
        pass(now + waitMs);
        const at = { boot: 'b', mono: now };
        recorder.accept([{ point: 'gas-1/concentration', value: n, quality: 'good', at }]);
        recorder.declared(step(`flood#${n}`, 'raised', now, { severity, to }));
      });
      const spanMs = now;
      pass(now + 3 * WINDOW_MS);
      // five grades, sixteen of each at a time, anew every minute
      expect(kept.size).toBeLessThanOrEqual(16 * 8 * (1 + Math.ceil(spanMs / WINDOW_MS)));
      expect(samples).toBeLessThanOrEqual(100_000 * (1 + Math.ceil(spanMs / WINDOW_MS)));
      expect(kept.size + told).toBeGreaterThanOrEqual(alarms.length);
    }),
    { numRuns: soak(50) },
  );
});
