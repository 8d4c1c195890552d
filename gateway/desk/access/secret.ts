import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** An opaque secret of 256 bits, as a cookie or a header carries it. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A short public name of a person, session or token. */
export function newId(): string {
  return randomBytes(9).toString('base64url');
}

/** What is kept of a secret. It needs no slow hash: nobody guesses 256 bits; of a claim code 60 behind a lock-out. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Whether two digests are the same, in the same time wherever they differ. */
export function sameDigest(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
