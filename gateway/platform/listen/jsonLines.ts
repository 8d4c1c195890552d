import { type FlatEvent, type FlatRow, flatEvents, flatRows, type Message } from '../../telemetry/index.ts';
import type { ListenerUpdate } from './listener.ts';

const LATEST_MS = 8.64e15; // the last moment that a calendar here knows
const CIVIL = new Intl.DateTimeFormat('sv-SE', {
  ...{
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
  ...{ fractionalSecondDigits: 3, timeZone: 'UTC' },
});

/**
 * What became legible, as flat objects for a program: a row for each sample or report record (`kind` is `sample` or `report`), an
 * event with its date, and other messages as they are. Names stand in every row; `time` is civil time in UTC as ISO 8601, null
 * while it is not known, `clock` how it was come by. The key (gateway, epoch, seq, part) tells what comes again.
 */
export function* jsonLines({ gateway, messages, arrivals, view }: ListenerUpdate): Iterable<object> {
  for (const message of messages) {
    if (message.kind === 'telemetry')
      for (const row of flatRows(gateway, message, view, arrivals)) yield rowLine(row);
    else if (message.kind === 'event')
      for (const event of flatEvents(gateway, message, view, arrivals)) yield eventLine(event);
    else yield otherLine(gateway, message);
  }
}

function rowLine({ key, utc, clock, boot, mono, ...rest }: FlatRow): object {
  const kind = 'value' in rest ? 'sample' : 'report';
  return { kind, ...keyOf(key), time: isoOf(utc), clock, ...rest, boot, mono };
}

function eventLine({ key, utc, clock, durable, event }: FlatEvent): object {
  return { kind: 'event', ...keyOf(key), time: isoOf(utc), clock, durable, event };
}

function otherLine(gateway: string, { kind, ...rest }: Message): object {
  return { kind, gateway, ...rest };
}

function keyOf({ gateway, epoch, seq, part }: FlatRow['key']): object {
  return { gateway, epoch, seq, part };
}

function isoOf(utc: number | null): string | null {
  if (utc === null || Math.abs(utc) > LATEST_MS) return null;
  return `${CIVIL.format(utc).replace(' ', 'T').replace(',', '.')}Z`;
}
