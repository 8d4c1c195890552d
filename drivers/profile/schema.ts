import { z } from 'zod';
import { tellsSchema } from '../lift/tells.ts';
import { QUALITY_CODES, type Quality } from '../quality.ts';
import { keptDecimals } from './keptDecimals.ts';

/**
 * The device profile: one data file is the truth for polling, decoding, the simulated device, names, units and the
 * documentation. Data only: it may name a transform or a dialect, never contain code or an expression.
 */

const register = z.int().min(0).max(0xffff);
/** A text in both languages, or in the one the author speaks: it then stands for both. */
const label = z
  .union(
    [
      z.string().min(1),
      z.strictObject({ en: z.string().min(1), zh: z.string().min(1).optional() }),
      z.strictObject({ zh: z.string().min(1) }),
    ],
    { error: 'write a name, or { en: name, zh: 名称 }' },
  )
  .transform((said): { en: string; zh: string } => {
    if (typeof said === 'string') return { en: said, zh: said };
    if ('en' in said) return { en: said.en, zh: said.zh ?? said.en };
    return { en: said.zh, zh: said.zh };
  });
const quality = z.enum(Object.keys(QUALITY_CODES) as [Quality, ...Quality[]]);
export const TABLES = ['holding', 'input', 'coil', 'discrete'] as const;
const table = z.enum(TABLES);

/** Word order of multi-register values, high byte first: ABCD = high word first, CDAB = low word first. */
const order = z.enum(['ABCD', 'CDAB', 'BADC', 'DCBA']);

const TYPES = [
  'bool', // one coil or discrete input, or one `bit` of a register
  'u16',
  's16',
  'u32',
  's32',
  'u64', // exact up to 2^53, which a counter of watt-hours never reaches
  's64',
  'f32',
  'f64',
  'bcd', // four decimal digits in each of `length` registers (default 1), most significant first
  'u8.8', // high byte whole, low byte tenths, or hundredths with `hundredths: true`: 0x1409 is 20.9
  'sign-magnitude', // bit 15 sign, 14..0 magnitude: 0x8005 is −5
  'sign-magnitude-pair', // register 0: bit 15 sign, 14..0 integer part; register 1: fraction in thousandths
  'string', // `length` registers, two ASCII characters each, padded with NUL or space
] as const;

/** value = raw × factor + offset */
const linear = z.strictObject({
  factor: z.number().refine((factor) => factor !== 0, 'a factor of 0 would lose the value'),
  offset: z.number().default(0),
});
/** value = raw × 10^-n, with n read from a register of the same block */
const decimalsRegister = z.strictObject({
  decimalsRegister: register,
  max: z.int().min(0).max(9).default(4),
});

const scale = z.union([linear, decimalsRegister], {
  error: 'write { factor, offset } with a factor other than 0, or { decimalsRegister, max }',
});

/**
 * A named transform applied after `scale`. Its constants come from the calibration sheet through the site file
 * (`parameters`): `<point id>.<name>` where it is given, else `<name>`.
 */
const transform = z.discriminatedUnion('name', [
  // K·(f² − f0²) + C·(T − T0), with K, f0 and, where `temperature` names a point of the same device, C and T0
  z.strictObject({ name: z.literal('vibrating-wire'), temperature: z.string().optional() }),
  // c0 + c1·x + … + cn·xⁿ, with c0 … c<degree>
  z.strictObject({ name: z.literal('polynomial'), degree: z.int().min(1).max(5) }),
]);

const code = z.string().regex(/^\d+$/, 'write the code as a whole number');
const signedCode = z.string().regex(/^-?\d+$/, 'write the code as a whole number');

/** A code that documents disagree about carries every meaning seen: the site has to say which. */
const meaning = z.union([z.string().min(1), z.array(z.string().min(1)).min(2)], {
  error: 'write one unit, or a list of two or more',
});
const unit = z.union(
  [
    z.string().min(1),
    // the unit is a code in a register of the same block; read back and confirmed at commissioning
    z.strictObject({ register, codes: z.record(code, meaning) }),
  ],
  { error: 'write a unit, or { register, codes: { 0: MPa, … } }' },
);

/**
 * A raw value that is not a measurement. Signed or unsigned spelling of the registers, or the float itself, as far as a
 * float can hold it. NaN, the infinities and the largest float of either sign are none by themselves.
 */
const sentinel = z.strictObject({ raw: z.number(), quality });

/** Some bits in a row of one register: `low` is the lowest of them. */
const bitField = z
  .strictObject({ low: z.int().min(0).max(15), width: z.int().min(1).max(15) })
  .refine(({ low, width }) => low + width <= 16, 'the field reaches beyond bit 15');

const pointFields = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_.-]*$/),
  names: label,
  table,
  address: register, // 0-based, as on the wire
  type: z.enum(TYPES),
  order: order.default('ABCD'),
  length: z.int().min(1).max(60).optional(), // registers of a string, or of a BCD number (1 to 3)
  hundredths: z.boolean().optional(), // of a u8.8: what its low byte counts
  bit: z.int().min(0).max(15).optional(), // for bool in a register
  field: bitField.optional(), // for a u16 that is only some bits of its register
  scale: scale.default({ factor: 1, offset: 0 }),
  transform: transform.optional(),
  unit: unit.optional(),
  // what is kept, by rules too: value rounded to 10^-decimals. Left out: what the device can tell apart
  decimals: z.int().min(-9).max(9).optional(),
  range: z.tuple([z.number(), z.number()]).optional(), // outside: quality out-of-spec
  failure: z.tuple([z.number(), z.number()]).optional(), // outside: null, sensor-failure (NE 43)
  resolution: z.number().positive().optional(),
  accuracy: z.number().positive().optional(), // ± in the point's unit
  sentinels: z.array(sentinel).default([]),
  states: z.record(signedCode, label).optional(), // labels of an enumerated integer; any other number is out-of-spec
  bits: z.record(z.string().regex(/^(\d|1[0-5])$/, 'write a bit number, 0 to 15'), label).optional(), // of a u16
  class: z.enum(['safety', 'state', 'trend']),
  periodMs: z.int().min(50),
  role: z.string().optional(), // e.g. gas.concentration, tilt.x, output.relay
  writable: z.boolean().default(false), // outputs of an annunciator; never for lifts
});

const point = pointFields.transform((fields) => ({
  ...fields,
  decimals: fields.decimals ?? keptDecimals(fields),
}));

/** One register that is written with a fixed value on the way. */
const fixedWrite = z.strictObject({ address: register, value: register });

/**
 * What commissioning may write, never the running gateway: `unlock` writes, the value, `save` writes, in this order.
 * `settingSteps` turns it into the requests.
 */
const setting = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_-]*$/),
  names: label,
  table: z.enum(['holding', 'coil']),
  address: register,
  type: z.enum(['u16', 's16', 'u32', 's32', 'f32']),
  order: order.default('ABCD'),
  range: z.tuple([z.number(), z.number()]).optional(),
  codes: z.record(code, z.string()).optional(), // e.g. 3 → "9600"
  // how a register is written: 6 one register, 16 several; a device often knows one of the two. Coils are written with 5
  function: z.literal([6, 16]).default(6),
  unlock: z.array(fixedWrite).default([]),
  save: z.array(fixedWrite).default([]),
  settleMs: z.number().min(0).default(0), // the device is left alone so long after each write
  // decides under which unit id and at which baud the `save` sequence is sent
  takesEffect: z.enum(['at-once', 'on-save', 'on-power-up']).default('at-once'),
  // of a unit or baud setting: with which of them the reply to the write comes; some devices send none
  answersAs: z.enum(['old', 'new', 'nobody']).default('old'),
  readBack: z.boolean().default(true), // false: a register that can only be written
  // is written to unit 0, heard by every device on the line: the wizard asks for the others to be unplugged first
  broadcast: z.boolean().default(false),
});

/** What no register sets: switches, buttons, jumpers, a program of the vendor. A wizard tells the steps. */
const manualSetting = z.strictObject({
  sets: z.string().regex(/^[a-z][a-z0-9_-]*$/), // unit, baud, zero …
  how: z.enum(['dip-switch', 'rotary-switch', 'button', 'jumper', 'display', 'vendor-tool', 'order-code']),
  steps: z.array(label).min(1),
});

/**
 * A device that measures only when told to: `write`, `waitMs` of silence, then the reads. Nothing of the kind is ever
 * sent to a device of a lift.
 */
const trigger = z.strictObject({
  write: z.strictObject({
    table: z.enum(['holding', 'coil']),
    address: register,
    value: register,
    function: z.literal([6, 16]).default(6),
  }),
  waitMs: z.int().positive(),
});

/**
 * A device that sleeps: after `idleMs` without a request it loses what comes first, and listens `waitMs` later. What comes
 * first is a request, or the `bytes` that its document asks for.
 */
const wakeUp = z.strictObject({
  idleMs: z.int().positive(),
  waitMs: z.int().min(0),
  bytes: z.array(z.int().min(0).max(0xff)).min(1).max(16).optional(),
});

/**
 * How the outputs of a device that sounds and moves things are driven. `coils`: each writable coil by itself; `pulse`:
 * writing a time to coil + `offset` closes that relay for so long, which is as good as a lease. `lifeline`: the command
 * and status blocks of `drivers/annunciator/node.ts`, lease and patterns included.
 */
const annunciator = z.discriminatedUnion('protocol', [
  z.strictObject({
    protocol: z.literal('coils'),
    pulse: z
      .strictObject({ offset: register, unitMs: z.int().positive(), longest: z.int().min(1).max(0xffff) })
      .optional(),
  }),
  z.strictObject({ protocol: z.literal('lifeline') }),
]);

/**
 * A device of a lift: never written to, whatever asks. What it tells is said by `tells`, or for one that needs code by
 * `mapping`. `table`: of its codes, in `drivers/lift/tables`; default: that of the mapping. `commissioning`: numbers of the site file's `parameters` that somebody has to find out on
 * site; until then `assumed` holds and everything that follows from it is in doubt.
 */
const lift = z.strictObject({
  tells: tellsSchema.optional(),
  mapping: z.enum(['nice3000plus', 'sensor-box-19reg']).optional(),
  table: z.string().optional(),
  commissioning: z
    .record(
      z.string().regex(/^[a-z][A-Za-z0-9]*$/),
      z.strictObject({ names: label, assumed: z.number(), allowed: z.array(z.number()).min(2) }),
    )
    .default({}),
});

const span = z.strictObject({ table, address: register, count: z.int().min(1) });

export const profileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  names: label,
  vendor: label,
  kind: z.string().regex(/^[a-z][a-z0-9-]*$/), // keys the rule packs, e.g. combustible-gas
  source: label,
  verification: z.enum(['official', 'bench', 'third-party', 'unverified']),
  notes: z.array(label).default([]),
  serial: z.strictObject({
    unit: z.int().min(1).max(247),
    baud: z.int(),
    bauds: z.array(z.int()).min(1), // every rate the device can be set to
    parity: z.enum(['none', 'even', 'odd']).default('none'),
    stopBits: z.literal([1, 2]).default(1),
  }),
  timing: z.strictObject({
    turnaroundMs: z.number().min(0), // typical time from last request byte to first reply byte
    responseMs: z.number().positive(), // bound on the same: after it the exchange is a timeout
    lateWindowMs: z.number().positive().optional(), // after a timeout a reply may still come this long; default 2 × responseMs
    gapMs: z.number().min(0).default(0), // silence the device needs beyond the 3.5 characters of the standard
    bootS: z.number().min(0).default(0),
    warmUpS: z.number().min(0).default(0),
    maxRegisters: z.int().min(1).max(125).default(125),
    maxBits: z.int().min(1).max(2000).default(2000),
    wakeUp: wakeUp.optional(),
    ownLine: z.boolean().default(false), // answers so slowly that it must not share a line
  }),
  dialect: z.enum(['standard', 'monarch']).default('standard'),
  docBase: z.literal([0, 1]).default(0), // how the maker's document counts; addresses here are 0-based
  readable: z.array(span).default([]), // may be read across although no point lies there; all else is a refused hole
  // what a device of this kind shows: these very values, each register between two bounds, or its own unit id
  identify: z
    .array(
      span.extend({
        equals: z.array(register).optional(),
        within: z.tuple([register, register]).optional(),
        equalsUnit: z.boolean().optional(), // the register shows the unit id under which it was asked
      }),
    )
    .default([]),
  trigger: trigger.optional(),
  points: z.array(point).min(1),
  settings: z.array(setting).default([]),
  manualSettings: z.array(manualSetting).default([]),
  annunciator: annunciator.optional(),
  lift: lift.optional(),
});

export type Table = (typeof TABLES)[number];
export type WordOrder = z.infer<typeof order>;
export type Label = z.infer<typeof label>;
export type ProfilePoint = z.infer<typeof point>;
export type BitField = z.infer<typeof bitField>;
export type Transform = z.infer<typeof transform>;
export type ProfileSetting = z.infer<typeof setting>;
export type ManualSetting = z.infer<typeof manualSetting>;
export type Trigger = z.infer<typeof trigger>;
export type WakeUp = z.infer<typeof wakeUp>;
export type Span = z.infer<typeof span>;
export type Profile = z.infer<typeof profileSchema>;
