import { type CborItem, encodeId, integer } from './cbor.ts';
import {
  asArray,
  asCount,
  asId,
  asInteger,
  asOneOf,
  asText,
  type Fields,
  Malformed,
  VERSION,
} from './fields.ts';
import {
  CLOCK_QUALITIES,
  type EventMessage,
  type Header,
  type TelemetryMessage,
  type TimeBase,
  type WireText,
} from './model.ts';

export type TelemetryHeader = Omit<TelemetryMessage, 'kind' | 'parts'>;
export type EventHeader = Omit<EventMessage, 'kind' | 'event' | 'origin'>;

/** Keys 0 to 6 mean the same in every message; absent means false. */
function commonItems(header: Header): [number, CborItem][] {
  return [
    [0, VERSION],
    [1, encodeId(header.epoch)],
    [2, encodeId(header.boot)],
    [3, integer(header.seq)],
    [4, encodeId(header.birth)],
    [5, timeItem(header.time)],
    ...flag(6, header.historical),
  ];
}

function readCommon(fields: Fields): Header {
  return {
    epoch: asId(fields.get(1)),
    boot: asId(fields.get(2)),
    seq: asCount(fields.get(3)),
    birth: asId(fields.get(4)),
    time: readTime(fields.get(5)),
    historical: fields.get(6) === true,
  };
}

export function telemetryHeaderItem(header: TelemetryHeader): CborItem {
  return new Map<number, CborItem>([
    ...commonItems(header),
    [7, integer(header.first)],
    [8, integer(header.last)],
    ...flag(9, header.sealed),
    ...(header.slice === null ? [] : [[10, [header.slice.index, header.slice.count]] as [number, CborItem]]),
    ...(header.evidence === null ? [] : [[11, header.evidence] as [number, CborItem]]),
  ]);
}

export function readTelemetryHeader(fields: Fields): TelemetryHeader {
  const slice = fields.get(10);
  const evidence = fields.get(11);
  const first = asCount(fields.get(7));
  const last = asCount(fields.get(8));
  if (first < 1 || last < first - 1) throw new Malformed('parts are counted from 1 and rise');
  return {
    ...readCommon(fields),
    first,
    last,
    sealed: fields.get(9) === true,
    slice: slice === undefined ? null : readSlice(asArray(slice)),
    evidence: evidence === undefined ? null : asText(evidence),
  };
}

export function eventHeaderItem(header: EventHeader): CborItem {
  return new Map<number, CborItem>([...commonItems(header), ...flag(12, header.durable)]);
}

export function readEventHeader(fields: Fields): EventHeader {
  return { ...readCommon(fields), durable: fields.get(12) === true };
}

/** `[mono, utc or null, quality]`, whole milliseconds. */
export function timeItem({ mono, utc, quality }: TimeBase): CborItem {
  return [
    integer(Math.round(mono)),
    utc === null ? null : integer(Math.round(utc)),
    CLOCK_QUALITIES.indexOf(quality),
  ];
}

export function readTime(item: CborItem | undefined): TimeBase {
  const [mono, utc, quality] = asArray(item);
  return {
    mono: asInteger(mono),
    utc: utc === null ? null : asInteger(utc),
    quality: asOneOf(quality, CLOCK_QUALITIES),
  };
}

/** A text for people: a string, or `[English, Chinese]`. */
export function textItem(text: WireText): CborItem {
  return typeof text === 'string' ? text : [text.en, text.zh];
}

export function readText(item: CborItem | undefined): WireText {
  if (typeof item === 'string') return item;
  const [en, zh] = asArray(item);
  return { en: asText(en), zh: asText(zh) };
}

function flag(key: number, value: boolean): [number, CborItem][] {
  return value ? [[key, true]] : [];
}

function readSlice([index, count]: readonly CborItem[]): { index: number; count: number } {
  if (asCount(index) >= asCount(count)) throw new Malformed('a slice lies outside its count');
  return { index: asCount(index), count: asCount(count) };
}
