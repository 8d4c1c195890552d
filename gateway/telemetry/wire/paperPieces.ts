import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * A signed paper in the journal's events: a command event of the verb `paper`, whose detail is one piece as JSON. Small
 * pieces, so that an alarm behind them does not wait long on a slow line. What is signed are the bytes after inflating.
 */
export const PAPER_VERB = 'paper';

/** A paper as it is kept: the bytes that were signed, the signature over just these, and the public half of the key (PEM). */
export type WholePaper = {
  readonly kind: string;
  readonly sha256: string; // hex, of the bytes
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly publicKey: string;
};

/** One piece. `head` goes with the first alone. */
export type PaperPiece = {
  readonly sha256: string;
  readonly index: number; // from 0
  readonly count: number;
  readonly data: string; // base64 of a part of the deflated bytes
  readonly head?: { readonly kind: string; readonly signature: string; readonly key: string };
};

export const PIECE_BYTES = 3_000; // 4,000 characters
export const MOST_PAPER_PIECES = 1_000;
export const MOST_PAPER_BYTES = 4_194_304;
const HASH = /^[0-9a-f]{64}$/;

/** The details of the events of a paper, in their order; null: it is too large. */
export function paperPieces({ kind, sha256, bytes, signature, publicKey }: WholePaper): string[] | null {
  const packed = deflateRawSync(bytes);
  const count = Math.max(1, Math.ceil(packed.length / PIECE_BYTES));
  if (count > MOST_PAPER_PIECES || bytes.length > MOST_PAPER_BYTES) return null;
  return Array.from({ length: count }, (_, index) => {
    const data = packed.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES).toString('base64');
    const head = { kind, signature: Buffer.from(signature).toString('base64'), key: publicKey };
    const piece: PaperPiece = { sha256, index, count, data, ...(index === 0 ? { head } : {}) };
    return JSON.stringify(piece);
  });
}

/** A piece from the detail of an event; null: it is none. */
export function readPaperPiece(detail: string): PaperPiece | null {
  const read = parsed(detail);
  if (typeof read !== 'object' || read === null) return null;
  const { sha256, index, count, data, head } = read as Record<string, unknown>;
  if (typeof sha256 !== 'string' || !HASH.test(sha256) || typeof data !== 'string') return null;
  if (!Number.isInteger(index) || !Number.isInteger(count)) return null;
  const [at, of] = [Number(index), Number(count)];
  if (at < 0 || at >= of || of > MOST_PAPER_PIECES) return null;
  const piece = { sha256, index: at, count: of, data };
  if (at > 0) return piece;
  const { kind, signature, key } = (head ?? {}) as Record<string, unknown>;
  if (typeof kind !== 'string' || typeof signature !== 'string' || typeof key !== 'string') return null;
  return { ...piece, head: { kind, signature, key } };
}

/** The paper of all its pieces, in their order; null where they do not make one. Whether it is genuine is for its signature to say. */
export function joinedPaper(pieces: readonly PaperPiece[]): WholePaper | null {
  const head = pieces[0]?.head;
  const sha256 = pieces[0]?.sha256 ?? '';
  if (head === undefined) return null;
  try {
    const packed = Buffer.concat(pieces.map(({ data }) => Buffer.from(data, 'base64')));
    const bytes = new Uint8Array(inflateRawSync(packed, { maxOutputLength: MOST_PAPER_BYTES }));
    const signature = new Uint8Array(Buffer.from(head.signature, 'base64'));
    return { kind: head.kind, sha256, bytes, signature, publicKey: head.key };
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
