import { createHash, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readClaimCode } from './claimCode.ts';

const FILE = join('people', 'fresh-claim.json');
/** How long somebody has to reach the page after the button, or after `lifeline people claim`. */
export const FRESH_CLAIM_MS = 15 * 60_000;

const schema = z.strictObject({ digest: z.hex().length(64), openedUtc: z.int() });

/**
 * A second claim of a box that has an owner, open for a quarter of an hour: whoever can press its button, or is root, becomes an
 * administrator beside those there are. People, site and journal stay. Kept beside the people, so that every program sees the same.
 */
export class FreshClaim {
  readonly #path: string;

  constructor(stateFolder: string) {
    this.#path = join(stateFolder, FILE);
  }

  /** From `utc` on this code is good. Throws what the file system throws. */
  open(code: string, utc: number): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const written = `${this.#path}.new`;
    const text = JSON.stringify({ digest: digestOf(code), openedUtc: Math.round(utc) });
    writeFileSync(written, text, { mode: 0o640 });
    renameSync(written, this.#path);
  }

  isOpen(utc: number): boolean {
    return this.#read(utc) !== null;
  }

  /** Whether it is open, and this is its code. */
  isCode(code: string, utc: number): boolean {
    const digest = this.#read(utc);
    return digest !== null && timingSafeEqual(Buffer.from(digest, 'hex'), Buffer.from(digestOf(code), 'hex'));
  }

  /** It was used: it is worth nothing any more. */
  end(): void {
    rmSync(this.#path, { force: true });
  }

  /** Its digest; null where none is open. A clock that was set back closes it. */
  #read(utc: number): string | null {
    try {
      const { digest, openedUtc } = schema.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
      return openedUtc <= utc && utc < openedUtc + FRESH_CLAIM_MS ? digest : null;
    } catch {
      return null; // there is none, or nobody can say what is in it
    }
  }
}

function digestOf(code: string): string {
  return createHash('sha256').update(readClaimCode(code)).digest('hex');
}
