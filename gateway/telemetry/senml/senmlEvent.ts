import { QUALITY_CODES, type Quality } from '../../../drivers/quality.ts';
import { SEVERITIES, WIRE_SEVERITIES } from '../../../drivers/vocabulary.ts';
import { encodeItem } from '../wire/cbor.ts';
import { Malformed } from '../wire/fields.ts';
import type {
  AlarmEvent,
  Birth,
  ClockEvent,
  CommandEvent,
  EventBody,
  EventMessage,
  LiftEvent,
  SystemEvent,
} from '../wire/model.ts';
import { ownBase } from './senmlName.ts';
import { packItem } from './senmlPack.ts';
import { eventRow, readEventRow, timingOf } from './senmlRow.ts';
import {
  count,
  type Given,
  instant,
  json,
  nullable,
  oneOf,
  pointValue,
  readFields,
  type SenmlShapes,
  text,
  timeBase,
  truth,
  word,
  writeFields,
} from './senmlShape.ts';

type Fields<T> = SenmlShapes<Omit<T, 'type'> & Pick<EventBody, 'at'>>;

const alarm: Fields<AlarmEvent> = {
  at: instant,
  rule: word,
  ruleName: text,
  occurrence: word,
  cause: word,
  from: word,
  to: word,
  severity: oneOf(SEVERITIES),
  device: word,
  deviceName: text,
  place: nullable(text),
  point: nullable(word),
  value: pointValue,
  limit: pointValue,
  unit: word,
  quality: oneOf(Object.keys(QUALITY_CODES) as Quality[]),
  onset: instant,
  declared: instant,
  actor: nullable(word),
  condition: word,
  announcement: count,
  group: nullable(word),
  reason: nullable(word),
  until: nullable(instant),
};
const clock: Fields<ClockEvent> = { at: instant, boot: word, time: timeBase };
const system: Fields<SystemEvent> = {
  at: instant,
  code: word,
  severity: oneOf(WIRE_SEVERITIES),
  text: word,
};
const command: Fields<CommandEvent> = { at: instant, verb: word, actor: word, accepted: truth, detail: word };
const lift: Fields<LiftEvent> = { at: instant, lift: word, liftName: text, what: word, details: json };

/**
 * An event as a SenML pack in CBOR (RFC 8428): one record for each field, legible alone. `now`: the moment of sending on the
 * monotonic clock, where it is the boot of the row; then an event without a date is still "so long ago".
 */
export function senmlEvent(message: EventMessage, { gateway }: Birth, now: number | null = null): Uint8Array {
  const { kind: _, event, ...header } = message;
  const entries = [{ name: 'type', value: event.type }, ...write(event, message.boot)];
  const times = entries.flatMap(({ at }) => (at === undefined ? [] : [at]));
  const timing = timingOf(header, times.length > 0 ? Math.min(...times) : header.time.mono, now);
  const sections = [
    eventRow(gateway, { ...header, now: timing.now }),
    { base: ownBase(gateway, 'event'), entries },
  ];
  return encodeItem(packItem(sections, timing));
}

/** The reverse; throws `Malformed`. `row` and `fields` are the records of a pack by what their names mean. */
export function readSenmlEvent(row: Given, fields: Given): EventMessage {
  const { now: _, ...header } = readEventRow(row);
  return { kind: 'event', ...header, event: read(fields) };
}

function write(event: EventBody, boot: string) {
  switch (event.type) {
    case 'alarm':
      return writeFields(alarm, event, boot);
    case 'clock':
      return writeFields(clock, event, boot);
    case 'system':
      return writeFields(system, event, boot);
    case 'command':
      return writeFields(command, event, boot);
    case 'lift':
      return writeFields(lift, event, boot);
  }
}

function read(fields: Given): EventBody {
  switch (fields.get('type')) {
    case 'alarm':
      return { type: 'alarm', ...readFields(alarm, fields) };
    case 'clock':
      return { type: 'clock', ...readFields(clock, fields) };
    case 'system':
      return { type: 'system', ...readFields(system, fields) };
    case 'command':
      return { type: 'command', ...readFields(command, fields) };
    case 'lift':
      return { type: 'lift', ...readFields(lift, fields) };
    default:
      throw new Malformed('an event without a type');
  }
}
