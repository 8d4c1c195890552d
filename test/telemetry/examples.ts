import {
  type Birth,
  birthHash,
  type EventBody,
  encodeAck,
  encodeBirth,
  encodeCommand,
  encodeEvent,
  encodeParts,
  encodeReply,
  encodeState,
  encodeTombstone,
  eventMessage,
  type Header,
  privateKeyFrom,
  type StateMessage,
  senmlEvent,
  senmlTelemetry,
  signSign1,
  type TelemetryHeader,
  type TimeBase,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import { arrayOf, type CborItem, decodeItem, encodeItem } from '../../gateway/telemetry/wire/cbor.ts';
import { asArray, asMap } from '../../gateway/telemetry/wire/fields.ts';
import { acknowledge, commands, repliesWith } from './commandExamples.ts';
import { liftEvents } from './liftExamples.ts';
import { day, lacking, parts } from './partExamples.ts';

export { parts };

// One gateway's words, chosen so that every production of telemetry.cddl is met once.

export const birth: Birth = {
  gateway: 'tower-7',
  name: { en: 'Tower 7', zh: '7号楼' },
  software: '0.1.0',
  epoch: '8f14e45fceea167a',
  previous: { epoch: '45c48cce2e2d7fbd', event: 17, telemetry: 5_000_000_000 },
  channels: [
    {
      index: 0,
      point: 'gas-1/concentration',
      name: { en: 'Gas', zh: '燃气' },
      unit: '%LEL',
      exponent: -1,
      profile: 'ya-k300-s',
      place: 'kitchen',
      role: 'gas.concentration',
    },
    {
      index: 1,
      point: 'gas-1/temperature',
      name: 'Temperature',
      unit: '°C',
      exponent: -1,
      profile: 'ya-k300-s',
    },
    { index: 2, point: 'valve/position', name: 'Valve', unit: '', exponent: 0, profile: 'relay-8' },
    { index: 40, point: 'meter/energy', name: 'Energy', unit: 'J', exponent: 3, profile: 'meter' },
  ],
  rules: [
    { id: 'gas-high', kind: 'limit', point: 'gas-1/concentration', text: '≥ 25 %LEL red' },
    { id: 'lost', kind: 'loss-of-sensing', text: 'gas-1' },
  ],
};
export const birthBytes = encodeBirth(birth);

export const header: Header = {
  epoch: birth.epoch,
  boot: 'c9f0f895fb98ab91',
  seq: 4_294_967_296,
  birth: birthHash(birthBytes),
  time: { mono: 86_400_000, utc: 1_785_000_000_000, quality: 'ntp' },
  historical: false,
};

const at = { boot: header.boot, mono: 3_456_004_010 };
const alarm: EventBody = {
  type: 'alarm',
  rule: 'gas-high',
  ruleName: { en: 'Gas leak', zh: '燃气泄漏' },
  occurrence: 'gas-high#c9f0f895fb98ab91-3',
  cause: 'raised',
  from: 'A',
  to: 'B',
  severity: 'red',
  device: 'gas-1',
  deviceName: 'Kitchen gas',
  place: null,
  point: 'gas-1/concentration',
  value: 25.1,
  limit: 25,
  unit: '%LEL',
  quality: 'good',
  onset: { boot: header.boot, mono: 3_456_004_005 },
  declared: { boot: header.boot, mono: 3_456_004_006 },
  actor: null,
  condition: 'B',
  announcement: 1,
  group: null,
  reason: null,
  until: null,
  at,
};

export const events: Record<string, EventBody> = {
  alarm,
  clock: {
    type: 'clock',
    boot: 'other-boot',
    time: { mono: 12, utc: null, quality: 'unsynced' },
    at,
  },
  system: { type: 'system', code: 'journal.full', severity: 'none', text: 'the disk is full', at },
  command: { type: 'command', verb: 'acknowledge', actor: 'desk:li', accepted: true, detail: '', at },
  'alarm, shelved': {
    ...alarm,
    cause: 'shelved',
    from: 'C',
    to: 'G',
    condition: 'C',
    announcement: 3,
    group: 'gas-high#c9f0f895fb98ab91-2',
    actor: 'desk:li',
    reason: 'sensor is being replaced',
    until: { boot: header.boot, mono: 3_459_604_010 },
  },
  ...liftEvents(at),
};

export const state: StateMessage = {
  online: true,
  epoch: birth.epoch,
  boot: header.boot,
  time: header.time,
  guardAlive: true,
  journal: 'trouble',
  heads: { event: { seq: 18, parts: 1 }, telemetry: { seq: 5_000_000_001, parts: 3 } },
  delivered: { event: { seq: 0, parts: 0 }, telemetry: { seq: 5_000_000_000, parts: 10 } },
};

const tel: TelemetryHeader = {
  ...header,
  first: 1,
  last: 3,
  sealed: false,
  slice: null,
  evidence: null,
};

const undated: TimeBase = { mono: 0, utc: null, quality: 'unsynced' };
// The key pair of RFC 8032 §7.1, test 1: everybody has it, so it must never be anybody's.
export const KNOWN_SEED = 'nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=';
export const KNOWN_PUBLIC = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
const knownKey = privateKeyFrom(KNOWN_SEED);
if (!knownKey.ok) throw new Error(knownKey.error.what);
export const signed = (topic: string, bytes: Uint8Array, gateway = birth.gateway) =>
  signSign1(bytes, knownKey.value, 'ops', `v1/${gateway}/${topic}`);

export const replies = repliesWith(state);

export type Example = { readonly name: string; readonly topic: string; readonly bytes: Uint8Array };

export const examples: readonly Example[] = [
  { name: 'birth', topic: 'birth', bytes: birthBytes },
  {
    name: 'telemetry: samples and reports in three parts',
    topic: 'tel',
    bytes: telemetryMessage(tel, encodeParts(parts, birth.channels)),
  },
  {
    name: 'telemetry: evidence, historical, a slice',
    topic: 'tel',
    bytes: telemetryMessage(
      {
        ...tel,
        historical: true,
        last: 1,
        sealed: true,
        slice: { index: 1, count: 2 },
        evidence: 'gas-high#c9f0f895fb98ab91-3',
      },
      encodeParts(parts.slice(0, 1), birth.channels),
    ),
  },
  {
    name: 'telemetry: no parts, the segment ended',
    topic: 'tel',
    bytes: telemetryMessage({ ...tel, first: 4, last: 3, sealed: true }, encodeParts([], [])),
  },
  {
    name: 'telemetry: statistics of a day',
    topic: 'tel',
    bytes: telemetryMessage({ ...tel, last: 1, sealed: true }, encodeParts([day], birth.channels)),
  },
  {
    name: 'telemetry: a column without a value, a mean beyond its scale',
    topic: 'tel',
    bytes: telemetryMessage({ ...tel, last: 1, sealed: true }, encodeParts([lacking], birth.channels)),
  },
  ...Object.entries(events).map(([name, event], nth) => ({
    name: `event: ${name}`,
    topic: 'event',
    bytes: eventMessage({ ...header, durable: nth % 2 === 0 }, encodeEvent(event)),
  })),
  {
    name: 'tombstone',
    topic: 'tel',
    bytes: encodeTombstone({ stream: 'telemetry', epoch: birth.epoch, from: 3, to: 9, reason: 'evicted' }),
  },
  { name: 'state', topic: 'state', bytes: encodeState(state) },
  {
    name: 'state: delivered up to the end of a row',
    topic: 'state',
    bytes: encodeState({
      ...state,
      delivered: { event: { seq: 17, parts: 1 }, telemetry: { seq: 5_000_000_000, parts: 0 } },
    }),
  },
  ...(['event', 'telemetry'] as const).map((stream) => ({
    name: `ack: ${stream}`,
    topic: 'ack',
    bytes: encodeAck({
      ...{ epoch: birth.epoch, stream },
      intervals: [
        [1, 17],
        [19, 5_000_000_000],
      ],
    }),
  })),
  {
    name: 'state: the last will',
    topic: 'state',
    bytes: encodeState({ ...state, online: false, will: true, time: undated }),
  },
  {
    name: 'event: alarm of a sender that knows more',
    topic: 'event',
    bytes: withKeyOfTomorrow(eventMessage({ ...header, durable: true }, encodeEvent(alarm))),
  },
  {
    name: 'telemetry of a sender that knows more',
    topic: 'tel',
    bytes: withKeyOfTomorrow(
      telemetryMessage({ ...tel, last: 1 }, encodeParts(parts.slice(0, 1), birth.channels)),
    ),
  },
  {
    name: 'SenML: telemetry that has its date',
    topic: 'tel',
    bytes: senmlTelemetry({ kind: 'telemetry', ...tel, parts }, birth),
  },
  {
    name: 'SenML: telemetry without a date, of the boot that sends it; a slice of evidence',
    topic: 'tel',
    bytes: senmlTelemetry(
      {
        ...{ kind: 'telemetry', ...tel, last: 1, sealed: true, time: undated, parts: parts.slice(0, 1) },
        ...{ slice: { index: 1, count: 2 }, evidence: 'gas-high#c9f0f895fb98ab91-3' },
      },
      birth,
      3_456_070_000,
    ),
  },
  {
    name: 'SenML: telemetry of a boot that is over and never had a date',
    topic: 'tel',
    bytes: senmlTelemetry(
      { kind: 'telemetry', ...tel, last: 1, historical: true, time: undated, parts: parts.slice(0, 1) },
      birth,
    ),
  },
  {
    name: 'SenML: statistics of a day',
    topic: 'tel',
    bytes: senmlTelemetry({ kind: 'telemetry', ...tel, last: 1, parts: [day] }, birth),
  },
  ...Object.entries(events)
    .filter(([name]) => !name.startsWith('lift') || name === 'lift: trip') // their details are one text, whatever happened
    .map(([name, event]) => ({
      name: `SenML: event: ${name}`,
      topic: 'event',
      bytes: senmlEvent({ kind: 'event', ...header, durable: true, event }, birth),
    })),
  ...commands.map((command) => ({
    name: `command: ${command.id}`,
    topic: 'cmd',
    bytes: encodeCommand(command),
  })),
  ...replies.map((reply) => ({ name: `reply: ${reply.id}`, topic: 'reply', bytes: encodeReply(reply) })),
  {
    name: 'command, signed',
    topic: 'cmd',
    bytes: signed('cmd', encodeCommand(acknowledge)),
  },
  {
    name: 'event: alarm, signed',
    topic: 'event',
    bytes: signed('event', eventMessage({ ...header, durable: true }, encodeEvent(alarm))),
  },
  {
    name: 'tombstone of events, signed',
    topic: 'event',
    bytes: signed(
      'event',
      encodeTombstone({ stream: 'event', epoch: birth.epoch, from: 3, to: 9, reason: 'retired' }),
    ),
  },
];

/** The same message with a key in header and body that no reader of today has heard of. */
function withKeyOfTomorrow(message: Uint8Array): Uint8Array {
  const decoded = decodeItem(message);
  if (!decoded.ok) throw new Error(decoded.error.what);
  const documents = asArray(decoded.value).map((document) =>
    encodeItem(new Map<number, CborItem>([...asMap(document), [99, ['tomorrow', 1]]])),
  );
  return arrayOf(...documents);
}
