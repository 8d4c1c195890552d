// The part of firmata.js that is used here. The package brings no types.
declare module 'firmata' {
  import { EventEmitter } from 'node:events';

  /** What Firmata writes to and listens at: `open`, `data`, `close`, `error`. */
  type Transport = EventEmitter & { write(bytes: Buffer, written?: () => void): void };

  class Firmata extends EventEmitter {
    constructor(transport: Transport, options?: { readonly reportVersionTimeout?: number });
    readonly MODES: { readonly INPUT: number; readonly OUTPUT: number };
    readonly HIGH: 1;
    readonly isReady: boolean;
    readonly firmware: { readonly name?: string };
    readonly pins: { supportedModes: number[]; mode?: number; state?: number; value: number }[];
    pinMode(pin: number, mode: number): void;
    /** With `enqueue` nothing is sent before `flushDigitalPorts`. */
    digitalWrite(pin: number, value: 0 | 1, enqueue?: boolean): void;
    flushDigitalPorts(): void;
    digitalRead(pin: number, callback: (value: 0 | 1) => void): void;
    reportDigitalPin(pin: number, value: 0 | 1): void;
    sysexCommand(message: readonly number[]): void;
  }
  export = Firmata;
}
