import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  birthHash,
  encodeBirth,
  encodeEvent,
  encodeParts,
  encodeState,
  encodeTombstone,
  eventMessage,
  Platform,
  type PlatformOptions,
  type SavedPlatform,
  STREAMS,
  type StateMessage,
  standing,
  TOMBSTONE_REASONS,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import * as arbitrary from './arbitrary.ts';
import { birth as exampleBirth } from './examples.ts';

// A platform that is killed and started again in any place of anything that was said to it.

type Said = { readonly topic: string; readonly bytes: Uint8Array; readonly retained: boolean };

const EPOCHS = ['e100000000000001', 'e200000000000002', 'e300000000000003'];
const epoch = fc.constantFrom(...EPOCHS);
const seq = fc.integer({ min: 1, max: 6 });
const head = fc.record({ seq: fc.integer({ min: 0, max: 8 }), parts: fc.integer({ min: 0, max: 3 }) });
const heads = fc.record({ event: head, telemetry: head }).map(({ event, telemetry }) => ({
  event: { seq: event.seq, parts: Math.min(event.seq, 1) },
  telemetry,
}));
const births = fc
  .array(
    fc.record({
      birth: arbitrary.birth,
      epoch,
      before: fc.option(epoch),
      rows: fc.integer({ min: 0, max: 6 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((some) =>
    some.map(({ birth, epoch: own, before, rows }) => ({
      ...birth,
      epoch: own,
      previous: before === null ? null : { epoch: before, event: rows, telemetry: rows },
    })),
  );

const conversation: fc.Arbitrary<Said[]> = births.chain((known) => {
  const wire = (topic: string, bytes: Uint8Array, retained = false): Said => ({ topic, bytes, retained });
  const one = fc.oneof(
    fc
      .record({ birth: fc.constantFrom(...known), current: fc.boolean(), retained: fc.boolean() })
      .map(({ birth, current, retained }) => {
        const bytes = encodeBirth(birth);
        return wire(current ? 'birth' : `birth/${birthHash(bytes)}`, bytes, retained);
      }),
    fc.constantFrom(...known).chain((birth) =>
      fc
        .record({
          header: arbitrary.telemetryHeader,
          ...{ epoch, seq, first: fc.integer({ min: 1, max: 3 }) },
          parts: arbitrary.parts(birth.channels, { min: 0, max: 2 }),
        })
        .map(({ header, parts, first, ...own }) => {
          const last = first + parts.length - 1;
          const named = { ...header, ...own, birth: birthHash(encodeBirth(birth)), first, last };
          return wire('tel', telemetryMessage(named, encodeParts(parts, birth.channels)));
        }),
    ),
    fc
      .record({ header: arbitrary.eventHeader, event: arbitrary.event, epoch, seq })
      .map(({ header, event, ...own }) =>
        wire('event', eventMessage({ ...header, ...own }, encodeEvent(event))),
      ),
    fc
      .record({ state: arbitrary.state, epoch, heads, delivered: heads, retained: fc.boolean() })
      .map(({ state, retained, ...own }) =>
        wire('state', encodeState({ ...state, ...own } as StateMessage), retained),
      ),
    fc
      .record({
        stream: fc.constantFrom(...STREAMS),
        epoch,
        from: seq,
        more: fc.nat(3),
        reason: fc.constantFrom(...TOMBSTONE_REASONS),
      })
      .map(({ from, more, stream, ...own }) =>
        wire(
          stream === 'event' ? 'event' : 'tel',
          encodeTombstone({ ...own, stream, from, to: from + more }),
        ),
      ),
  );
  return fc.array(one, { minLength: 2, maxLength: 30 }).chain((said) =>
    // some of it twice, later
    fc
      .array(fc.nat(said.length - 1), { maxLength: 8 })
      .map((again) => [...said, ...again.flatMap((nth) => said[nth] ?? [])]),
  );
});

const options: fc.Arbitrary<PlatformOptions> = fc.record({
  joinLate: fc.boolean(),
  window: fc.integer({ min: 1, max: 6 }),
  holdBytes: fc.constantFrom(0, 300, 100_000),
});

const say = (platform: Platform, { topic, bytes, retained }: Said, atMs: number) =>
  platform.ingest(`lifeline/v1/tower-7/${topic}`, bytes, { atMs, retained });

/** Killed and started again: what was saved lay in a database as text. */
const again = (platform: Platform, given: PlatformOptions) =>
  Platform.restore(JSON.parse(JSON.stringify(platform.save())) as SavedPlatform, given);

function look(platform: Platform) {
  const view = platform.gateways.get('tower-7');
  if (view === undefined) return null;
  const { latest, alarms, lifts, birth, state, held } = view;
  const lists = [latest, alarms, lifts].map((map) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { lists, birth, state, held, report: view.report(), standing: standing(view, 1e6) };
}

test('a platform that was saved and restored goes on exactly as one that ran on', () => {
  fc.assert(
    fc.property(conversation, options, fc.nat(), (said, given, cut) => {
      const at = cut % said.length;
      const whole = new Platform(given);
      let restored = new Platform(given);
      said.forEach((one, nth) => {
        if (nth === at) restored = again(restored, given);
        expect(say(restored, one, nth)).toEqual(say(whole, one, nth));
      });
      expect(look(restored)).toEqual(look(whole));
      expect(look(again(whole, given))).toEqual(look(whole));
      expect(again(whole, given).save()).toEqual(whole.save());
      const [left, right] = [restored, whole].map((one) => one.gateways.get('tower-7')?.takeComplete());
      expect(left).toEqual(right);
    }),
    { numRuns: soak(150) },
  );
});

test('what another version saved is refused', () => {
  const saved = { ...new Platform().save(), version: 2 } as unknown as SavedPlatform;
  expect(() => Platform.restore(saved)).toThrow(/version 2/);
});

test('births of many gateways share what is the same in them, also after a restart', () => {
  const platform = new Platform();
  for (const gateway of ['tower-7', 'tower-8']) {
    const bytes = encodeBirth({ ...exampleBirth, gateway });
    platform.ingest(`lifeline/v1/${gateway}/birth`, bytes);
  }
  for (const one of [platform, again(platform, {})]) {
    const [a, b] = [...one.gateways.values()].map(({ birth }) => birth);
    expect(a?.channels).toBe(b?.channels);
    expect(a?.rules).toBe(b?.rules);
    expect([a?.gateway, b?.gateway]).toEqual(['tower-7', 'tower-8']);
  }
});
