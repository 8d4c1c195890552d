import type { Quality } from '../../../../drivers/quality.ts';
import type { Instant } from '../../../../drivers/reading.ts';
import type { RegisterRange } from '../../../../drivers/request.ts';
import type { ExchangeNote } from '../../../alarmTime/exchangeNote.ts';
import type { ExchangeResult } from '../types.ts';

/**
 * What the poller does next after an exchange.
 * - `served`: use the values
 * - `refused`: the device lives but will not give this block now: split it, or ask again slowly, never stop asking
 * - `unsure`: it lives, but its answers could be older ones: ask for this block when they can no longer be
 * - `lost`: no usable answer: charge the budget, let the breaker say when to ask again. `quality` is what its points
 *   read if this goes on: silence is no communication, garbage is a protocol error
 * - `portLost`: reopen the line
 */
export type Outcome =
  | {
      readonly kind: 'served';
      readonly values: readonly number[];
      readonly at: Instant;
      readonly read?: RegisterRange;
      readonly beside?: number;
      readonly beganMs?: number;
    }
  | { readonly kind: 'refused'; readonly busy: boolean; readonly code: number; readonly read?: RegisterRange }
  | { readonly kind: 'unsure'; readonly clearAt: number }
  | {
      readonly kind: 'lost';
      readonly cause: LossCause;
      readonly quality: Quality;
      readonly read?: RegisterRange;
    }
  | { readonly kind: 'portLost' };

/** `gateway`: a Modbus gateway in between said that the device did not answer it. */
export type LossCause = 'timeout' | 'crc' | 'mismatch' | 'gateway';

/** What a loss says of the device, as the breaker weighs it. */
export const LOSS_KINDS = {
  timeout: 'silence',
  gateway: 'told by a gateway',
  crc: 'garbage',
  mismatch: 'garbage',
} as const;

/** What counts it. */
export const LOSS_COUNTERS = {
  timeout: 'timeouts',
  crc: 'crc',
  mismatch: 'mismatches',
  gateway: 'exceptions',
} as const;

/** Modbus exception codes with a meaning of their own to a poller (Modbus Application Protocol V1.1b3, §7). */
const ILLEGAL_FUNCTION = 1;
const ACKNOWLEDGE = 5;
const BUSY = 6;
const PATH_UNAVAILABLE = 0x0a;
const TARGET_SILENT = 0x0b;

/** Classes the end of an exchange by what to do next. */
export function outcomeOf(result: ExchangeResult): Outcome {
  switch (result.kind) {
    case 'ok':
      return { ...result, kind: 'served' };
    case 'exception':
      if (result.code === PATH_UNAVAILABLE || result.code === TARGET_SILENT)
        return { kind: 'lost', cause: 'gateway', quality: 'no-communication' };
      return {
        kind: 'refused',
        busy: result.code === ACKNOWLEDGE || result.code === BUSY,
        code: result.code,
        ...(result.read === undefined ? {} : { read: result.read }),
      };
    case 'timeout':
      return {
        ...{ kind: 'lost', cause: 'timeout', quality: 'no-communication' },
        ...(result.read === undefined ? {} : { read: result.read }),
      };
    case 'crc':
    case 'mismatch':
      return { kind: 'lost', cause: result.kind, quality: 'protocol-error' };
    case 'refused': // by the line, which has nothing against reads
      return { kind: 'refused', busy: false, code: ILLEGAL_FUNCTION };
    case 'unsure':
    case 'portLost':
      return result;
  }
}

/** What an exchange note says of it. A refusal of a wider read that took the planned one's place costs its time, no more. */
export function lossOf(outcome: Outcome): ExchangeNote['lost'] {
  if (outcome.kind === 'refused') return outcome.read === undefined ? 'refused' : 'garbled';
  if (outcome.kind === 'unsure') return 'garbled';
  if (outcome.kind !== 'lost') return null;
  return outcome.cause === 'timeout' || outcome.cause === 'gateway' ? 'silent' : 'garbled';
}
