import type { Instant, Reading } from '../../../drivers/reading.ts';
import type { Request } from '../../../drivers/request.ts';
import type { DeviceTiming } from '../../alarmTime/deviceTiming.ts';
import type { ExchangeNote } from '../../alarmTime/exchangeNote.ts';
import type { DeviceHealth, LineHealth } from '../../control/health.ts';
import type { Problem, Result } from '../../core/result.ts';

/** Moves bytes and nothing else: a serial adapter, RTU over TCP, or memory. Framing and timing are the line's. */
export interface Port {
  /** Opens; an expected failure (not there, no permission, refused) is a value. May be opened again after a loss. */
  open(): Promise<Result<void, Problem>>;
  /** Hands bytes to the driver. Never waits for the wire; a failure surfaces through `onLost`. */
  write(bytes: Uint8Array): void;
  close(): Promise<void>;
  /** Set by the one user of the port before `open`. `at` is `clock.mono()` when the chunk was seen. */
  onBytes: (bytes: Uint8Array, at: number) => void;
  /** The adapter was unplugged, the peer hung up: called once per loss. */
  onLost: (problem: Problem) => void;
}

/** How an exchange ended. `values`: registers, or 0/1 for bits; empty for writes. */
export type ExchangeResult =
  | { readonly kind: 'ok'; readonly values: readonly number[]; readonly at: Instant }
  | { readonly kind: 'timeout' } // silence, or nothing that could be the reply, until the deadline
  | { readonly kind: 'crc' } // bytes came, garbled
  | { readonly kind: 'exception'; readonly code: number }
  | { readonly kind: 'mismatch' } // a good frame, but not the one asked for, or one that could be an older reply
  | { readonly kind: 'portLost' }
  | { readonly kind: 'refused'; readonly problem: Problem }; // by the line itself: nothing was sent

/** What the bus tells the rest of guard. Readings of one call come from one exchange and share its instant. */
export type BusEvents = {
  readings(readings: readonly Reading[]): void;
  device(health: DeviceHealth): void;
  line(health: LineHealth): void;
  /** Every exchange with a device of the site, told before the readings it brought. */
  exchanged?(note: ExchangeNote): void;
};

/**
 * One exchange at a time with the units of one line (RS-485 pair or Modbus TCP endpoint). Resolves with how it ended;
 * never rejects. Callers ask one exchange at a time; `readyAt` says from when a unit may be asked again (it is in
 * quarantine after a lost reply): asking earlier is a bug in the caller.
 */
export interface LineClient {
  open(): Promise<Result<void, Problem>>;
  close(): Promise<void>;
  /** `priority` (writes to annunciators) goes before queued exchanges that do not have it. */
  exchange(request: Request, timing: DeviceTiming, priority?: boolean): Promise<ExchangeResult>;
  readyAt(unit: number): number; // mono
  /** Predicted time on the line from first request byte to the end of the gap after the reply, in milliseconds. */
  costMs(request: Request, timing: DeviceTiming): number;
  readonly lateSeen: (unit: number) => number; // late replies recognised and thrown away so far
  onLost: (problem: Problem) => void;
}
