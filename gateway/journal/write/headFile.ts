import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { syncFolder } from '../file/database.ts';
import type { Lineage } from '../file/identity.ts';

/**
 * How far a journal had come, as it is known outside its file: `lineage` begins with the journal itself, `parts` are those of its
 * newest telemetry row.
 */
export type KnownHead = { readonly gateway: string; readonly lineage: Lineage; readonly parts: number };

/** Each copy has two of these, written in turn: a power cut spoils at most the one that is being written. */
const SLOT_BYTES = 4_096;

type Slot = KnownHead & { readonly n: number };

/**
 * Keeps the head of a journal outside its file, in several places: a file that lost its log, or an older copy that was put back,
 * does not know itself that it is behind. Written in place, so that it costs a card one block, and none where it is not synced.
 */
export class HeadFile {
  readonly #paths: readonly string[];
  #newest: Slot | null;

  constructor(paths: readonly string[]) {
    this.#paths = [...new Set(paths)];
    this.#newest = newestOf(this.#paths.flatMap(readSlots));
  }

  /** The newest that any copy knows; null: none does. */
  get known(): KnownHead | null {
    return this.#newest;
  }

  /** Notes it in every copy; `sync`: it is on the disk when this returns. False: no copy took it. */
  save(head: KnownHead, sync: boolean): boolean {
    const slot: Slot = { ...head, n: (this.#newest?.n ?? 0) + 1 };
    this.#newest = slot;
    const taken = this.#paths.filter((path) => write(path, slot, sync));
    return taken.length > 0 || this.#paths.length === 0;
  }
}

function newestOf(slots: readonly Slot[]): Slot | null {
  return slots.reduce<Slot | null>((best, slot) => (best === null || slot.n > best.n ? slot : best), null);
}

function readSlots(path: string): readonly Slot[] {
  try {
    const bytes = readFileSync(path);
    return [0, SLOT_BYTES].flatMap((at) => parse(bytes.subarray(at, at + SLOT_BYTES).toString('utf8')));
  } catch {
    return []; // not there yet, or not to be read: the other copies are asked
  }
}

function parse(text: string): readonly Slot[] {
  const [crc, json = ''] = text.split('\n', 2);
  if (crc !== checksum(json)) return [];
  const slot = JSON.parse(json) as Slot;
  return isSlot(slot) ? [slot] : [];
}

/** Its checksum says that we wrote it; by hand, because a schema library would cost the journal's thread 4 MB for this alone. */
function isSlot({ n, gateway, parts, lineage }: Partial<Slot>): boolean {
  return (
    [n, parts].every(Number.isSafeInteger) &&
    typeof gateway === 'string' &&
    Array.isArray(lineage) &&
    lineage.length > 0 &&
    lineage.every(
      ({ epoch, event, telemetry }) =>
        typeof epoch === 'string' && [event, telemetry].every(Number.isSafeInteger),
    )
  );
}

function write(path: string, slot: Slot, sync: boolean): boolean {
  const json = JSON.stringify(slot);
  const bytes = Buffer.alloc(SLOT_BYTES);
  bytes.write(`${checksum(json)}\n${json}\n`);
  try {
    const { handle, made } = openOrMake(path);
    try {
      writeSync(handle, bytes, 0, SLOT_BYTES, (slot.n % 2) * SLOT_BYTES);
      if (sync) fdatasyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (made && sync) syncFolder(dirname(path));
    return true;
  } catch {
    return false;
  }
}

function openOrMake(path: string): { handle: number; made: boolean } {
  try {
    return { handle: openSync(path, 'r+'), made: false };
  } catch {
    return { handle: openSync(path, 'wx+', 0o640), made: true };
  }
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}
