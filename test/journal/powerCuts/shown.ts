import { createHash } from 'node:crypto';
import { openJournalReader } from '../../../gateway/journal/read/reader.ts';
import type { JournalReader } from '../../../gateway/journal/types.ts';
import { decodeBirth, decodeParts, STREAMS, type Stream } from '../../../gateway/telemetry/index.ts';
import type { Deed } from './recording.ts';

/** What the recorded program had said to be on the disk: see `writeUntilKilled.ts`. */
export function shownIn(deeds: readonly Deed[]) {
  const events: { seq: number }[] = [];
  const parts: { seq: number; parts: number }[] = [];
  for (const deed of deeds) {
    if (deed.kind !== 'say') continue;
    const [kind, first, second] = deed.line.split(' ');
    if (kind === 'trouble') throw new Error(deed.line);
    if (kind === 'event') events.push({ seq: Number(second) });
    else parts.push({ seq: Number(first), parts: Number(second) });
  }
  return { events, parts };
}

type Written = {
  readonly epoch: string;
  readonly events: ReadonlyMap<number, string>;
  readonly parts: ReadonlyMap<number, readonly string[]>;
  readonly evicted: Readonly<Record<Stream, (seq: number) => boolean>>;
  readonly holes: readonly string[];
};

const never = (): boolean => false;
const NOTHING: Written = {
  ...{ epoch: '', events: new Map(), parts: new Map(), holes: [] },
  evicted: { event: never, telemetry: never },
};

/** What a journal file holds, as hashes of what each key stands for; `holes` are numbers that no row and no tombstone covers. */
export function rowsOf(file: string): Written {
  const opened = openJournalReader(file);
  if (!opened.ok) return NOTHING;
  const reader = opened.value;
  try {
    const events = new Map(reader.events(1, 1e9).map(({ seq, body }) => [seq, hashOf(body)]));
    const parts = new Map(
      reader.telemetry(1, 1e9).map((row) => {
        const document = decodeBirth(reader.birth(row.birth) ?? new Uint8Array());
        const decoded = decodeParts(row.body, document.ok ? document.value.channels : []);
        return [row.seq, decoded.ok ? decoded.value.map((part) => hashOf(JSON.stringify(part))) : []];
      }),
    );
    const evicted = { event: goneOf(reader, 'event'), telemetry: goneOf(reader, 'telemetry') };
    const holes = STREAMS.flatMap((stream) => {
      const rows = stream === 'event' ? events : parts;
      return Array.from({ length: reader.heads()[stream].seq }, (_, n) => n + 1)
        .filter((seq) => !rows.has(seq) && !evicted[stream](seq))
        .map((seq) => `${stream} ${seq}`);
    });
    return { epoch: reader.identity().epoch, events, parts, evicted, holes };
  } finally {
    reader.close();
  }
}

/** Whether the file says of a row that it had to go. What a reader finds damaged by itself does not count. */
function goneOf(reader: JournalReader, stream: Stream): (seq: number) => boolean {
  const stones = reader.tombstones(stream, '').filter(({ reason }) => reason === 'evicted');
  return (seq) => stones.some(({ from, to }) => from <= seq && seq <= to);
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64');
}
