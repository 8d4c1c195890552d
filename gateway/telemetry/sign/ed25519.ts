import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { err, ok, type Problem, type Result } from '../../../drivers/result.ts';

// What stands before the 32 bytes of a key in DER (RFC 8410 §4 and §7).
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Whether a text is a key itself and not the name of a file that holds one. */
export function isInlineKey(text: string): boolean {
  const bytes = BASE64.test(text) ? Buffer.from(text, 'base64').length : 0;
  return text.includes('-----BEGIN') || bytes === 32 || bytes === SPKI.length + 32;
}

/** A public key from PEM, or from base64 of its 32 bytes or of its DER. */
export function publicKeyFrom(text: string): Result<KeyObject, Problem> {
  return keyFrom(
    text,
    'public',
    SPKI,
    (der) => createPublicKey({ key: der, format: 'der', type: 'spki' }),
    createPublicKey,
  );
}

/** A private key from PEM (PKCS #8), or from base64 of its 32 bytes or of its DER. */
export function privateKeyFrom(text: string): Result<KeyObject, Problem> {
  return keyFrom(
    text,
    'private',
    PKCS8,
    (der) => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    createPrivateKey,
  );
}

/** The 32 bytes of a public key, or of the public half of a private one. */
export function rawPublicKey(key: KeyObject): Buffer {
  const shown = key.type === 'private' ? createPublicKey(key) : key;
  return shown.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
}

/** The name of a key that has none: the first 8 bytes of SHA-256 of its public half, in hex. */
export function keyId(key: KeyObject): string {
  return createHash('sha256').update(rawPublicKey(key)).digest('hex').slice(0, 16);
}

function keyFrom(
  text: string,
  half: 'public' | 'private',
  prefix: Buffer,
  fromDer: (der: Buffer) => KeyObject,
  fromPem: (pem: string) => KeyObject,
): Result<KeyObject, Problem> {
  const trimmed = text.trim();
  const bytes = Buffer.from(BASE64.test(trimmed) ? trimmed : '', 'base64');
  try {
    if (half === 'public' && trimmed.includes('PRIVATE')) throw new Error('a secret where all can read it');
    const key =
      bytes.length === 0
        ? fromPem(trimmed)
        : fromDer(bytes.length === 32 ? Buffer.concat([prefix, bytes]) : bytes);
    if (key.asymmetricKeyType === 'ed25519' && key.type === half) return ok(key);
  } catch {
    // what OpenSSL says of it would tell an operator nothing, and might tell a log too much
  }
  return err({
    code: 'key.not-ed25519',
    what: `this is no ${half} key of the kind Ed25519`,
    hint: `give it as PEM (openssl genpkey -algorithm ed25519) or as base64 of its 32 bytes`,
  });
}
