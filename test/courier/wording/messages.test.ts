import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Step, StreamPlan } from '../../../gateway/courier/flow/plan.ts';
import { ClockTable } from '../../../gateway/courier/wording/clockTable.ts';
import { Messages } from '../../../gateway/courier/wording/messages.ts';
import type { TelemetryRow } from '../../../gateway/journal/types.ts';
import {
  type Channel,
  decodeMessage,
  encodeParts,
  type Part,
  type TelemetryMessage,
} from '../../../gateway/telemetry/index.ts';
import { soak } from '../../harness/soak.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';

const EPOCH = 'e0e0e0e0e0e0e0e0';
const BIRTH = '0123456789abcdef';
const OLD_BOOT = '00000000000000aa';

function building(points: number): Channel[] {
  return Array.from({ length: points }, (_, index) => ({
    index,
    point: `device-${index}/value`,
    name: `Point ${index}`,
    unit: '',
    exponent: -2,
    profile: 'test',
  }));
}

function parts(count: number, channels: readonly Channel[], from = 0): Part[] {
  return Array.from({ length: count }, (_, at) => ({
    from: from + at * 1000,
    to: from + (at + 1) * 1000,
    samples: [],
    reports: [
      {
        times: [from + (at + 1) * 1000],
        columns: channels.map(({ index }) => ({
          channel: index,
          min: [((index * 7919 + at * 104729) % 1000) / 100],
          mean: [((index * 7919 + at * 104729) % 1000) / 100 + 1],
          max: [((index * 31 + at * 17) % 1000) + 20],
          n: [10],
          qualities: ['good' as const],
        })),
      },
    ],
  }));
}

function row(
  channels: readonly Channel[],
  count: number,
  more: Partial<TelemetryRow> = {},
  from = 0,
): TelemetryRow {
  return {
    seq: 1,
    boot: 'b007b007b007b007',
    birth: BIRTH,
    parts: count,
    sealed: true,
    evidence: null,
    body: encodeParts(parts(count, channels, from), channels),
    ...more,
  };
}

function decode(payload: Uint8Array, channels: readonly Channel[]): TelemetryMessage {
  const birth = { gateway: 'g', software: 's', epoch: EPOCH, previous: null, channels, rules: [] };
  const message = decodeMessage('tel', payload, () => birth);
  if (!message.ok || message.value.kind !== 'telemetry') throw new Error(JSON.stringify(message));
  return message.value;
}

describe('messages for a broker that takes small packets only', () => {
  test('whatever the limit, a row goes out in pieces that fit, decode alone and together hold everything', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 400, max: 4000 }),
        (count, points, limit) => {
          const channels = building(points);
          const whole = row(channels, count);
          const messages = new Messages(EPOCH, new VirtualClock(), new ClockTable());
          const plan = new StreamPlan({ intervals: [], partial: new Map() });
          const view = { head: 1, tombstones: [], atOrAfter: (seq: number) => (seq === 1 ? whole : null) };
          const seen = new Map<string, number>();
          for (let turn = 0; ; turn++) {
            expect(turn).toBeLessThan(20);
            const step = plan.next(view);
            if (step === null || step.kind !== 'row') break;
            const outgoing = messages.telemetry(step, whole, limit);
            plan.sent(outgoing.step);
            for (const payload of outgoing.payloads) {
              expect(payload.length).toBeLessThanOrEqual(limit);
              const message = decode(payload, channels);
              message.parts.forEach((part, at) => {
                for (const report of part.reports)
                  for (const column of report.columns) {
                    const key = `${message.first + at}/${column.channel}`;
                    expect(seen.has(key)).toBe(false);
                    seen.set(key, column.max[0] ?? -1);
                  }
              });
            }
            plan.acknowledged(outgoing.step);
          }
          expect(seen.size).toBe(count * points);
          expect(plan.contiguous({ seq: 1, parts: count })).toEqual({ seq: 1, parts: count });
        },
      ),
      { numRuns: soak(100) },
    );
  });
});

describe('how a message is dated', () => {
  const channels = building(1);
  const step: Step & { kind: 'row' } = { kind: 'row', seq: 1, first: 1, last: 1, sealed: true };
  const header = (clock: VirtualClock, times: ClockTable, more: Partial<TelemetryRow> = {}, from = 0) => {
    const payload = new Messages(EPOCH, clock, times).telemetry(step, row(channels, 1, more, from), 1e6)
      .payloads[0];
    return decode(payload ?? new Uint8Array(), channels);
  };

  test('what is not known is sent as unsynced, and as known once it is', () => {
    const clock = new VirtualClock({ mono: 5000 });
    const times = new ClockTable();
    expect(header(clock, times).time).toEqual({ mono: 0, utc: null, quality: 'unsynced' });
    times.note(clock.boot, { mono: 4000, utc: 1_800_000_000_000, quality: 'ntp' });
    expect(header(clock, times).time).toEqual({ mono: 4000, utc: 1_800_000_000_000, quality: 'ntp' });
    expect(header(clock, times, { boot: OLD_BOOT }).time.utc).toBeNull();
  });

  test('a mapping from the network is not replaced by one of less trust; of two of its kind the nearer one counts', () => {
    const times = new ClockTable();
    times.note(OLD_BOOT, { mono: 1, utc: 1000, quality: 'rtc' });
    times.note(OLD_BOOT, { mono: 2, utc: 2000, quality: 'ntp' });
    times.note(OLD_BOOT, { mono: 3, utc: 3000, quality: 'holdover' });
    times.note(OLD_BOOT, { mono: 4, utc: null, quality: 'unsynced' });
    expect(times.base(OLD_BOOT, 3).utc).toBe(2000);
    times.note(OLD_BOOT, { mono: 50, utc: 5000, quality: 'ntp' });
    expect(times.base(OLD_BOOT, 60).utc).toBe(5000);
    expect(times.base(OLD_BOOT, 3).utc).toBe(2000);
  });

  test('what was measured before the clock was set is dated as the clock was then, also in a drain', () => {
    const clock = new VirtualClock({ mono: 900_000 });
    const times = new ClockTable();
    const [began, step] = [1_800_000_000_000, 3_600_000];
    times.note(OLD_BOOT, { mono: 0, utc: began, quality: 'ntp' });
    times.note(OLD_BOOT, { mono: 495_000, utc: began + 495_000, quality: 'ntp' });
    times.note(OLD_BOOT, { mono: 500_000, utc: began + step + 500_000, quality: 'ntp' });
    const dated = (from: number) => {
      const { time, parts } = header(clock, times, { boot: OLD_BOOT }, from);
      return (time.utc ?? 0) + (parts[0]?.to ?? 0) - time.mono - began - (parts[0]?.to ?? 0);
    };
    expect([0, 300_000, 480_000].map(dated)).toEqual([0, 0, 0]);
    expect([500_000, 800_000].map(dated)).toEqual([step, step]);
  });

  test('what is older than two minutes or of another boot is marked as history', async () => {
    const clock = new VirtualClock({ mono: 100_000 });
    const times = new ClockTable();
    expect(header(clock, times, {}, 90_000).historical).toBe(false);
    await clock.advance(110_000); // 119 s after the period ended
    expect(header(clock, times, {}, 90_000).historical).toBe(false);
    await clock.advance(2000);
    expect(header(clock, times, {}, 90_000).historical).toBe(true);
    expect(header(clock, times, { boot: OLD_BOOT }, 210_000).historical).toBe(true);
  });
});
