import { z } from 'zod';
import type { PointValue } from '../../drivers/reading.ts';
import type { DeviceTally } from '../answerTally.ts';
import { type Fault, faultSchema } from '../device/fault.ts';
import type { RelayChange } from '../device/relays.ts';
import type { Address } from '../endpoint/endpoint.ts';
import type { SerialSettings } from '../line/serialTiming.ts';
import type { WireTally } from '../line/wireWatch.ts';
import type { Quantity } from '../world/quantity.ts';
import { mishapSchema } from '../world/worldMishap.ts';

/**
 * The backchannel: newline-delimited JSON over a unix socket. A request is `{ id, verb, … }`, its answer
 * `{ id, ok: true, value }` or `{ id, ok: false, error }`. It changes the world and the devices, never a register.
 */
const quantity = z.union([z.number(), z.boolean()]);

export const commandSchema = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('state') }),
  z.strictObject({ verb: z.literal('set'), path: z.string(), value: quantity }), // held until `release`
  z.strictObject({ verb: z.literal('release'), path: z.string().optional() }), // without a path: everything held
  z.strictObject({ verb: z.literal('spike'), path: z.string(), value: quantity }), // shown in one answer
  ...mishapSchema.options,
  z.strictObject({ verb: z.literal('fault'), device: z.string(), fault: faultSchema }),
  z.strictObject({ verb: z.literal('clear'), device: z.string().optional() }), // without a device: all of them
  z.strictObject({ verb: z.literal('noise'), line: z.string(), bitErrorRate: z.number().min(0).max(1) }),
  /** Somebody connects a device to its line, which gives it power, or takes it off; `connectNext` the next that waits. */
  z.strictObject({ verb: z.literal('connect'), device: z.string(), connected: z.boolean().default(true) }),
  z.strictObject({ verb: z.literal('connectNext'), line: z.string() }),
  /** How a line is wired: A and B swapped at the master, 120 Ω and bias missing. What is left out stays. */
  z.strictObject({
    verb: z.literal('wire'),
    line: z.string(),
    swapped: z.boolean().optional(),
    terminated: z.boolean().optional(),
  }),
  z.strictObject({ verb: z.literal('unplug'), line: z.string() }),
  z.strictObject({ verb: z.literal('plug'), line: z.string() }),
  /** The exact record of a lift: what ended at or after `sinceMs` of world time, and what goes on. */
  z.strictObject({ verb: z.literal('account'), lift: z.string(), sinceMs: z.number().optional() }),
  z.strictObject({ verb: z.literal('tally') }),
  z.strictObject({ verb: z.literal('resetTally') }),
  z.strictObject({ verb: z.literal('subscribe') }), // pushes every good answer from now on
]);

export type BuildingCommand = z.infer<typeof commandSchema>;
export type CommandInput = z.input<typeof commandSchema>;

/** Answer to `state`. */
export type BuildingState = {
  readonly name: string;
  readonly worldTime: string; // ISO, the world's local time
  readonly world: Readonly<Record<string, Quantity>>; // every path, as felt now
  readonly devices: readonly {
    readonly id: string;
    readonly line: string;
    readonly profile: string;
    readonly unit: number; // as it is set now
    readonly serial: SerialSettings;
    readonly connected: boolean;
    readonly faults: readonly Fault[];
    readonly outputs: Readonly<Record<string, PointValue>>; // relays and the like, as they are now
    readonly relays: Readonly<Record<string, readonly RelayChange[]>>; // when each moved, the last 256 times
  }[];
  readonly lines: readonly {
    readonly id: string;
    readonly plugged: boolean;
    readonly address: Address | null;
    readonly bitErrorRate: number;
  }[];
};

/** Answer to `tally`: since the start or the last `resetTally`. */
export type BuildingTally = {
  readonly devices: Readonly<Record<string, DeviceTally>>;
  readonly lines: Readonly<
    Record<string, WireTally & { readonly lateReplies: number; readonly corrupted: number }>
  >;
};

/**
 * A good answer, pushed to subscribers: `at` is when its last byte was on the wire (CLOCK_MONOTONIC, ms), `values` the
 * registers or bits that were read or written.
 */
export type AnswerPush = {
  readonly push: 'answer';
  readonly line: string;
  readonly device: string;
  readonly at: number;
  readonly functionCode: number;
  readonly address: number;
  readonly values: readonly number[];
};
