import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { keyId, publicKeyFrom } from '../../telemetry/index.ts';
import { recordProblem } from '../../text/problems/recordProblems.ts';

/**
 * A paper as it is kept: the exact bytes that were signed, the signature over just these (Ed25519, 64 bytes), and the public
 * half of the key. Nothing is ever written out anew: other bytes would be another paper.
 */
export type SignedRecord = {
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly publicKey: string; // PEM
};

/** What a verified paper is: its hash as it is printed, and the name of the key that signed it. */
export type RecordProof = { readonly sha256: string; readonly key: string };

/** The paper of some data, signed. One key order, two spaces: a person can read it. */
export function signRecord(data: unknown, key: KeyObject, publicKey: string): SignedRecord {
  const bytes = Buffer.from(`${JSON.stringify(data, null, 2)}\n`, 'utf8');
  return { bytes, signature: sign(null, bytes, key), publicKey };
}

/**
 * Whether these bytes are the ones that were signed with this key. Whose key it is has to be known from elsewhere: from the
 * box, or from a paper that was printed before.
 */
export function verifyRecord({ bytes, signature, publicKey }: SignedRecord): Result<RecordProof, Problem> {
  const key = publicKeyFrom(publicKey);
  if (!key.ok) return key;
  if (signature.length !== SIGNATURE_BYTES || !verify(null, bytes, key.value, signature))
    return err(recordProblem('record.changed'));
  return ok({ sha256: hashOf(bytes), key: keyId(key.value) });
}

/** SHA-256 in hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A hash as people compare it: groups of four. */
export function inFours(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ');
}

/** What checks the same without us. */
export function opensslLine(file: string): string {
  return `openssl pkeyutl -verify -rawin -pubin -inkey ${file}.pem -in ${file} -sigfile ${file}.sig`;
}

/** What prints the hash of a paper without us. */
export function hashLine(file: string): string {
  return `sha256sum ${file}`;
}

/** What prints the name of the key without us: the hash of its last 32 bytes, of which the first 16 figures count. */
export function keyLine(file: string): string {
  return `openssl pkey -pubin -in ${file}.pem -outform DER | tail -c 32 | sha256sum | cut -c 1-16`;
}

const SIGNATURE_BYTES = 64;
