import { Malformed } from '../wire/fields.ts';
import type { EventHeader, TelemetryHeader } from '../wire/header.ts';
import type { Header } from '../wire/model.ts';
import { ownBase } from './senmlName.ts';
import type { ResolvedPack, Section, Timing } from './senmlPack.ts';
import {
  count,
  flag,
  type Given,
  nullable,
  readFields,
  type SenmlShape,
  type SenmlShapes,
  timeBase,
  whole,
  word,
  writeFields,
} from './senmlShape.ts';

const slice: SenmlShape<{ readonly index: number; readonly count: number }> = {
  write: (name, { index, count: of }) => [
    { name: `${name}.index`, value: index },
    { name: `${name}.count`, value: of },
  ],
  read(name, given) {
    const [index, of] = [count.read(`${name}.index`, given), count.read(`${name}.count`, given)];
    if (index >= of) throw new Malformed('a slice lies outside its count');
    return { index, count: of };
  },
};

/** `now`: the moment of sending, where times count from it. */
type Sent = { readonly now: number | null };

const header: SenmlShapes<Header & Sent> = {
  epoch: word,
  boot: word,
  seq: count,
  birth: word,
  time: timeBase,
  historical: flag,
  now: nullable(whole),
};
const telemetryHeader: SenmlShapes<TelemetryHeader & Sent> = {
  ...header,
  first: count,
  last: count,
  sealed: flag,
  slice: nullable(slice),
  evidence: nullable(word),
};
const eventHeader: SenmlShapes<EventHeader & Sent> = { ...header, durable: flag };

// Seconds: from here on a time counts from the Unix epoch, below from now (RFC 8428 §4.5.3).
const ABSOLUTE_FROM = 2 ** 28;

/**
 * What the times of a pack are counted from. `earliest`: the smallest time in it. From the Unix epoch where that is known
 * and can be said; else from `now`, the moment of sending in the same boot; else from the beginning of the boot.
 */
export function timingOf({ boot, time }: Header, earliest: number, now: number | null): Timing & Sent {
  const origin = Math.round(earliest);
  const base = time.utc === null ? 0 : (Math.round(time.utc) + origin - Math.round(time.mono)) / 1000;
  if (base >= ABSOLUTE_FROM) return { origin, base, boot: null, now: null };
  if (now !== null) return { origin: Math.round(now), base: 0, boot: null, now: Math.round(now) };
  return { origin: 0, base: 0, boot, now: null };
}

export function telemetryRow(gateway: string, fields: TelemetryHeader & Sent): Section {
  return { base: ownBase(gateway, 'row'), entries: writeFields(telemetryHeader, fields, fields.boot) };
}

export function eventRow(gateway: string, fields: EventHeader & Sent): Section {
  return { base: ownBase(gateway, 'row'), entries: writeFields(eventHeader, fields, fields.boot) };
}

/** Throws `Malformed`, as the next one. */
export function readTelemetryRow(given: Given): TelemetryHeader & Sent {
  const fields = readFields(telemetryHeader, given);
  if (fields.first < 1 || fields.last < fields.first - 1)
    throw new Malformed('parts are counted from 1 and rise');
  return fields;
}

export function readEventRow(given: Given): EventHeader & Sent {
  return readFields(eventHeader, given);
}

/** The reverse of dating: a resolved time in seconds → milliseconds of the monotonic clock. */
export function monoOf({ time, now }: Pick<Header, 'time'> & Sent, { boot }: ResolvedPack) {
  const { mono, utc } = time;
  return (seconds: number): number => {
    const ms = Math.round(seconds * 1000);
    if (boot !== null) return ms;
    if (now !== null) return ms + now;
    if (utc === null) throw new Malformed('nothing says what the times count from');
    return ms - utc + mono;
  };
}
