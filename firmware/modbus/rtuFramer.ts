import { crcHolds } from '../../drivers/crc.ts';
import { requestLength } from '../../drivers/dialect/requestLength.ts';

/** The longest frame of the standard. What is longer cannot become one. */
const LONGEST = 256;
const BROADCAST = 0;

/** A request to this unit. `broadcast` ones are obeyed and not answered. */
export type RtuRequest = { readonly pdu: Uint8Array; readonly broadcast: boolean };

/**
 * Finds the requests to one unit in what is heard on a line, by expected length and CRC; silence only throws away what
 * never became a frame. Replies of other units, noise and halves of frames go by byte for byte.
 */
export class RtuFramer {
  readonly #unit: number;
  #heard = new Uint8Array(0);

  constructor(unit: number) {
    this.#unit = unit;
  }

  /** Whether bytes are held that silence should end. */
  get waiting(): boolean {
    return this.#heard.length > 0;
  }

  take(bytes: Uint8Array): RtuRequest[] {
    const heard = new Uint8Array(this.#heard.length + bytes.length);
    heard.set(this.#heard);
    heard.set(bytes, this.#heard.length);
    const found: RtuRequest[] = [];
    let at = 0;
    while (at < heard.length) {
      const rest = heard.subarray(at);
      const length = this.#frameAt(rest);
      if (length === 'more') break;
      if (length === 'none') {
        at += 1;
        continue;
      }
      const unit = rest[0];
      if (unit === this.#unit || unit === BROADCAST)
        found.push({ pdu: rest.slice(1, length - 2), broadcast: unit === BROADCAST });
      at += length;
    }
    this.#heard = heard.slice(at);
    return found;
  }

  /** The line has been silent: what is held is the remains of something else. A frame may begin inside it. */
  silence(): RtuRequest[] {
    const found: RtuRequest[] = [];
    while (this.#heard.length > 0 && found.length === 0) {
      const rest = this.#heard.slice(1);
      this.#heard = new Uint8Array(0);
      found.push(...this.take(rest));
    }
    this.#heard = new Uint8Array(0);
    return found;
  }

  #frameAt(bytes: Uint8Array): number | 'more' | 'none' {
    const length = requestLength(bytes);
    if (length === 'unknown') return 'none';
    if (length === 'more') return 'more';
    if (length > LONGEST) return 'none';
    if (bytes.length < length) return 'more';
    return crcHolds(bytes.subarray(0, length)) ? length : 'none';
  }
}
