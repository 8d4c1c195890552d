import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import { type Birth, decodeParts, encodeParts, type Part } from '../../../telemetry/index.ts';

const LARGEST_BODY = 16_777_216;

/** A part, or a slice of one, as it lies in `open_part`. */
export type OpenPart = {
  readonly part: number;
  readonly slices: number;
  readonly digest: string;
  readonly body: Buffer;
};

export type SealedRow = {
  readonly parts: readonly Part[];
  /** The upper half of the digest of each part as it came; of one that came in slices, 0. */
  readonly digests: readonly number[];
  /** Deflated (RFC 1951): a seventh less. */
  readonly body: Uint8Array;
};

/** Puts the parts of a row into one body: full columns take a quarter of the room. `rows` by part and slice. */
export function sealRow(rows: readonly OpenPart[], { channels }: Birth): Result<SealedRow, Problem> {
  const parts: Part[] = [];
  const digests: number[] = [];
  for (const { part: number, slices, digest, body } of rows) {
    const read = decodeParts(body, channels);
    if (!read.ok) return read;
    const [part] = read.value;
    if (part === undefined)
      return err({ code: 'ingest.empty-part', what: 'a part has a body of no parts', where: String(number) });
    const before = parts[number - 1];
    parts[number - 1] = before === undefined ? part : joined(before, part);
    digests[number - 1] = slices === 1 ? Number(BigInt(digest) >> 32n) : 0;
  }
  return ok({ parts, digests, body: deflateRawSync(encodeParts(parts, channels)) });
}

/** The body of a segment as it was before it was deflated. A broken one gives no bytes: the reader finds no body in it. */
export function bodyOfSegment(deflated: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(deflated, { maxOutputLength: LARGEST_BODY });
  } catch {
    return new Uint8Array();
  }
}

/** Slices of a part are some of its columns each: columns that were read in the same exchanges stand together again. */
function joined(a: Part, b: Part): Part {
  return { ...a, samples: together(a.samples, b.samples), reports: together(a.reports, b.reports) };
}

function together<G extends Part['samples'][number] | Part['reports'][number]>(
  before: readonly G[],
  more: readonly G[],
): readonly G[] {
  const groups = [...before];
  for (const group of more) {
    const same = groups.findIndex((known) => keyOf(known) === keyOf(group));
    const known = groups[same];
    if (known === undefined) groups.push(group);
    else groups[same] = { ...known, columns: [...known.columns, ...group.columns] };
  }
  return groups;
}

function keyOf(group: Part['samples'][number] | Part['reports'][number]): string {
  return `${'periodMs' in group ? group.periodMs : ''} ${group.times.join()}`;
}
