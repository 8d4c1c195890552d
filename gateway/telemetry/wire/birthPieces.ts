import { encodeId, encodeItem } from './cbor.ts';

/**
 * A birth document that is larger than the broker's packets goes in pieces: its bytes, cut, each on
 * `birth/<hash>/<index>/<count>`, `index` from 0. What then stands on `birth` is the hash of the current document alone, as
 * a byte string. The hash proves that the pieces were put together rightly.
 */
export type BirthPiece = { readonly topic: string; readonly payload: Uint8Array };

const PIECE = /^birth\/([0-9a-f]{16})\/(\d{1,4})\/(\d{1,4})$/;
const POINTER_BYTES = 9;
const POINTER_HEAD = 0x48; // a byte string of eight bytes
const MOST_PIECES = 1024;
const MOST_DOCUMENTS = 4; // under way at once
const MOST_BYTES = 4_194_304; // of those

/** By document (`<hash>/<count>`): its pieces in base64. */
export type SavedPieces = readonly (readonly [
  document: string,
  pieces: readonly (readonly [index: number, bytes: string])[],
])[];

/** Cuts the document named `hash`; `limitOf` says how many bytes a payload on a topic may have. Null: hopeless. */
export function cutBirth(
  hash: string,
  document: Uint8Array,
  limitOf: (topic: string) => number,
): readonly BirthPiece[] | null {
  const topic = (index: number, count: number) => `birth/${hash}/${index}/${count}`;
  const limit = limitOf(topic(MOST_PIECES - 1, MOST_PIECES));
  const count = Math.ceil(document.length / Math.max(1, limit));
  if (limit < 1 || count > MOST_PIECES) return null;
  return Array.from({ length: count }, (_, index) => ({
    topic: topic(index, count),
    payload: document.subarray(index * limit, (index + 1) * limit),
  }));
}

/** What stands on `birth` when the document itself does not fit. */
export function birthPointer(hash: string): Uint8Array {
  return encodeItem(encodeId(hash));
}

/** The hash that a pointer names; null: this is no pointer. */
export function readBirthPointer(bytes: Uint8Array): string | null {
  if (bytes.length !== POINTER_BYTES || bytes[0] !== POINTER_HEAD) return null;
  return Buffer.from(bytes.subarray(1)).toString('hex');
}

/** Which piece of which document a topic is for; null: of none. */
export function readBirthPiece(topic: string): { hash: string; piece: number; pieces: number } | null {
  const [, hash = '', index, count] = PIECE.exec(topic) ?? [];
  const [piece, pieces] = [Number(index), Number(count)];
  return hash === '' || piece >= pieces || pieces > MOST_PIECES ? null : { hash, piece, pieces };
}

/** Puts pieces together, in whatever order they come. */
export class BirthPieces {
  readonly #documents = new Map<string, Map<number, Uint8Array>>();

  /** Null: this is not the topic of a piece. Else the document with its topic once it is whole, or undefined until then. */
  take(topic: string, bytes: Uint8Array): BirthPiece | undefined | null {
    const [, hash = '', index, count] = PIECE.exec(topic) ?? [];
    if (hash === '') return null;
    const [at, of] = [Number(index), Number(count)];
    if (at >= of || of > MOST_PIECES) return undefined;
    const key = `${hash}/${of}`;
    const pieces = this.#documents.get(key) ?? new Map<number, Uint8Array>();
    this.#documents.delete(key);
    this.#documents.set(key, pieces.set(at, bytes.slice()));
    for (const oldest of this.#documents.keys()) {
      if (this.#documents.size <= MOST_DOCUMENTS && this.#bytes() <= MOST_BYTES) break;
      this.#documents.delete(oldest);
    }
    if (pieces.size < of) return undefined;
    this.#documents.delete(key);
    const whole = Array.from({ length: of }, (_, nth) => pieces.get(nth) ?? new Uint8Array());
    return { topic: `birth/${hash}`, payload: new Uint8Array(Buffer.concat(whole)) };
  }
  save(): SavedPieces {
    return [...this.#documents].map(([document, pieces]) => [
      document,
      [...pieces].map(([index, bytes]) => [index, Buffer.from(bytes).toString('base64')] as const),
    ]);
  }

  restore(saved: SavedPieces): void {
    for (const [document, pieces] of saved) {
      const read = pieces.map(
        ([index, bytes]) => [index, new Uint8Array(Buffer.from(bytes, 'base64'))] as const,
      );
      this.#documents.set(document, new Map(read));
    }
  }

  #bytes(): number {
    let bytes = 0;
    for (const pieces of this.#documents.values()) for (const piece of pieces.values()) bytes += piece.length;
    return bytes;
  }
}
