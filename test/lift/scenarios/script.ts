import { z } from 'zod';

// What one line of an incident may say. Seconds, millimetres, mm/s, per cent of the rated load.

const door = z.enum(['opened', 'closed', 'opening', 'closing']);

/** Readings that stay at a value whatever the lift does; null frees one. */
const stuck = z.strictObject({
  openLimit: z.boolean().nullable(),
  closeLimit: z.boolean().nullable(),
  lock: z.boolean().nullable(),
  chain: z.boolean().nullable(),
  zone: z.boolean().nullable(),
  boxLevel: z.boolean().nullable(),
  boxDoor: z.boolean().nullable(),
  boxUp: z.boolean().nullable(),
  boxDown: z.boolean().nullable(),
  position: z.number().nullable(), // mm
  speed: z.number().nullable(), // mm/s
  direction: z.number().nullable(), // code of the state word
  load: z.number().nullable(), // %
  person: z.boolean().nullable(),
  floor: z.number().nullable(),
  fault: z.number().nullable(),
  rearOpenLimit: z.boolean().nullable(),
  rearCloseLimit: z.boolean().nullable(),
  rearLock: z.boolean().nullable(),
});

/** Contacts that read the contrary for `on` seconds of every `on + off`; null ends it. */
const flickering = z.record(
  z.enum(['openLimit', 'closeLimit', 'lock', 'chain', 'zone', 'boxLevel', 'boxDoor', 'button']),
  z.strictObject({ on: z.number(), off: z.number() }).nullable(),
);

const change = z.strictObject({
  go: z.number().optional(), // runs to this floor; 3.5 is half-way to the fourth
  rate: z.number().positive().optional(), // mm/s of that run
  halt: z.literal(true).optional(), // stops at once
  drift: z.number().optional(), // creeps so many mm/s from now on
  front: door.optional(),
  rear: door.optional(),
  open: z.enum(['front', 'rear', 'both']).optional(), // a whole stroke
  shut: z.enum(['front', 'rear', 'both']).optional(),
  serve: z.number().optional(), // somebody rides to this floor and gets out
  park: z.number().optional(), // runs there empty, door shut
  person: z.union([z.boolean(), z.strictObject({ on: z.number(), off: z.number() })]).optional(),
  load: z.number().optional(),
  mode: z.number().optional(), // of the state word
  fault: z.number().optional(),
  button: z.boolean().optional(),
  openButton: z.boolean().optional(),
  curtain: z.boolean().optional(),
  carCalls: z.array(z.number()).optional(),
  hallCalls: z.array(z.number()).optional(),
  boxFault: z.number().optional(), // bits
  inspectionBit: z.boolean().optional(),
  drop: z.number().optional(), // the measured position is off by this from now on
  loadDrift: z.number().optional(), // so is the measured load
  zeros: z.boolean().optional(), // a controller that starts up
  silent: z.array(z.enum(['controller', 'box'])).optional(),
  stuck: stuck.partial().optional(),
  flickers: z.partialRecord(flickering.keyType, flickering.valueType).optional(),
  word: z // a register that always holds the same, whatever else is true
    .strictObject({ of: z.enum(['controller', 'box']), address: z.int(), mask: z.int(), value: z.int() })
    .nullable()
    .optional(),
  frozen: z.array(z.enum(['controller', 'box'])).optional(), // answers, and always the same
  speedNoise: z.number().optional(), // mm/s that a standing car seems to run
  loadNoise: z.number().optional(), // % the cell sways by
  restart: z.literal(true).optional(), // of the gateway, on another boot
  reset: z.literal(true).optional(), // somebody was there and nobody is trapped
  told: z.enum(['attended', 'released']).optional(), // by somebody who is there
  day: z.string().optional(), // the civil day it is from now on
  overload: z.boolean().optional(),
  shakes: z.number().optional(), // m/s², peak to peak, while the car runs
});
export type Change = z.infer<typeof change>;

const window = z.tuple([z.string(), z.number(), z.number()]); // rule, phase or sensor; not before, not after
const repeat = z.strictObject({ times: z.int(), every: z.number() });

const incident = z.strictObject({
  name: z.string(),
  clause: z.string(),
  devices: z.enum(['both', 'box', 'controller']).default('both'),
  doors: z.literal([1, 2]).default(1),
  openings: z.strictObject({ front: z.array(z.string()), rear: z.array(z.string()) }).optional(), // by label
  below: z.int().default(0), // floors of the box with a minus sign
  startAt: z.int().default(1),
  heights: z.array(z.number()).length(6).default([0, 3_000, 6_000, 9_000, 12_000, 15_000]), // mm
  rated: z.number().default(1_000), // mm/s
  approach: z.strictObject({ mm: z.number(), mmS: z.number() }).optional(), // the slow speed of the last way
  startHoldS: z.number().default(0), // from the arrow to the first movement
  startMode: z.int().default(7),
  spreadS: z.number().optional(), // the controller's readings of one look come over so long
  everyS: z.number().default(0.5),
  steps: z.array(z.union([z.tuple([z.number(), change]), z.tuple([z.number(), change, repeat])])),
  until: z.number(),
  raised: z.array(window).default([]),
  returned: z.array(window).default([]),
  phases: z.array(window).optional(),
  finds: z.array(window).optional(), // sensors that are found at fault
  repeats: z.array(z.string()).default([]), // rules that may be raised again and again
  sound: z.boolean().default(false), // no sensor is
  calm: z.boolean().default(false), // no orange alarm that is not in `raised`
  standing: z.record(z.string(), z.boolean()).default({}), // at the end
  never: z.array(z.string()).default([]), // rules that are not raised, whatever their severity
  trips: z.int().optional(),
  tripsOrUnseen: z.int().optional(), // so many, or fewer and a time that is told as not watched
  cycles: z.array(z.int()).optional(), // of each door
  // of the record of the day so far: counts, classes of fault that are in it, all of them
  record: z
    .strictObject({
      entrapments: z.int(),
      failures: z.int(),
      visits: z.int(),
      powerCycles: z.int(),
      relevels: z.int(),
      starts: z.int(),
      rideMps2: z.number().nullable(),
      faults: z.array(z.string()),
      sensors: z.array(z.string()),
      down: z.boolean(), // some time of it counts as downtime
      external: z.boolean(), // and is told apart, as without mains
    })
    .partial()
    .optional(),
  days: z.array(z.tuple([z.string(), z.int()])).optional(), // records of days that are over, with their trips
  codes: z.array(z.int()).optional(), // Message_Code of GB/T 24476 at the end
  conditions: z.array(window).default([]),
});
export type Incident = z.infer<typeof incident>;

export const incidentsSchema = z.array(incident);
