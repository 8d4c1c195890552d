import { type Quality, qualityCode, qualityFromCode } from '../../../drivers/quality.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import type { Problem, Result } from '../../../drivers/result.ts';
import { WIRE_SEVERITIES } from '../../../drivers/vocabulary.ts';
import { type CborItem, encodeId, encodeItem, integer } from './cbor.ts';
import {
  asArray,
  asBoolean,
  asCount,
  asId,
  asInteger,
  asOneOf,
  asText,
  asTextOrNull,
  decode,
  documentFields,
  type Fields,
  Malformed,
  VERSION,
} from './fields.ts';
import { readText, readTime, textItem, timeItem } from './header.ts';
import type { AlarmEvent, EventBody } from './model.ts';
import { plainItem, readDetails } from './plain.ts';

const TYPES = ['alarm', 'clock', 'system', 'command', 'lift'] as const;

/** Encodes an event: keys 0 to 2 are version, type and time of the row, the rest belongs to the type. */
export function encodeEvent(event: EventBody): Uint8Array {
  return encodeItem(
    new Map<number, CborItem>([
      [0, VERSION],
      [1, TYPES.indexOf(event.type)],
      [2, instantItem(event.at)],
      ...bodyItems(event),
    ]),
  );
}

/** Decodes an event; never throws. */
export function decodeEvent(bytes: Uint8Array): Result<EventBody, Problem> {
  return decode(bytes, 'event', readEvent);
}

/** Reads a decoded item as an event; throws `Malformed`. */
export function readEvent(item: CborItem): EventBody {
  const fields = documentFields(item);
  const at = readInstant(fields.get(2));
  switch (asOneOf(fields.get(1), TYPES)) {
    case 'alarm':
      return { ...readAlarm(fields), at };
    case 'clock':
      return { type: 'clock', boot: asId(fields.get(3)), time: readTime(fields.get(4)), at };
    case 'system':
      return {
        type: 'system',
        code: asText(fields.get(3)),
        severity: asOneOf(fields.get(4), WIRE_SEVERITIES),
        text: asText(fields.get(5)),
        at,
      };
    case 'command':
      return {
        type: 'command',
        verb: asText(fields.get(3)),
        actor: asText(fields.get(4)),
        accepted: asBoolean(fields.get(5)),
        detail: asText(fields.get(6)),
        at,
      };
    case 'lift':
      return {
        type: 'lift',
        lift: asText(fields.get(3)),
        liftName: readText(fields.get(4)),
        what: asText(fields.get(5)),
        details: readDetails(fields.get(6)),
        at,
      };
  }
}

function bodyItems(event: EventBody): [number, CborItem][] {
  switch (event.type) {
    case 'alarm':
      return alarmItems(event);
    case 'clock':
      return [
        [3, encodeId(event.boot)],
        [4, timeItem(event.time)],
      ];
    case 'system':
      return [
        [3, event.code],
        [4, WIRE_SEVERITIES.indexOf(event.severity)],
        [5, event.text],
      ];
    case 'command':
      return [
        [3, event.verb],
        [4, event.actor],
        [5, event.accepted],
        [6, event.detail],
      ];
    case 'lift':
      return [
        [3, event.lift],
        [4, textItem(event.liftName)],
        [5, event.what],
        [6, plainItem(event.details)],
      ];
  }
}

function alarmItems(alarm: AlarmEvent): [number, CborItem][] {
  return [
    [3, alarm.rule],
    [4, textItem(alarm.ruleName)],
    [5, alarm.occurrence],
    [6, alarm.cause],
    [7, alarm.from],
    [8, alarm.to],
    [9, WIRE_SEVERITIES.indexOf(alarm.severity)],
    [10, alarm.device],
    [11, textItem(alarm.deviceName)],
    [12, alarm.place === null ? null : textItem(alarm.place)],
    [13, alarm.point],
    [14, valueItem(alarm.value)],
    [15, valueItem(alarm.limit)],
    [16, alarm.unit],
    [17, qualityCode(alarm.quality)],
    [18, instantItem(alarm.onset)],
    [19, instantItem(alarm.declared)],
    [20, alarm.actor],
    ...laterItems(alarm),
  ];
}

/** What alarms learnt to say later. Left out where it says nothing new, as by a sender that does not know of it. */
function laterItems(alarm: AlarmEvent): [number, CborItem][] {
  const { condition, announcement, group, reason, until } = alarm;
  return [
    ...given(21, condition === alarm.to ? null : condition),
    ...given(22, announcement === 1 ? null : integer(announcement)),
    ...given(23, group),
    ...given(24, reason),
    ...given(25, until && instantItem(until)),
  ];
}

function given(key: number, item: CborItem): [number, CborItem][] {
  return item === null ? [] : [[key, item]];
}

function readAlarm(fields: Fields): AlarmEvent {
  const place = fields.get(12);
  const announcement = fields.get(22);
  const until = fields.get(25);
  return {
    type: 'alarm',
    rule: asText(fields.get(3)),
    ruleName: readText(fields.get(4)),
    occurrence: asText(fields.get(5)),
    cause: asText(fields.get(6)),
    from: asText(fields.get(7)),
    to: asText(fields.get(8)),
    severity: readSeverity(fields.get(9)),
    device: asText(fields.get(10)),
    deviceName: readText(fields.get(11)),
    place: place === undefined || place === null ? null : readText(place),
    point: asTextOrNull(fields.get(13)),
    value: readValue(fields.get(14)),
    limit: readValue(fields.get(15)),
    unit: asText(fields.get(16)),
    quality: readQuality(fields.get(17)),
    onset: readInstant(fields.get(18)),
    declared: readInstant(fields.get(19)),
    actor: asTextOrNull(fields.get(20)),
    condition: asText(fields.get(21) ?? fields.get(8)),
    announcement: announcement === undefined ? 1 : asCount(announcement),
    group: asTextOrNull(fields.get(23)),
    reason: asTextOrNull(fields.get(24)),
    until: until === undefined || until === null ? null : readInstant(until),
  };
}

function readSeverity(item: CborItem | undefined): AlarmEvent['severity'] {
  const severity = asOneOf(item, WIRE_SEVERITIES);
  if (severity === 'none') throw new Malformed('an alarm without a severity');
  return severity;
}

function readQuality(item: CborItem | undefined): Quality {
  return qualityFromCode(asCount(item));
}

/** One value for people to read: not scaled, whole numbers as CBOR integers. */
function valueItem(value: PointValue): CborItem {
  if (typeof value !== 'number') return value;
  if (!Number.isFinite(value)) return null;
  return Number.isSafeInteger(value) ? integer(value) : value;
}

function readValue(item: CborItem | undefined): PointValue {
  if (item === undefined || item === null) return null;
  if (typeof item === 'number' || typeof item === 'string' || typeof item === 'boolean') return item;
  if (typeof item === 'bigint') return Number(item);
  throw new Malformed('a value is neither number, text nor true or false');
}

type WireInstant = EventBody['at'];

/** `[boot, mono]`, whole milliseconds. */
function instantItem({ boot, mono }: WireInstant): CborItem {
  return [encodeId(boot), integer(Math.round(mono))];
}

function readInstant(item: CborItem | undefined): WireInstant {
  const [boot, mono] = asArray(item);
  return { boot: asId(boot), mono: asInteger(mono) };
}
