import { EventEmitter } from 'node:events';
import type { SerialPort } from '../../gateway/core/serialPort.ts';

/**
 * What Firmata talks through. It outlives the port: a board that was unplugged comes back to the same Firmata and the same
 * Johnny-Five board, so that nothing is made twice and nothing adds up.
 */
export class Transport extends EventEmitter {
  #port: SerialPort | undefined;

  attach(port: SerialPort): void {
    this.#port = port;
    port.onBytes = (bytes) => this.emit('data', bytes);
  }

  detach(): void {
    this.#port = undefined;
  }

  /** Goes to the port before it returns; into nothing while there is none. */
  write(bytes: Buffer, written?: () => void): void {
    this.#port?.write(bytes);
    written?.();
  }
}
