import { z } from 'zod';
import type { PinDrive } from './atmega.ts';
import type { Effects, Load } from './circuit.ts';

/** What can be closed by hand or by a wire at the simulated annunciator. */
export const CONTACTS = ['silence', 'reset', 'test', 'tamper', 'mains'] as const;
export type BoardContact = (typeof CONTACTS)[number];
const contact = z.enum(CONTACTS);

/** The board's pins as an installer connects them by default; `firmware/WIRING.md` shows them. */
export const LOAD_PINS: Readonly<Record<Load, number>> = {
  siren: 2,
  strobe: 3,
  'fault-lamp': 4,
  'gas-valve': 5,
  fan: 6,
  healthy: 7,
};
export const CONTACT_PINS: Readonly<Record<BoardContact, number>> = {
  silence: 8,
  reset: 9,
  test: 10,
  tamper: 11,
  mains: 12,
};

/**
 * The backchannel of the simulated board: newline-delimited JSON over a unix socket. A request is `{ id, verb, … }`, its
 * answer `{ id, ok: true, value }` or `{ id, ok: false, error }`. It presses buttons and pulls cables, it sets no pin.
 */
export const commandSchema = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('state') }),
  z.strictObject({ verb: z.literal('subscribe') }), // pushes what moves from now on
  // closed to ground; with `bounces` it opens and closes that often first, a millisecond each
  z.strictObject({
    verb: z.literal('contact'),
    contact,
    closed: z.boolean(),
    bounces: z.int().min(0).max(20).default(0),
  }),
  z.strictObject({
    verb: z.literal('press'),
    contact,
    ms: z.number().min(1).max(10_000).default(150),
    bounces: z.int().min(0).max(20).default(3),
  }),
  // the cable is pulled; with another supply the board lives on without its host
  z.strictObject({ verb: z.literal('unplug'), power: z.enum(['lost', 'kept']).default('lost') }),
  z.strictObject({ verb: z.literal('plug') }),
  z.strictObject({ verb: z.literal('freeze') }), // its program hangs
  z.strictObject({ verb: z.literal('thaw') }),
  z.strictObject({ verb: z.literal('reset') }), // the button on the board itself
  z.strictObject({ verb: z.literal('openValve') }), // a manual-reset valve, by hand
]);

export type BoardCommand = z.infer<typeof commandSchema>;
export type BoardCommandInput = z.input<typeof commandSchema>;

/** A load's pin, and when it came to be so: CLOCK_MONOTONIC, milliseconds. */
export type LoadView = { readonly pin: number; readonly drive: PinDrive; readonly at: number };

/** Answer to `state`. */
export type BoardState = {
  readonly plugged: boolean;
  readonly held: boolean; // a host has the port open
  readonly powered: boolean;
  readonly frozen: boolean;
  readonly resets: number;
  readonly loads: Readonly<Record<Load, LoadView>>;
  readonly closed: readonly BoardContact[];
  readonly effects: Effects;
};

/** Pushed to subscribers: a pin of a load, or what a person would notice, has changed. */
export type BoardPush =
  | { readonly push: 'pin'; readonly load: Load; readonly drive: PinDrive; readonly at: number }
  | { readonly push: 'effects'; readonly effects: Effects; readonly at: number };
