import { z } from 'zod';
import { MODE, type Mode } from './car.ts';
import { DOOR, type DoorStatus } from './door.ts';
import { FAULT, type FaultClass } from './faultClass.ts';

/**
 * What the codes of one maker, or of one standard, mean in the neutral model. Data only; where it comes from is said
 * for the table, and again for each entry that comes from somewhere else.
 */

const keys = <Name extends string>(codes: Readonly<Record<Name, unknown>>) =>
  Object.keys(codes) as [Name, ...Name[]];
const mode = z.enum(keys<Mode>(MODE));
const door = z.enum(keys<DoorStatus>(DOOR));
const fault = z.enum(keys<FaultClass>(FAULT));
const code = z.string().regex(/^\d+$/, 'write the code as a whole number');
const label = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
/** `mapped`: the code is sourced, what it means in our model is our own choice. */
const confidence = z.enum(['sourced', 'mapped', 'from-memory']);

const entry = label.extend({
  class: fault.optional(), // none: it means a state, or something no class is for
  level: z.int().min(1).max(5).optional(),
  suffix: z.enum(['A', 'B', 'C']).optional(),
  entrapment: z.enum(['at-level', 'off-level']).optional(), // a device's own verdict; the gateway finds for itself
  confidence: confidence.optional(), // where it is not that of the table
});

export const liftTableSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  vendor: z.string().min(1), // of the codes, as it travels with a fault
  source: z.string().min(1),
  confidence,
  notes: z.array(z.string()).default([]),
  levels: z.record(z.string(), label).default({}), // what a level of gravity does
  suffixes: z.record(z.string(), label).default({}),
  modes: z.record(code, mode).default({}),
  modesOut: z.partialRecord(mode, z.int()).default({}), // for an export: neutral → code
  doors: z.record(code, door).default({}),
  faults: z.record(code, entry).default({}),
  faultsOut: z.partialRecord(fault, z.int()).default({}),
  events: z.record(code, label).default({}),
});

export type LiftTable = z.infer<typeof liftTableSchema>;
export type FaultEntry = z.infer<typeof entry>;
