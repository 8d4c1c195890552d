import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  birthHash,
  type EventMessage,
  encodeBirth,
  encodeEvent,
  encodeParts,
  eventMessage,
  GatewayView,
  senmlEvent,
  senmlTelemetry,
  type TelemetryMessage,
  type TimeBase,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import * as examples from './examples.ts';

const HOUR = 3_600_000;
const WEEK_LATE = -7 * 24 * HOUR;
const NETWORK_MS = 50; // by how much two answers of the network may differ

const birth = { ...examples.birth, previous: null };
const common = { epoch: birth.epoch, birth: birthHash(encodeBirth(birth)), historical: false };

/** A boot as it was: when it began, how wrong its own clock was (null: it has none), and when the network told the time. */
type Boot = {
  readonly boot: string;
  readonly began: number;
  readonly rtcOff: number | null;
  readonly ntpAt: readonly number[];
  readonly jitter: number;
  readonly rows: readonly number[];
};

const boots: fc.Arbitrary<Boot[]> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 100 * HOUR }),
      rtcOff: fc.constantFrom(null, 0, WEEK_LATE, WEEK_LATE),
      ntpAt: fc.array(fc.integer({ min: 1, max: 200 * HOUR }), { maxLength: 12 }),
      jitter: fc.integer({ min: -NETWORK_MS, max: NETWORK_MS }),
      rows: fc.uniqueArray(fc.integer({ min: 1, max: 200 * HOUR }), { minLength: 1, maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) => {
    let began = 1_785_000_000_000;
    return all.map(({ gap, ...boot }, nth) => {
      began += 200 * HOUR + gap;
      return { ...boot, began, boot: `b00${nth}b00${nth}b00${nth}b00${nth}` };
    });
  });

/** Every mapping that gateway could have named in that boot. */
function mappingsOf({ began, rtcOff, ntpAt, jitter }: Boot): TimeBase[] {
  return [
    { mono: 0, utc: null, quality: 'unsynced' },
    ...(rtcOff === null ? [] : [{ mono: 0, utc: began + rtcOff, quality: 'rtc' } as const]),
    ...ntpAt.map((mono, nth) => {
      const off = nth % 2 === 0 ? jitter : -jitter;
      return { mono, utc: began + mono + off, quality: 'ntp' } as const;
    }),
  ];
}

type Sent = { readonly topic: string; readonly bytes: Uint8Array };

/** A row as it may be sent: with any mapping that was known, in either encoding. */
function telemetryOf(seq: number, boot: string, mono: number, time: TimeBase, senml: boolean): Sent {
  const column = { channel: 1, min: [1], mean: [2], max: [3], n: [60], qualities: ['good' as const] };
  const part = { from: mono - 1, to: mono, samples: [], reports: [{ times: [mono], columns: [column] }] };
  const key = { ...common, boot, seq, time, first: 1, last: 1, sealed: true, slice: null, evidence: null };
  const message: TelemetryMessage = { kind: 'telemetry', ...key, parts: [part] };
  const bytes = senml
    ? senmlTelemetry(message, birth)
    : telemetryMessage(key, encodeParts([part], birth.channels));
  return { topic: 'tel', bytes };
}

function clockRow(seq: number, boot: string, time: TimeBase, senml: boolean): Sent {
  const event = { type: 'clock', boot, time, at: { boot, mono: time.mono } } as const;
  // what dates the row itself is not known when it is written: only its body tells
  const key = {
    ...common,
    boot,
    seq,
    time: { mono: 0, utc: null, quality: 'unsynced' },
    durable: true,
  } as const;
  const message: EventMessage = { kind: 'event', ...key, event };
  return {
    topic: 'event',
    bytes: senml ? senmlEvent(message, birth) : eventMessage(key, encodeEvent(event)),
  };
}

/** What a platform heard: every row once or more, every clock row, in any order. */
const heard = boots.chain((all) => {
  let [rows, clocks] = [0, 0];
  const sent: fc.Arbitrary<Sent[]>[] = [];
  for (const boot of all) {
    const mappings = mappingsOf(boot);
    for (const mono of boot.rows) {
      const seq = ++rows;
      const once = fc.record({ time: fc.constantFrom(...mappings), senml: fc.boolean() });
      const times = fc.array(once, { minLength: 1, maxLength: 3 });
      sent.push(
        times.map((some) => some.map(({ time, senml }) => telemetryOf(seq, boot.boot, mono, time, senml))),
      );
    }
    for (const time of mappings.slice(1)) {
      const seq = ++clocks;
      sent.push(fc.boolean().map((senml) => [clockRow(seq, boot.boot, time, senml)]));
    }
  }
  return fc
    .tuple(...sent)
    .chain((lists) => fc.shuffledSubarray(lists.flat(), { minLength: lists.flat().length }))
    .map((order) => ({ all, order }));
});

/** What a date is worth that was reckoned back from the first answer of the network, by so much. */
function qualityBefore(awayMs: number) {
  if (awayMs <= HOUR) return 'ntp';
  return awayMs <= -WEEK_LATE ? 'holdover' : 'rtc';
}

describe('dating', () => {
  it('has every time right when everything has come, whatever the order, and never takes a wrong clock for right', () => {
    fc.assert(
      fc.property(heard, ({ all, order }) => {
        const view = new GatewayView();
        view.ingest('birth', encodeBirth(birth));
        for (const { topic, bytes } of order) expect(view.ingest(topic, bytes).ok).toBe(true);
        for (const { boot, began, rtcOff, ntpAt, rows } of all)
          for (const mono of rows) {
            const { utc, quality } = view.date({ boot, mono });
            if (ntpAt.length > 0) {
              expect(quality).toBe(qualityBefore(Math.min(...ntpAt) - mono));
              expect(Math.abs((utc ?? 0) - began - mono)).toBeLessThanOrEqual(NETWORK_MS);
            } else if (rtcOff !== null)
              expect({ utc, quality }).toEqual({ utc: began + rtcOff + mono, quality: 'rtc' });
            else expect({ utc, quality }).toEqual({ utc: null, quality: 'unsynced' });
          }
        expect(view.report()).toMatchObject({ missing: [], conflicts: [] });
      }),
      { numRuns: soak(60) },
    );
  });

  it('of a redelivered row is the better of its times, and the row counts once', () => {
    const view = new GatewayView();
    const boot = 'b007b007b007b007';
    view.ingest('birth', encodeBirth(birth));
    const began = 1_785_000_000_000;
    const rtc: TimeBase = { mono: 0, utc: began + WEEK_LATE, quality: 'rtc' };
    const ntp: TimeBase = { mono: HOUR, utc: began + HOUR, quality: 'ntp' };
    const steps = [
      { time: { mono: 0, utc: null, quality: 'unsynced' } as TimeBase, utc: null, quality: 'unsynced' },
      { time: rtc, utc: began + WEEK_LATE + 5000, quality: 'rtc' },
      { time: ntp, utc: began + 5000, quality: 'ntp' },
      { time: rtc, utc: began + 5000, quality: 'ntp' },
    ];
    for (const { time, utc, quality } of steps) {
      view.ingest('tel', telemetryOf(1, boot, 5000, time, false).bytes);
      expect(view.date({ boot, mono: 5000 })).toEqual({ utc, quality });
    }
    expect(view.report()).toMatchObject({ received: 1, duplicates: 3, conflicts: [] });
  });
});
