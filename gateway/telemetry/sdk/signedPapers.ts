import { createHash, verify } from 'node:crypto';
import { publicKeyFrom } from '../sign/ed25519.ts';
import type { EventBody } from '../wire/model.ts';
import {
  joinedPaper,
  PAPER_VERB,
  type PaperPiece,
  readPaperPiece,
  type WholePaper,
} from '../wire/paperPieces.ts';

const MOST_UNDER_WAY = 8;

/**
 * Puts signed papers of one gateway together from its events, in whatever order they come, twice or not. A paper is given out
 * once, when it is whole, its hash is right and its signature belongs to the key beside it. Whose key that is, is for you to know.
 */
export class SignedPapers {
  readonly #underWay = new Map<string, Map<number, PaperPiece>>();
  readonly #done = new Set<string>();

  /** The paper that this event made whole; null: none. */
  take(event: EventBody): WholePaper | null {
    if (event.type !== 'command' || event.verb !== PAPER_VERB) return null;
    const piece = readPaperPiece(event.detail);
    if (piece === null || this.#done.has(piece.sha256)) return null;
    const key = `${piece.sha256} ${piece.count}`;
    const pieces = this.#underWay.get(key) ?? new Map<number, PaperPiece>();
    this.#underWay.delete(key);
    this.#underWay.set(key, pieces.set(piece.index, piece));
    for (const oldest of this.#underWay.keys()) {
      if (this.#underWay.size <= MOST_UNDER_WAY) break;
      this.#underWay.delete(oldest);
    }
    if (pieces.size < piece.count) return null;
    this.#underWay.delete(key);
    const paper = joinedPaper([...pieces.values()].toSorted((a, b) => a.index - b.index));
    if (paper === null || !isGenuine(paper)) return null;
    this.#done.add(paper.sha256);
    return paper;
  }
}

/** Whether the hash is that of the bytes, and the signature over just these is of the key that lies beside them. */
function isGenuine({ bytes, sha256, signature, publicKey }: WholePaper): boolean {
  const key = publicKeyFrom(publicKey);
  if (!key.ok || createHash('sha256').update(bytes).digest('hex') !== sha256) return false;
  return verify(null, bytes, key.value, signature);
}
