import type { Problem, Result } from '../../../core/result.ts';
import { refusedBody } from '../line/readOnly.ts';
import type { Port } from '../types.ts';

/** Where unit, function and data of a request stand in the bytes of one frame; null where it is not one whole frame. */
export type BodyOf = (frame: Uint8Array) => Uint8Array | null;

/** A frame of RTU: everything but the CRC. */
export const rtuBody: BodyOf = (frame) => (frame.length < 4 ? null : frame.subarray(0, -2));

/** A frame of Modbus TCP: what follows transaction, protocol and length, if it is as long as it says. */
export const mbapBody: BodyOf = (frame) => {
  const [, , , , high = 0, low = 0] = frame;
  const body = frame.subarray(MBAP_BYTES);
  return body.length > 0 && body.length === high * 0x100 + low ? body : null;
};

const MBAP_BYTES = 6;

/**
 * A port that carries nothing to a lift but reads. The line has refused everything else already, as a value; what comes
 * this far is a bug of ours, and silence is the only safe thing to make of it.
 */
export class SealedPort implements Port {
  readonly #port: Port;
  readonly #lifts: ReadonlySet<number>;
  readonly #bodyOf: BodyOf;

  constructor(port: Port, lifts: ReadonlySet<number>, bodyOf: BodyOf) {
    this.#port = port;
    this.#lifts = lifts;
    this.#bodyOf = bodyOf;
  }

  get onBytes(): Port['onBytes'] {
    return this.#port.onBytes;
  }

  set onBytes(listener: Port['onBytes']) {
    this.#port.onBytes = listener;
  }

  get onNotice(): Required<Port>['onNotice'] {
    return this.#port.onNotice ?? (() => {});
  }

  set onNotice(listener: Required<Port>['onNotice']) {
    this.#port.onNotice = listener;
  }

  get onInterrupted(): Required<Port>['onInterrupted'] {
    return this.#port.onInterrupted ?? (() => {});
  }

  set onInterrupted(listener: Required<Port>['onInterrupted']) {
    this.#port.onInterrupted = listener;
  }

  get onLost(): Port['onLost'] {
    return this.#port.onLost;
  }

  set onLost(listener: Port['onLost']) {
    this.#port.onLost = listener;
  }

  open(): Promise<Result<void, Problem>> {
    return this.#port.open();
  }

  close(): Promise<void> {
    return this.#port.close();
  }

  rest(until: number): void {
    this.#port.rest?.(until);
  }

  write(bytes: Uint8Array): void {
    const body = this.#bodyOf(bytes);
    if (body !== null && refusedBody(body, this.#lifts) === null) this.#port.write(bytes);
  }
}
