import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Birth,
  birthHash,
  decodeMessage,
  decodeSenml,
  type EventMessage,
  encodeBirth,
  encodeParts,
  GatewayView,
  senmlEvent,
  senmlTelemetry,
  type TelemetryMessage,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import { expectPythonAgrees } from './agreement.ts';
import * as arbitrary from './arbitrary.ts';
import { events, birth as exampleBirth, header, parts } from './examples.ts';
import { cellsOf, cellsOfRecords, readIndependently } from './senmlRecords.ts';

const now = fc.option(fc.nat({ max: 2 ** 45 }));
const telemetry = arbitrary.birth.chain((birth) =>
  fc
    .record({
      head: arbitrary.telemetryHeader,
      first: fc.integer({ min: 1, max: 10 }),
      parts: arbitrary.parts(birth.channels, { min: 0, max: 4 }),
      now,
    })
    .map(({ head, first, parts: recorded, now: sent }) => {
      const last = first + recorded.length - 1;
      const hash = birthHash(encodeBirth(birth));
      const message: TelemetryMessage = {
        ...{ kind: 'telemetry', ...head, birth: hash, first, last, parts: recorded },
      };
      return { birth, message, bytes: senmlTelemetry(message, birth, sent), now: sent };
    }),
);
const event = fc
  .record({ head: arbitrary.eventHeader, event: arbitrary.event, now })
  .map(({ head, event: body, now: sent }) => {
    const message: EventMessage = { kind: 'event', ...head, event: body };
    return { message, bytes: senmlEvent(message, exampleBirth, sent) };
  });

const births = (birth: Birth) => (hash: string) =>
  hash === birthHash(encodeBirth(birth)) ? birth : undefined;

describe('a SenML pack', () => {
  it('of telemetry is read back with every value, quality and time, and its key', () => {
    fc.assert(
      fc.property(telemetry, ({ birth, message, bytes }) => {
        const read = decodeMessage('tel', bytes, births(birth));
        if (!read.ok || read.value.kind !== 'telemetry') throw new Error(JSON.stringify(read));
        const { parts: _, ...head } = message;
        expect(read.value).toMatchObject(head);
        expect(cellsOf(read.value, birth)).toEqual(cellsOf(message, birth));
      }),
      { numRuns: soak(100) },
    );
  });

  it('of an event is read back as it was', () => {
    fc.assert(
      fc.property(event, ({ message, bytes }) => {
        expect(decodeMessage('event', bytes, () => undefined)).toEqual({ ok: true, value: message });
      }),
      { numRuns: soak(100) },
    );
  });

  it('resolves in a reader that knows only the RFC to the same values, units and times', () => {
    const some = fc.sample(telemetry, { seed: 20260102, numRuns: soak(100) });
    const answers = readIndependently(some.map(({ bytes }) => bytes));
    expect(answers).toHaveLength(some.length);
    const told = { dated: 0, relative: 0, refused: 0 };
    some.forEach(({ birth, message, now: sent }, at) => {
      const answer = answers[at];
      const { time, boot } = message;
      const start = message.parts[0]?.from ?? time.mono;
      const dated = time.utc !== null && time.utc + start - time.mono >= 2 ** 28 * 1000;
      if (!dated && sent === null) {
        told.refused += 1;
        expect(answer).toEqual({ refused: 'boot_ must be understood' });
        return;
      }
      told[dated ? 'dated' : 'relative'] += 1;
      const wall = dated ? (time.utc ?? 0) - time.mono : -(sent ?? 0);
      if (!Array.isArray(answer)) throw new Error(`${JSON.stringify(answer)} of boot ${boot}`);
      const expected = cellsOf(message, birth).map((cell) => ({ ...cell, time: cell.time + wall }));
      expect(cellsOfRecords(answer, birth).toSorted(byText)).toEqual(expected.toSorted(byText));
    });
    expect(Object.values(told).every((count) => count > 3)).toBe(true);
  });

  it('of an event resolves there too, the onset at its own time', () => {
    const message: EventMessage = {
      ...{ kind: 'event', ...header, durable: true, event: events.alarm as EventMessage['event'] },
    };
    const [answer] = readIndependently([senmlEvent(message, exampleBirth)]);
    if (!Array.isArray(answer)) throw new Error(JSON.stringify(answer));
    const record = (field: string) => answer.find(({ n }) => n === `lifeline:tower-7:event:${field}`);
    expect(record('value')).toMatchObject({ v: 25.1 });
    expect(record('severity')).toMatchObject({ vs: 'red' });
    expect(record('ruleName.zh')).toMatchObject({ vs: '燃气泄漏' });
    const onset = message.event.type === 'alarm' ? message.event.onset.mono : 0;
    const { utc, mono } = header.time;
    expect(Math.round(record('onset.mono').t * 1000)).toBe((utc ?? 0) + onset - mono);
    const answers = readIndependently(fc.sample(event, { seed: 1, numRuns: 100 }).map(({ bytes }) => bytes));
    expect(answers.every((one) => Array.isArray(one) || 'refused' in (one as object))).toBe(true);
  });

  it('waits for its birth, and is counted as any other message', () => {
    const view = new GatewayView();
    const message: TelemetryMessage = {
      ...{ kind: 'telemetry', ...header, seq: 1, first: 1, last: 3, sealed: true, slice: null },
      ...{ evidence: null, parts },
    };
    const bytes = senmlTelemetry(message, exampleBirth);
    expect(view.ingest('tel', bytes)).toMatchObject({ ok: true, value: { messages: [] } });
    expect(view.ingest('birth', encodeBirth(exampleBirth))).toMatchObject({
      value: { messages: [{}, { seq: 1 }] },
    });
    view.ingest('tel', bytes);
    // an uplink whose encoding was changed repeats a row in the other one: the content is the same
    const { kind: _, parts: __, ...own } = message;
    view.ingest('tel', telemetryMessage(own, encodeParts(parts, exampleBirth.channels)));
    const other = senmlTelemetry({ ...message, evidence: 'another' }, exampleBirth);
    view.ingest('tel', other);
    expect(view.report()).toMatchObject({ received: 3, duplicates: 6, conflicts: [{}, {}, {}] });
    expect(view.latest.get('gas-1/temperature')).toMatchObject({ value: -3.2, record: { n: 60 } });
  });

  it('keeps every row in its part, also one whose time is rounded to where its part begins', () => {
    const part = (from: number, times: number[]) => {
      const values = times.map((_, nth) => nth);
      const qualities = times.map(() => 'good' as const);
      const samples = [{ times, columns: [{ channel: 1, values, qualities }] }];
      return { from, to: from + 1000, samples, reports: [] };
    };
    const key = { ...header, first: 3, last: 4, sealed: true, slice: null, evidence: null };
    const recorded = [part(5000, [5001, 6000]), part(6000, [6000, 6500])];
    const bytes = senmlTelemetry({ kind: 'telemetry', ...key, parts: recorded }, exampleBirth);
    expect(decodeMessage('tel', bytes, () => exampleBirth)).toMatchObject({ value: { parts: recorded } });
    expectPythonAgrees([
      { topic: 'birth', bytes: encodeBirth(exampleBirth) },
      { topic: 'tel', bytes },
    ]);
  });

  it('that is cut, mixed up or hostile is answered with a problem', () => {
    fc.assert(
      fc.property(telemetry, fc.nat(), fc.nat(255), ({ birth, bytes }, at, byte) => {
        const bent = Uint8Array.from(bytes);
        bent[at % bent.length] = byte;
        for (const wrong of [bent, bytes.subarray(0, at % bytes.length)])
          expect(typeof decodeSenml(wrong, births(birth)).ok).toBe('boolean');
      }),
      { numRuns: soak(100) },
    );
  });
});

function byText(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
