import type { Request } from '../../drivers/request.ts';
import type { SerialFormat } from './serialFormat.ts';

/** A read that is said to find out who is on a line, or a setting written into a stranger; what comes is listened to as it comes. */
export type Overhear = {
  readonly request: Request;
  /** How the port is set for it. */
  readonly format: SerialFormat;
  /** So long, from the last byte of the request on, the first byte of a reply is waited for. */
  readonly patienceMs: number;
  /** The most that all of it may take the line, setting the port and setting it back included. */
  readonly limitMs: number;
  /** Listens for all of the patience, also when a whole answer has come: a second one may follow. */
  readonly on?: boolean;
  /** So long after silence its answer may still come, where its kind is known; a stranger gets two seconds. */
  readonly lateMs?: number;
  /** The device of the site that is polled at this address, where a second one has it too and is to be given another. */
  readonly twinOf?: string;
  /** Whether the port may stay as it is set: nobody else asks on this line. */
  readonly stays?: boolean;
};

/** What was heard, the own echo included, and how long after the request it began; null when there was nothing. */
export type Overheard = { readonly bytes: Uint8Array; readonly firstMs: number | null };
