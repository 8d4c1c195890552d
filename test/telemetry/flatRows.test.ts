import { expect, test } from 'vitest';
import {
  birthHash,
  encodeBirth,
  encodeEvent,
  encodeParts,
  encodeTombstone,
  eventMessage,
  Platform,
  type TelemetryMessage,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import * as examples from './examples.ts';

const birth = { ...examples.birth, previous: null };
const birthBytes = encodeBirth(birth);
const { epoch } = birth;
const { boot } = examples.header;
const UTC = 1_785_000_000_000;

function setUp() {
  const platform = new Platform();
  const say = (topic: string, bytes: Uint8Array) => {
    const said = platform.ingest(`lifeline/v1/tower-7/${topic}`, bytes);
    if (!said.ok) throw new Error(said.error.what);
    const rows = [...platform.rows(said.value)];
    const arrivals = said.value.arrivals.map(({ seq, part, arrival }) => [seq, part, arrival]);
    return { rows, events: [...platform.events(said.value)], arrivals };
  };
  const complete = () => platform.gateways.get('tower-7')?.takeComplete();
  say('birth', birthBytes);
  return { platform, say, complete };
}

type Own = Partial<TelemetryMessage> & { readonly value?: number };

function tel({
  seq = 1,
  first = 1,
  last = first,
  sealed = true,
  value = 20.5,
  slice = null,
  evidence = null,
}: Own) {
  const parts = Array.from({ length: last - first + 1 }, (_, nth) => {
    const to = (10 * seq + first + nth) * 1000;
    return {
      ...{ from: to - 1000, to },
      samples: [
        {
          times: [to - 500, to],
          columns: [
            { channel: 0, values: [value, null], qualities: ['good' as const, 'stale' as const] },
            { channel: 2, values: [null, 3], qualities: ['good' as const, 'good' as const] },
          ],
        },
      ],
      reports: [
        {
          times: [to],
          columns: [
            { channel: 1, min: [19], mean: [20], max: [21.5], n: [60], qualities: ['good' as const] },
          ],
        },
      ],
    };
  });
  const time = { mono: 0, utc: UTC, quality: 'rtc' as const };
  const own = { first, last, sealed, slice, evidence, seq, time };
  const header = { ...examples.header, birth: birthHash(birthBytes), ...own };
  return telemetryMessage(header, encodeParts(parts, birth.channels));
}

test('telemetry is rows with their point, civil time, quality and key; what was not sampled is none', () => {
  const { say } = setUp();
  const key = { gateway: 'tower-7', epoch, stream: 'telemetry', seq: 1, part: 1 };
  const gas = { point: 'gas-1/concentration', name: { en: 'Gas', zh: '燃气' }, unit: '%LEL' };
  const at = (mono: number) => ({ key, utc: UTC + mono, clock: 'rtc', boot, mono, evidence: null });
  expect(say('tel', tel({})).rows).toEqual([
    { ...at(10_500), ...gas, quality: 'good', value: 20.5 },
    { ...at(11_000), ...gas, quality: 'stale', value: null },
    { ...at(11_000), point: 'valve/position', name: 'Valve', unit: '', quality: 'good', value: 3 },
    {
      ...at(11_000),
      ...{ point: 'gas-1/temperature', name: 'Temperature', unit: '°C', quality: 'good' },
      ...{ min: 19, mean: 20, max: 21.5, n: 60, periodMs: null },
    },
  ]);
});

test('a part that comes again makes no rows, one with another content is a conflict and makes none either', () => {
  const { say } = setUp();
  expect(say('tel', tel({ first: 1, last: 2, sealed: false })).arrivals).toEqual([
    [1, 1, 'new'],
    [1, 2, 'new'],
  ]);
  const again = say('tel', tel({ first: 2, last: 3 }));
  expect(again.arrivals).toEqual([
    [1, 2, 'duplicate'],
    [1, 3, 'new'],
  ]);
  expect(new Set(again.rows.map(({ key }) => key.part))).toEqual(new Set([3]));
  const other = say('tel', tel({ first: 3, value: 21 }));
  expect(other.arrivals).toEqual([[1, 3, 'conflict']]);
  expect(other.rows).toEqual([]);
});

test('slices of a part are new one by one, each with the rows that are in it', () => {
  const { say, complete } = setUp();
  const slice = (index: number) => tel({ slice: { index, count: 2 } });
  expect(say('tel', slice(0))).toMatchObject({ arrivals: [[1, 1, 'new']], rows: [{}, {}, {}, {}] });
  expect(complete()).toEqual([]);
  expect(say('tel', slice(0))).toMatchObject({ arrivals: [[1, 1, 'duplicate']], rows: [] });
  expect(say('tel', slice(1)).arrivals).toEqual([[1, 1, 'new']]);
  expect(complete()).toEqual([{ epoch, stream: 'telemetry', intervals: [[1, 1]] }]);
});

test('rows are ready to be acknowledged when they are whole, once, and again when they come again', () => {
  const { say, complete } = setUp();
  say('tel', tel({ first: 1, sealed: false }));
  say('tel', tel({ seq: 2 }));
  expect(complete()).toEqual([{ epoch, stream: 'telemetry', intervals: [[2, 2]] }]);
  say('tel', tel({ first: 2, sealed: true }));
  say('tel', encodeTombstone({ epoch, stream: 'telemetry', from: 3, to: 7, reason: 'evicted' }));
  const telemetry = { epoch, stream: 'telemetry' };
  expect(complete()).toEqual([
    {
      ...telemetry,
      intervals: [
        [1, 1],
        [3, 7],
      ],
    },
  ]);
  expect(complete()).toEqual([]);
  say('tel', tel({ seq: 2 }));
  expect(complete()).toEqual([{ ...telemetry, intervals: [[2, 2]] }]);
});

test('an acknowledgement names no more intervals than a gateway takes at once', () => {
  const { say, complete } = setUp();
  for (let seq = 1; seq <= 2001; seq += 2) say('tel', tel({ seq }));
  const acks = complete() ?? [];
  expect(acks.map(({ intervals }) => intervals.length)).toEqual([500, 500, 1]);
});

test('an event is a row with its date, and dated better when the clock is known', () => {
  const { say } = setUp();
  const { alarm, clock } = examples.events;
  if (alarm === undefined || clock === undefined) throw new Error('examples are missing');
  const header = {
    ...examples.header,
    durable: true,
    time: { mono: 0, utc: null, quality: 'unsynced' as const },
  };
  const event = (seq: number, body: typeof alarm) => eventMessage({ ...header, seq }, encodeEvent(body));
  const first = say('event', event(1, { ...alarm, at: { boot, mono: 5000 } }));
  expect(first.events).toMatchObject([
    {
      key: { gateway: 'tower-7', epoch, stream: 'event', seq: 1, part: 1 },
      utc: null,
      clock: 'unsynced',
      mono: 5000,
    },
  ]);
  const mapping = { type: 'clock' as const, boot, time: { mono: 0, utc: UTC, quality: 'ntp' as const } };
  say('event', event(2, { ...mapping, at: { boot, mono: 6000 } }));
  const later = say('event', event(3, { ...alarm, at: { boot, mono: 7000 } }));
  expect(later.events).toMatchObject([{ utc: UTC + 7000, clock: 'ntp', event: { type: 'alarm' } }]);
  expect(say('event', event(3, { ...alarm, at: { boot, mono: 7000 } })).events).toEqual([]);
});
