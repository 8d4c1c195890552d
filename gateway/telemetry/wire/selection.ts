import { bodyItem, readBody } from './body.ts';
import { encodeItem } from './cbor.ts';
import { decode } from './fields.ts';
import type { Body } from './tables.ts';

/**
 * The body with the columns of these channels alone; the same bytes as if only they had been recorded. Parts keep their
 * bounds, also those of which nothing is left. The body is our own, from the journal: one that does not decode is a bug and throws.
 */
export function selectChannels(body: Uint8Array, wanted: (channel: number) => boolean): Uint8Array {
  const read = decode(body, 'telemetry body', readBody);
  if (!read.ok) throw new Error(`a body that we encoded ourselves does not decode: ${read.error.what}`);
  const { bounds, samples, reports } = read.value;
  return encodeItem(bodyItem({ bounds, samples: select(samples), reports: select(reports) }));

  function select(tables: Body['samples']): Body['samples'] {
    return tables.flatMap((table) => {
      const columns = table.columns.filter(({ channel }) => wanted(channel));
      return columns.length > 0 ? [{ ...table, columns }] : [];
    });
  }
}
