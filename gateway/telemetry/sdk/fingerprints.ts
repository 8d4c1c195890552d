import { CellHash } from './cellHash.ts';

const FIRST_ROOM = 16;
const WIDTH = 2; // which piece, what it looked like

export type SavedFingerprints = string; // base64 of pairs of doubles, the oldest first

/**
 * What the last `window` pieces of a stream looked like: 16 bytes each, and no more room than was needed so far, since a
 * platform holds one of these for every stream of every gateway.
 */
export class Fingerprints {
  readonly #window: number;
  #table: Float64Array | null = null;
  #count = 0; // in all, ever

  constructor(window: number) {
    this.#window = window;
  }

  /** The fingerprint of a piece of a row; null: none among the last. */
  find(row: number, piece: number): number | null {
    const table = this.#table;
    if (table === null) return null;
    const name = nameOf(row, piece);
    const held = WIDTH * Math.min(this.#count, this.#window);
    for (let at = 0; at < held; at += WIDTH) if (table[at] === name) return table[at + 1] ?? null;
    return null;
  }

  add(row: number, piece: number, fingerprint: number): void {
    this.#append(nameOf(row, piece), fingerprint);
  }

  /** Nothing is compared any more. */
  forget(): void {
    this.#table = null;
    this.#count = 0;
  }

  save(): SavedFingerprints {
    if (this.#table === null) return '';
    const held = WIDTH * Math.min(this.#count, this.#window);
    const start = this.#count > this.#window ? WIDTH * (this.#count % this.#window) : 0;
    const table = this.#table.subarray(0, held);
    const inOrder = new Float64Array([...table.subarray(start), ...table.subarray(0, start)]);
    return Buffer.from(inOrder.buffer).toString('base64');
  }

  restore(saved: SavedFingerprints): void {
    const bytes = new Uint8Array(Buffer.from(saved, 'base64'));
    const pairs = new Float64Array(bytes.buffer, 0, Math.floor(bytes.length / 8));
    for (let at = 0; at + 1 < pairs.length; at += WIDTH) this.#append(pairs[at] ?? 0, pairs[at + 1] ?? 0);
  }

  #append(name: number, fingerprint: number): void {
    if (this.#window === 0) return;
    const at = WIDTH * (this.#count % this.#window);
    const table = this.#roomFor(at);
    table[at] = name;
    table[at + 1] = fingerprint;
    this.#count += 1;
  }

  #roomFor(at: number): Float64Array {
    const before = this.#table;
    if (before !== null && at < before.length) return before;
    const room = Math.min(this.#window, Math.max(FIRST_ROOM, before === null ? 0 : before.length));
    const table = new Float64Array(WIDTH * room);
    if (before !== null) table.set(before);
    this.#table = table;
    return table;
  }
}

const hash = new CellHash();

/** A piece of a row as one number of 52 bits: two of a window do not meet by accident. */
function nameOf(row: number, piece: number): number {
  const { high, low } = hash.start().add(row).add(piece);
  return (high & 0xf_ffff) * 2 ** 32 + (low >>> 0);
}

/** A part, or one slice of it, as a number: exact for parts below 2^20 and slices below 2^16. */
export function pieceOf(
  part: number,
  slice: { readonly index: number; readonly count: number } | null,
): number {
  return part * 2 ** 32 + (slice === null ? 0 : slice.index * 2 ** 16 + slice.count);
}
