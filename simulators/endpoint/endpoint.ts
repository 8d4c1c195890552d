import type { SerialSettings } from '../line/serialTiming.ts';

/** Where a line can be reached. */
export type Address =
  | { readonly kind: 'pty'; readonly path: string }
  | { readonly kind: 'rtu-over-tcp' | 'modbus-tcp'; readonly host: string; readonly port: number };

/** The outside of a line. `unplug` takes it away as a pulled cable would, `plug` brings it back in the same place. */
export interface Endpoint {
  start(): Promise<void>;
  stop(): Promise<void>;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  readonly plugged: boolean;
  readonly address: Address;
}

/** A line that wants to know how its master's port is set. */
export interface TunedLine extends ByteLine {
  setMaster(settings: SerialSettings): void;
}

/** What carries bytes between a master and a line: the line's side of it. */
export interface ByteLine {
  receive(bytes: Uint8Array, at: number): void;
  onBytes: (bytes: Uint8Array) => void;
}
