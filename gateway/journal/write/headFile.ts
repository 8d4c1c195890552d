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

/** Where the head is kept: `disk` outlives a power cut, `memory` (a tmpfs) only guard. */
export type HeadPlaces = { readonly disk: readonly string[]; readonly memory: readonly string[] };

/** It is kept nowhere else. */
export const NO_PLACES: HeadPlaces = { disk: [], memory: [] };

/** `synced`: on the disk when it returns; `noted`: on its way there; `passing`: in memory alone, where there is a place for that. */
export type HeadKeeping = 'synced' | 'noted' | 'passing';

/**
 * Keeps the head of a journal outside its file, in several places: a file that lost its log, or an older copy that was put back,
 * does not know itself that it is behind. Written in place, so that it costs a card one block and its file's inode for each place.
 */
export class HeadFile {
  readonly #places: HeadPlaces;
  #newest: Slot | null;
  #newestOnDisk: number;

  constructor({ disk, memory }: HeadPlaces) {
    const first = new Set(disk);
    this.#places = { disk: [...first], memory: [...new Set(memory)].filter((path) => !first.has(path)) };
    const onDisk = newestOf(this.#places.disk.flatMap(readSlots));
    this.#newest = newestOf([
      ...this.#places.memory.flatMap(readSlots),
      ...(onDisk === null ? [] : [onDisk]),
    ]);
    this.#newestOnDisk = onDisk?.n ?? 0;
  }

  /** The newest that any copy knows; null: none does. */
  get known(): KnownHead | null {
    return this.#newest;
  }

  /** Notes it in every copy that is to have it. False: none took it. */
  save(head: KnownHead, keeping: HeadKeeping): boolean {
    const { disk, memory } = this.#places;
    const next = (this.#newest?.n ?? 0) + 1;
    const passing = keeping === 'passing' && memory.length > 0;
    // On the disk the older of the two is written over.
    const n = !passing && next % 2 === this.#newestOnDisk % 2 ? next + 1 : next;
    const slot: Slot = { ...head, n };
    this.#newest = slot;
    const passed = memory.filter((path) => write(path, slot, false));
    if (passing && passed.length > 0) return true;
    this.#newestOnDisk = n;
    const taken = disk.filter((path) => write(path, slot, keeping === 'synced'));
    return taken.length + passed.length > 0 || disk.length + memory.length === 0;
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
