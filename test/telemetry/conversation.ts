import fc from 'fast-check';
import {
  birthHash,
  encodeBirth,
  encodeEvent,
  encodeParts,
  encodeState,
  encodeTombstone,
  eventMessage,
  STREAMS,
  type StateMessage,
  senmlTelemetry,
  TOMBSTONE_REASONS,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import * as arbitrary from './arbitrary.ts';

// Whatever one gateway might say, in any order, some of it twice: of few epochs, rows and parts, so that much of it meets.

export type Said = { readonly topic: string; readonly bytes: Uint8Array; readonly retained: boolean };

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

export const conversation: fc.Arbitrary<Said[]> = births.chain((known) => {
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
          asSenml: fc.boolean(),
        })
        .map(({ header, parts, first, asSenml, ...own }) => {
          const last = first + parts.length - 1;
          const named = { ...header, ...own, birth: birthHash(encodeBirth(birth)), first, last };
          const encoded = encodeParts(parts, birth.channels);
          return wire(
            'tel',
            asSenml
              ? senmlTelemetry({ kind: 'telemetry', ...named, parts }, birth)
              : telemetryMessage(named, encoded),
          );
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
