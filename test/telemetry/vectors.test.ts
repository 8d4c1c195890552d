import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  birthHash,
  encodeBirth,
  encodeEvent,
  encodeParts,
  encodeState,
  eventMessage,
  senmlEvent,
  senmlTelemetry,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import { decodeAll, expectPythonAgrees, type Wire } from './agreement.ts';
import * as arbitrary from './arbitrary.ts';
import { birth as exampleBirth, examples } from './examples.ts';

type Vector = { name: string; topic: string; hex: string; message: unknown };
const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, 'vectors/messages.json'), 'utf8'),
) as Vector[];

describe('the shared vectors', () => {
  it('are what the encoder writes today, byte for byte', () => {
    expect(
      examples.map(({ name, topic, bytes }) => ({ name, topic, hex: Buffer.from(bytes).toString('hex') })),
    ).toEqual(vectors.map(({ name, topic, hex }) => ({ name, topic, hex })));
  });

  it('decode to the values beside them', () => {
    const { decoded } = decodeAll(
      vectors.map(({ topic, hex }) => ({ topic, bytes: Buffer.from(hex, 'hex') })),
    );
    expect(JSON.parse(JSON.stringify(decoded))).toEqual(vectors.map(({ message }) => message));
    expect(decoded[0]).toEqual({ kind: 'birth', hash: '962b80a54db50038', birth: exampleBirth });
  });

  it('mean the same to the Python decoder', () => {
    expectPythonAgrees(vectors.map(({ topic, hex }) => ({ topic, bytes: Buffer.from(hex, 'hex') })));
  });
});

describe('random messages', () => {
  const telemetry = arbitrary.birth.chain((birth) =>
    fc
      .record({
        header: arbitrary.telemetryHeader,
        first: fc.integer({ min: 1, max: 10 }),
        parts: arbitrary.parts(birth.channels, { min: 0, max: 4 }),
      })
      .map(({ header, first, parts }): Wire[] => {
        const bytes = encodeBirth(birth);
        const last = first + parts.length - 1;
        const body = encodeParts(parts, birth.channels);
        return [
          { topic: 'birth', bytes },
          {
            topic: 'tel',
            bytes: telemetryMessage({ ...header, birth: birthHash(bytes), first, last }, body),
          },
          {
            topic: 'tel',
            bytes: senmlTelemetry(
              { kind: 'telemetry', ...header, birth: birthHash(bytes), first, last, parts },
              birth,
            ),
          },
        ];
      }),
  );
  const other = fc.oneof(
    fc.record({ header: arbitrary.eventHeader, event: arbitrary.event }).map(({ header, event }) => [
      { topic: 'lifeline/v1/x/event', bytes: eventMessage(header, encodeEvent(event)) },
      { topic: 'event', bytes: senmlEvent({ kind: 'event', ...header, event }, exampleBirth) },
    ]),
    arbitrary.state.map((state) => [{ topic: 'state', bytes: encodeState(state) }]),
  );

  it('mean the same to the Python decoder', () => {
    const options = { seed: 20260101, numRuns: soak(100) };
    const messages = [...fc.sample(telemetry, options), ...fc.sample(other, options)].flat();
    expectPythonAgrees(messages.map((one) => ({ ...one, topic: one.topic.replace(/.*\//, '') })));
  });
});
