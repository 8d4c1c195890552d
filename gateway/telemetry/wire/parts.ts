import { err, ok, type Problem, type Result } from '../../../drivers/result.ts';
import { bodyItem, readBody, readBounds } from './body.ts';
import { encodeItem } from './cbor.ts';
import { decode } from './fields.ts';
import type { Channel, Part } from './model.ts';
import { scaleParts, unscaleBody } from './scale.ts';
import { type Body, toBody, toParts } from './tables.ts';

const WHAT = 'telemetry body';

/**
 * Encodes what was recorded in successive report periods as one body in full columns. Numbers are rounded to their
 * channel's step (10^exponent), times to the millisecond. Equal content gives equal bytes: groups come in the order of
 * their channels, empty ones are dropped. Throws for a channel that `channels` does not list: that is a bug.
 */
export function encodeParts(parts: readonly Part[], channels: readonly Channel[]): Uint8Array {
  return encodeItem(bodyItem(toBody(scaleParts(parts, channels))));
}

/** Decodes a body against the channels of its birth. A channel that is not among them is a problem. */
export function decodeParts(
  body: Uint8Array,
  channels: readonly Channel[],
  only?: number,
): Result<Part[], Problem> {
  const read = decode(body, WHAT, readBody);
  if (!read.ok) return read;
  const values = unscaleBody(only === undefined ? read.value : ofChannel(read.value, only), channels);
  if (typeof values !== 'number') return ok(toParts(values));
  return err({
    code: 'telemetry.unknown-channel',
    what: `channel ${values} is not in the birth that the message names`,
    where: WHAT,
  });
}

function ofChannel({ bounds, samples, reports }: Body, only: number): Body {
  const its = (tables: Body['samples']) =>
    tables.flatMap((table) => {
      const columns = table.columns.filter(({ channel }) => channel === only);
      return columns.length === 0 ? [] : [{ ...table, columns }];
    });
  return { bounds, samples: its(samples), reports: its(reports) };
}

/** When each part of a body begins and ends, in milliseconds of its boot, without decoding what is in it. */
export function partBounds(body: Uint8Array): Result<readonly { from: number; to: number }[], Problem> {
  return decode(body, WHAT, readBounds);
}

/**
 * The body with parts [first..last] alone, counted from 1; the same bytes as if only they had been encoded. `last` below
 * `first` gives a body of no parts. The body is our own, from the journal: one that does not decode is a bug and throws.
 */
export function sliceParts(body: Uint8Array, first: number, last: number): Uint8Array {
  return encodeItem(bodyItem(toBody(toParts(ours(body)).slice(first - 1, Math.max(first - 1, last)))));
}

/**
 * Cuts a body by columns into slices of at most `limitBytes` each that decode alone; all carry the bounds of all parts. One
 * column that is larger than the limit stays whole: then send fewer parts at a time.
 */
export function splitBody(body: Uint8Array, limitBytes: number): Uint8Array[] {
  return body.length <= limitBytes ? [body] : halve(ours(body), limitBytes);
}

function halve(body: Body, limitBytes: number): Uint8Array[] {
  const encoded = encodeItem(bodyItem(body));
  const columns = [...body.samples, ...body.reports].reduce((sum, table) => sum + table.columns.length, 0);
  if (encoded.length <= limitBytes || columns <= 1) return [encoded];
  const middle = columns >> 1;
  return [...halve(window(body, 0, middle), limitBytes), ...halve(window(body, middle, columns), limitBytes)];
}

/** The columns [from, to) of all tables, counted through. */
function window(body: Body, from: number, to: number): Body {
  let at = 0;
  const cut = (tables: Body['samples']) =>
    tables.flatMap((table) => {
      const start = at;
      at += table.columns.length;
      const columns = table.columns.slice(Math.max(0, from - start), Math.max(0, to - start));
      return columns.length > 0 ? [{ ...table, columns }] : [];
    });
  return { bounds: body.bounds, samples: cut(body.samples), reports: cut(body.reports) };
}

function ours(body: Uint8Array): Body {
  const read = decode(body, WHAT, readBody);
  if (read.ok) return read.value;
  throw new Error(`a body that we encoded ourselves does not decode: ${read.error.what}`);
}
