import type { Instant, Reading } from '../../../drivers/reading.ts';
import type { RegisterRange, Request } from '../../../drivers/request.ts';
import type { DeviceTiming } from '../../alarmTime/deviceTiming.ts';
import type { ExchangeNote } from '../../alarmTime/exchangeNote.ts';
import type { DeviceHealth, LineHealth } from '../../control/health.ts';
import type { Overhear, Overheard } from '../../core/overheard.ts';
import type { Problem, Result } from '../../core/result.ts';
import type { SerialFormat } from '../../core/serialFormat.ts';

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
  /** Sets an open port to another rate, parity or number of stop bits; missing where there is nothing to set. */
  reformat?(format: SerialFormat): Promise<Result<void, Problem>>;
  /** What comes before `until` (mono) may be kept back; missing where bytes cost nothing, or come as they like. */
  rest?(until: number): void;
  /** The peer has a way of its own that is no fault (hangs up when all is said). */
  onNotice?: (problem: Problem) => void;
  /** The peer hung up on what was written last, which it may have taken or not; what is written now goes to it again. */
  onInterrupted?: () => void;
}

/**
 * How an exchange ended. `values`: registers, or 0/1 for bits; empty for writes. `read`: what was asked for `instead`.
 * `unsure`: answers came, each of which could be an older reply; by `clearAt` (mono) that is over if nobody asks the same.
 */
export type ExchangeResult =
  | {
      readonly kind: 'ok';
      readonly values: readonly number[];
      readonly at: Instant;
      readonly read?: RegisterRange;
      readonly beside?: number; // answers before this one, to the same, that could not be believed
      readonly beganMs?: number; // from the last byte of the request until the first of the reply was seen
    }
  | { readonly kind: 'timeout'; readonly read?: RegisterRange } // silence, or nothing that could be the reply, until the deadline
  | { readonly kind: 'crc'; readonly stranger?: number } // bytes came, garbled, or a sound frame of this other unit
  | { readonly kind: 'exception'; readonly code: number; readonly read?: RegisterRange }
  | { readonly kind: 'mismatch' } // a good frame, but not the one asked for
  | { readonly kind: 'unsure'; readonly clearAt: number }
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
 * What is odd about how a unit answers, lately. `late`: after `ms`, and every time; `twice`: each reply comes again after
 * `ms`; `shared`: two devices answer; `unclear`: it may be that; `transaction`, `unit`, `length`: its frames are whole, but carry another one;
 * `hurried`: what it is asked within `ms` of other traffic is lost, and nothing after `enoughMs` of silence.
 */
export type Habit = {
  readonly kind: 'late' | 'twice' | 'shared' | 'unclear' | 'transaction' | 'unit' | 'length' | 'hurried';
  readonly ms?: number;
  readonly enoughMs?: number;
  readonly unit?: number; // under which it answers instead
  readonly master?: ForeignAsk; // of `shared` and `twice`: it is another master to whom it answers
};

/** What another master on the line asked last. */
export type ForeignAsk = { readonly unit: number; readonly functionCode: number; readonly address: number };

/**
 * One exchange at a time with the units of one line (RS-485 pair or Modbus TCP endpoint). Resolves with how it ended;
 * never rejects. Callers ask one exchange at a time; `readyAt` says from when a unit may be asked again (it is in
 * quarantine after a lost reply): asking earlier is a bug in the caller.
 */
export interface LineClient {
  /** `afterOthers`: somebody else may have asked on this line until now, whose replies are not ours. */
  open(afterOthers?: boolean): Promise<Result<void, Problem>>;
  close(): Promise<void>;
  /** Callers may queue; they are served in their order. */
  exchange(request: Request, timing: DeviceTiming): Promise<ExchangeResult>;
  readyAt(unit: number): number; // mono
  /**
   * Says one read at whatever format and takes down what comes, understood or not. Missing where there are no characters to
   * listen to. Never at a foreign format on a line with a lift.
   */
  hear?(what: Overhear): Promise<Result<Overheard, Problem>>;
  /** Predicted time on the line from first request byte to the end of the gap after the reply, in milliseconds. */
  costMs(request: Request, timing: DeviceTiming): number;
  /** What is odd about its answers; undefined when nothing is. */
  habit(unit: number): Habit | undefined;
  /** Another master that was heard to ask on this line lately; missing where nobody else can. */
  otherMaster?(): ForeignAsk | undefined;
  heardAt(unit: number): number; // mono: when the unit was last heard, be it too late; -Infinity if never
  readonly lateSeen: (unit: number) => number; // late replies recognised and thrown away so far
  onLost: (problem: Problem) => void;
  /** The port has a way of its own that is no fault; to be told once. */
  onNotice: (problem: Problem) => void;
  /** A reply came too late: its unit may be asked earlier than `readyAt` said before. */
  onLate: (unit: number) => void;
}
