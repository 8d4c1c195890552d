const FIRST_ROOM = 16;
const WIDTH = 3; // row, piece, fingerprint

/**
 * What the last `window` pieces of a stream looked like: 24 bytes each, and no more room than was needed so far, since a
 * platform holds one of these for every stream of every gateway.
 */
export class Fingerprints {
  readonly #window: number;
  #table = new Float64Array(0);
  #count = 0; // in all, ever

  constructor(window: number) {
    this.#window = window;
  }

  /** The fingerprint of a piece of a row; null: none among the last. */
  find(row: number, piece: number): number | null {
    const table = this.#table;
    const held = WIDTH * Math.min(this.#count, this.#window);
    for (let at = 0; at < held; at += WIDTH)
      if (table[at] === row && table[at + 1] === piece) return table[at + 2] ?? null;
    return null;
  }

  add(row: number, piece: number, fingerprint: number): void {
    const at = WIDTH * (this.#count % this.#window);
    if (at >= this.#table.length) this.#grow();
    this.#table.set([row, piece, fingerprint], at);
    this.#count += 1;
  }

  #grow(): void {
    const room = Math.min(this.#window, Math.max(FIRST_ROOM, (2 * this.#table.length) / WIDTH));
    const table = new Float64Array(WIDTH * room);
    table.set(this.#table);
    this.#table = table;
  }
}

/** A part, or one slice of it, as a number: exact for parts below 2^20 and slices below 2^16. */
export function pieceOf(
  part: number,
  slice: { readonly index: number; readonly count: number } | null,
): number {
  return part * 2 ** 32 + (slice === null ? 0 : slice.index * 2 ** 16 + slice.count);
}
