import type { Problem } from '../../drivers/result.ts';

/** What a numbered request is answered with. Anything else that comes is a push: `{ push, … }`. */
export type NdjsonAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: Problem };

/** One line taken off a byte stream. `garbled`: it came whole but is not JSON. `too-long`: it was thrown away unread. */
export type JsonLine =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'garbled' }
  | { readonly kind: 'too-long' };

const NEWLINE = 0x0a;

/**
 * Cuts bytes into lines of JSON, however they arrive: several in one chunk, one in several. Never keeps more than
 * `limitBytes`: the rest of a longer line is skipped up to its end, and what follows is read again.
 */
export class LineSplitter {
  readonly #limitBytes: number;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #skipping = false;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The lines that `chunk` completes, in order. Empty lines are passed over. */
  push(chunk: Buffer): JsonLine[] {
    const lines: JsonLine[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      const piece = chunk.subarray(start, end === -1 ? chunk.length : end);
      this.#hold(piece);
      if (end === -1) return lines;
      const line = this.#finish();
      if (line !== null) lines.push(line);
      start = end + 1;
    }
  }

  #hold(piece: Buffer): void {
    if (this.#skipping) return;
    this.#heldBytes += piece.length;
    if (this.#heldBytes <= this.#limitBytes) {
      this.#held.push(piece);
    } else {
      this.#held = [];
      this.#skipping = true;
    }
  }

  #finish(): JsonLine | null {
    const text = this.#skipping ? null : Buffer.concat(this.#held).toString('utf8');
    this.#held = [];
    this.#heldBytes = 0;
    this.#skipping = false;
    if (text === null) return { kind: 'too-long' };
    if (text.trim() === '') return null;
    try {
      return { kind: 'json', value: JSON.parse(text) };
    } catch {
      return { kind: 'garbled' };
    }
  }
}

/** One line of JSON with its newline. */
export function toLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
