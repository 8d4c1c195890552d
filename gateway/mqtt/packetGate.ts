import type { Problem } from '../core/result.ts';

/**
 * The largest packet that is taken from a broker, in bytes. Everything we listen to is far smaller (a command has 4 KiB at
 * most); what is larger would only be gathered in memory.
 */
export const LARGEST_INBOUND_BYTES = 256 * 1024;

const PUBLISH = 3;
const QOS_2 = 2;
const MOST_LENGTH_BYTES = 4;

/**
 * Watches the bytes that come from a broker, packet by packet, before anything keeps them: by the fixed header (MQTT 5 §2.1)
 * it is known how long a packet will be. MQTT 5 lets a client say what it takes, and a broker break that; 3.1.1 does not.
 */
export class PacketGate {
  readonly #largest: number;
  /** Of the packet at hand, how many bytes are still to come; null while its length is being read. */
  #left: number | null = null;
  #lengthBytes = 0;
  #length = 0;
  #first = 0;

  constructor(largest: number = LARGEST_INBOUND_BYTES) {
    this.#largest = largest;
  }

  /** Why the connection must end, at the first byte that says so; null: go on. */
  push(chunk: Uint8Array): Problem | null {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left !== null) {
        const step = Math.min(this.#left, chunk.length - at);
        at += step;
        this.#left -= step;
        if (this.#left === 0) this.#next();
        continue;
      }
      const problem = this.#header(chunk[at++] ?? 0);
      if (problem !== null) return problem;
    }
    return null;
  }

  #header(byte: number): Problem | null {
    if (this.#lengthBytes === 0 && this.#first === 0) {
      this.#first = byte;
      if (byte >> 4 === PUBLISH && ((byte >> 1) & 3) >= QOS_2) return UNASKED_QOS;
      return byte === 0 ? NO_MQTT : null;
    }
    this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes++;
    if (this.#length > this.#largest) return tooLarge(this.#largest);
    if ((byte & 0x80) === 0) {
      this.#left = this.#length;
      if (this.#left === 0) this.#next();
    } else if (this.#lengthBytes === MOST_LENGTH_BYTES) return NO_MQTT;
    return null;
  }

  #next(): void {
    this.#left = null;
    this.#lengthBytes = 0;
    this.#length = 0;
    this.#first = 0;
  }
}

const UNASKED_QOS: Problem = {
  code: 'broker.unasked-qos',
  what: 'the broker sends with QoS 2, which was not asked for and would have to be kept here',
  hint: 'nothing here subscribes above QoS 1: look at the broker, or at what stands between',
};

const NO_MQTT: Problem = {
  code: 'broker.unfriendly',
  what: 'what comes from there is not MQTT',
  hint: 'is this an MQTT broker, and is the port right?',
};

function tooLarge(largest: number): Problem {
  return {
    code: 'broker.packet-too-large',
    what: `the broker sends a packet of more than ${largest / 1024} KiB`,
    hint: 'nothing that this program listens to is so large: look at who may publish on its topics',
  };
}
