import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  scryptSync,
  timingSafeEqual,
} from 'node:crypto';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { backupProblem } from '../text/problems/backupProblems.ts';

/**
 * Files sealed with a passphrase as age does it (https://age-encryption.org/v1, recipient `scrypt`): a box that is gone must not take
 * its backup with it, and any `age` opens these. Chunks of 64 KiB are each authentic by themselves (STREAM), so that nothing that was
 * changed is ever handed on, and the last one says so, so that nothing is cut off.
 */
const VERSION = 'age-encryption.org/v1';
const SCRYPT_LABEL = `${VERSION}/scrypt`;
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const FILE_KEY_BYTES = 16;
const NONCE_BYTES = 16;
/** 64 MiB for some hundred milliseconds: what the smallest box can spare. */
const LOG_N = 16;
/** What `age` seals with: 256 MiB to open. More would be an attack on the memory of the box. */
const MOST_LOG_N = 18;
const LONGEST_HEADER = 4096;

/** Seals what is given to `push`; `end` gives the rest. Everything returned is to be written in its order. */
export class AgeSealer {
  readonly #key: Buffer;
  readonly #head: Buffer;
  #waiting: Buffer = Buffer.alloc(0);
  #count = 0;
  #begun = false;

  constructor(passphrase: string) {
    const fileKey = randomBytes(FILE_KEY_BYTES);
    const salt = randomBytes(16);
    const wrapped = sealed(wrapKey(passphrase, salt, LOG_N), Buffer.alloc(12), fileKey);
    const stanza = `-> scrypt ${base64(salt)} ${LOG_N}\n${base64(wrapped)}\n`;
    const signed = `${VERSION}\n${stanza}---`;
    const nonce = randomBytes(NONCE_BYTES);
    this.#key = derived(fileKey, nonce, 'payload');
    this.#head = Buffer.concat([Buffer.from(`${signed} ${base64(macOf(fileKey, signed))}\n`), nonce]);
  }

  push(bytes: Buffer): Buffer {
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    const out: Buffer[] = this.#begin();
    // the last chunk is full at most and never empty, so one is kept back
    while (this.#waiting.length > CHUNK_BYTES) out.push(this.#take(CHUNK_BYTES, false));
    return Buffer.concat(out);
  }

  end(): Buffer {
    return Buffer.concat([...this.#begin(), this.#take(this.#waiting.length, true)]);
  }

  #begin(): Buffer[] {
    if (this.#begun) return [];
    this.#begun = true;
    return [this.#head];
  }

  #take(length: number, last: boolean): Buffer {
    const chunk = this.#waiting.subarray(0, length);
    this.#waiting = this.#waiting.subarray(length);
    return sealed(this.#key, chunkNonce(this.#count++, last), chunk);
  }
}

/** Opens what `AgeSealer`, or `age -p`, has sealed. Problems: `backup.foreign`, `backup.passphrase`, `backup.damaged`. */
export class AgeOpener {
  readonly #passphrase: string;
  #key: Buffer | null = null;
  #waiting: Buffer = Buffer.alloc(0);
  #count = 0;

  constructor(passphrase: string) {
    this.#passphrase = passphrase;
  }

  /** The next bytes of the file; gives what is authentic by now. */
  push(bytes: Buffer): Result<Buffer, Problem> {
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    if (this.#key === null) {
      const header = this.#readHeader();
      if (!header.ok || this.#key === null) return header.ok ? ok(Buffer.alloc(0)) : header;
    }
    const out: Buffer[] = [];
    while (this.#waiting.length > CHUNK_BYTES + TAG_BYTES) {
      const chunk = this.#take(CHUNK_BYTES + TAG_BYTES, false);
      if (chunk === null) return err(backupProblem('backup.damaged'));
      out.push(chunk);
    }
    return ok(Buffer.concat(out));
  }

  /** The file is over: its last bytes, or that it was cut off. */
  end(): Result<Buffer, Problem> {
    if (this.#key === null) return err(backupProblem('backup.foreign'));
    const chunk = this.#take(this.#waiting.length, true);
    return chunk === null ? err(backupProblem('backup.damaged')) : ok(chunk);
  }

  #take(length: number, last: boolean): Buffer | null {
    const chunk = this.#waiting.subarray(0, length);
    this.#waiting = this.#waiting.subarray(length);
    return this.#key === null ? null : opened(this.#key, chunkNonce(this.#count++, last), chunk);
  }

  #readHeader(): Result<null, Problem> {
    const foreign = err(backupProblem('backup.foreign'));
    const text = this.#waiting.subarray(0, LONGEST_HEADER).toString('latin1');
    if (!`${VERSION}\n`.startsWith(text.slice(0, VERSION.length + 1))) return foreign;
    const header = /^(age-encryption\.org\/v1\n-> scrypt (\S{22}) (\d{1,2})\n(\S{43})\n---) (\S{43})\n/.exec(
      text,
    );
    if (header === null) return text.length < LONGEST_HEADER ? this.#more(text) : foreign;
    const [whole, signed = '', salt = '', logN = '', wrapped = '', mac = ''] = header;
    if (this.#waiting.length < whole.length + NONCE_BYTES) return ok(null);
    if (Number(logN) > MOST_LOG_N || Number(logN) < 1) return foreign;
    const wrapping = wrapKey(this.#passphrase, Buffer.from(salt, 'base64'), Number(logN));
    const fileKey = opened(wrapping, Buffer.alloc(12), Buffer.from(wrapped, 'base64'));
    if (fileKey === null) return err(backupProblem('backup.passphrase'));
    // as text: the last digit of base64 has bits that mean nothing
    if (!timingSafeEqual(Buffer.from(mac), Buffer.from(base64(macOf(fileKey, signed)))))
      return err(backupProblem('backup.damaged'));
    this.#key = derived(fileKey, this.#waiting.subarray(whole.length, whole.length + NONCE_BYTES), 'payload');
    this.#waiting = this.#waiting.subarray(whole.length + NONCE_BYTES);
    return ok(null);
  }

  /** A header of another recipient is complete with its last line, and not for a passphrase. */
  #more(text: string): Result<null, Problem> {
    return /\n--- \S+\n/.test(text) ? err(backupProblem('backup.foreign')) : ok(null);
  }
}

function wrapKey(passphrase: string, salt: Buffer, logN: number): Buffer {
  const N = 2 ** logN;
  const label = Buffer.concat([Buffer.from(SCRYPT_LABEL), salt]);
  return scryptSync(passphrase, label, 32, { N, r: 8, p: 1, maxmem: 2 * 128 * N * 8 });
}

function macOf(fileKey: Buffer, signed: string): Buffer {
  return createHmac('sha256', derived(fileKey, Buffer.alloc(0), 'header'))
    .update(signed)
    .digest();
}

function derived(fileKey: Buffer, salt: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', fileKey, salt, info, 32));
}

/** Eleven bytes of a counter, big-endian, and whether it is the last chunk. */
function chunkNonce(count: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(count, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function sealed(key: Buffer, nonce: Buffer, bytes: Buffer): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function opened(key: Buffer, nonce: Buffer, bytes: Buffer): Buffer | null {
  if (bytes.length < TAG_BYTES) return null;
  const cipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  try {
    return Buffer.concat([cipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), cipher.final()]);
  } catch {
    return null;
  }
}

/** Without padding, as age writes it. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
