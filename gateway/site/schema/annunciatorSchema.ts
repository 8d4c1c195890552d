import { z } from 'zod';
import { OUTPUTS, TONES } from '../../../drivers/vocabulary.ts';
import { id, severity } from './schemaParts.ts';

/** What an alarm of one severity sounds and moves, in its zone. */
const signal = z.strictObject({
  tone: z.enum(TONES).default('none'),
  strobe: z.boolean().default(false),
  closeGasValve: z.boolean().default(false), // re-opened by hand alone
  runFan: z.boolean().default(false),
});
export const signalsSchema = z.partialRecord(severity, signal);

/** One output of an annunciator: what hangs on it, how it is wired, what it does when the gateway is gone. */
const output = z.strictObject({
  point: z.string().min(1), // a writable point of the device
  drives: z.enum(OUTPUTS),
  energised: z.enum(['to-act', 'at-rest']).default('to-act'), // at-rest: the relay lets go in order to act
  onLoss: z.enum(['act', 'rest', 'hold']).optional(), // default: the fault lamp lights, everything else holds
  zones: z.array(id).default([]), // empty: of the whole building
});

export const annunciatorSchema = z.strictObject({
  device: id,
  leaseS: z.number().min(2).max(60).default(10), // so long after guard's last word the outputs go to their fail state
  outputs: z.array(output).min(1),
});

export type Signal = z.infer<typeof signal>;
export type Signals = z.infer<typeof signalsSchema>;
export type SiteAnnunciator = z.infer<typeof annunciatorSchema>;
export type SiteOutput = z.infer<typeof output>;
