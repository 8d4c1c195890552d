/**
 * A string of bits, most significant first, holding Exp-Golomb codes of order k (Teuhola 1978; known from H.264
 * §9.1): small numbers take few bits, and an outlier costs twice its length, not its size.
 */

/** Bits `writeCode` needs for `value` (a whole number ≥ 0) at order `k`. */
export function codeLength(value: number, k: number): number {
  return 2 * bitLength(Math.floor(value / 2 ** k) + 1) - 1 + k;
}

export class BitWriter {
  readonly #bytes: number[] = [];
  #used = 8; // bits taken of the last byte

  writeCode(value: number, k: number): void {
    const head = Math.floor(value / 2 ** k) + 1;
    const length = bitLength(head);
    this.#write(0, length - 1);
    this.#write(head, length);
    this.#write(value % 2 ** k, k);
  }

  /** What was written, the last byte filled with zeros. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #write(value: number, count: number): void {
    for (let left = count; left > 0; ) {
      if (this.#used === 8) {
        this.#bytes.push(0);
        this.#used = 0;
      }
      const take = Math.min(8 - this.#used, left);
      const chunk = Math.floor(value / 2 ** (left - take)) % 2 ** take;
      const last = this.#bytes.length - 1;
      this.#bytes[last] = (this.#bytes[last] ?? 0) | (chunk << (8 - this.#used - take));
      this.#used += take;
      left -= take;
    }
  }
}

export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #end: number; // in bits
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length * 8;
  }

  /** The next code, or null where the bits end early or the number is too large to be one of ours. */
  readCode(k: number): number | null {
    const next = this.#peek();
    const zeros = Math.clz32(next);
    const length = 2 * zeros + 1 + k;
    // nearly all: the whole code lies in the 25 bits that four bytes hold from any bit on
    if (length <= 25 && this.#at + length <= this.#end) {
      this.#at += length;
      const head = (next << zeros) >>> (31 - zeros);
      if (k === 0) return head - 1;
      return ((head - 1) << k) + ((next << (2 * zeros + 1)) >>> (32 - k));
    }
    return this.#readLong(k);
  }

  #readLong(k: number): number | null {
    let zeros = 0;
    for (;;) {
      const bit = this.#read(1);
      if (bit === null || zeros > 53) return null;
      if (bit === 1) break;
      zeros += 1;
    }
    const rest = this.#read(zeros);
    const tail = this.#read(k);
    if (rest === null || tail === null) return null;
    const value = (2 ** zeros + rest - 1) * 2 ** k + tail;
    return Number.isSafeInteger(value) ? value : null;
  }

  /** The bits that come next, the first one highest: 25 of them at least, zeros beyond the end. */
  #peek(): number {
    const byte = this.#at >> 3;
    const bytes = this.#bytes;
    const four =
      ((bytes[byte] ?? 0) << 24) |
      ((bytes[byte + 1] ?? 0) << 16) |
      ((bytes[byte + 2] ?? 0) << 8) |
      (bytes[byte + 3] ?? 0);
    return four << (this.#at & 7);
  }

  #read(count: number): number | null {
    if (this.#at + count > this.#end) return null;
    let value = 0;
    for (let left = count; left > 0; ) {
      const byte = this.#bytes[this.#at >> 3] ?? 0;
      const free = 8 - (this.#at & 7);
      const take = Math.min(free, left);
      value = value * 2 ** take + ((byte >> (free - take)) & (2 ** take - 1));
      this.#at += take;
      left -= take;
    }
    return value;
  }
}

/** Of a whole number from 1 to 2^53. */
function bitLength(value: number): number {
  if (value < 2 ** 31) return 32 - Math.clz32(value);
  return 31 + bitLength(Math.floor(value / 2 ** 31));
}
