import { z } from 'zod';
import { BUMP_LEGS } from '../../../commission/check/bumpTest.ts';
import { RIDE_ANSWERS, RIDE_STEPS } from '../../../commission/check/liftRide.ts';
import { ADVICE } from '../../../commission/scan/advice.ts';
import { GESTURES } from '../../../commission/scan/question.ts';
import { TEST_WHYS } from '../../../reports/commissioning/commissioningRecord.ts';
import { utcMs, worded, wordedProblem } from './wordsApi.ts';

/**
 * Sensors that are found on a line, and given their addresses one after the other. The state lives on the box: the page shows
 * it and says what a person says, and any number of phones may do so.
 */

/** What is tested of a building: begun by a person, but for clock and disk, which are looked at. */
export const BUILDING_TEST_NAMES = ['siren', 'uplink', 'power', 'lift'] as const;

const id = z.string().min(1).max(100);
const unit = z.int().min(0).max(247);
export const byLine = z.object({ line: id });

/** A kind of sensor. `addressed`: by a register over the wire, or by hand in the steps of `manual`; `unknown`: its profile does not say how. */
const sensorKind = z.object({
  profile: z.string(),
  name: worded,
  addressed: z.enum(['register', 'by-hand', 'unknown']),
  factoryUnit: unit,
  /** Ready rules for it. `settings`: it wants to know more of the place than the page asks. */
  packs: z.array(
    z.object({
      ...{ id: z.string(), name: worded, settings: z.boolean() },
      /** What this sensor is not accurate enough for, as it is written into the site, and the rules that lose levels by it. */
      changes: z.record(z.string(), z.unknown()),
      givenUp: z.array(worded),
    }),
  ),
});

const orderedSensor = z.object({
  unit,
  name: z.string(),
  place: z.string().nullable(),
  certainty: z.enum(['sure', 'likely', 'ambiguous', 'unknown', 'by-hand']).nullable(),
  outcome: z.enum(['open', 'addressed', 'left-out']),
});

/** An order of sensors. `at`: the one in hand, counted from 0. `steps`: of giving it its address, as they are done. */
export const orderView = z.object({
  profile: z.string(),
  kind: worded,
  from: z.object({ unit, format: z.string() }),
  /** How they come, where it is not as the line runs. `steps`: of setting it by hand; null: it is written before the address. */
  comes: z.object({ format: z.string(), steps: z.array(worded).nullable() }).nullable(),
  sorting: z.boolean(), // two have the address of `from`, and one of them gets another
  rate: z.string().nullable(), // what is written now, where it is the rate and not the address
  sensors: z.array(orderedSensor),
  at: z.int(),
  phase: z.enum([
    ...(['connect', 'shared', 'recognise', 'other', 'change'] as const),
    ...(['by-hand', 'name', 'twins', 'failed', 'done'] as const),
  ]),
  twins: unit.nullable(), // the given address at which two answer
  parted: z.boolean(), // only one answers there now
  twinToMove: unit.nullable(), // the address of which one may be given another now
  marked: z.array(unit), // addresses that two took at once, and one of them still has
  /** What it shows while it is named; without a name: it does not answer now. */
  shows: z
    .object({
      name: worded.nullable(),
      value: z.union([z.number(), z.boolean()]).nullable(),
      unit: z.string(),
    })
    .nullable(),
  paused: z.boolean(),
  steps: z.array(
    z.object({
      kind: z.enum(['alone', 'free', 'unlock', 'write', 'save', 'read-back', 'power-cycle', 'gone']),
      done: z.boolean(),
    }),
  ),
  /** What was seen instead of what was ordered; several: any of them. */
  seen: z.array(worded),
  manual: z.array(worded),
  taken: z.boolean(), // somebody unknown answers at the address it was to get
  /** Why it stands still: a step failed, or the line does not even say what is to be said. */
  problem: wordedProblem.nullable(),
  actor: z.string(),
});
export type OrderView = z.infer<typeof orderView>;

const foundSensor = z.object({
  unit,
  format: z.string(),
  firstMs: z.number().nullable(),
  confidence: z.enum(['sure', 'likely', 'ambiguous', 'unknown']).nullable(), // null: not yet looked at
  kinds: z.array(z.object({ profile: z.string(), name: worded })),
  match: z.enum(['new', 'known', 'other-settings', 'conflict', 'shared']).nullable(),
  device: z.string().nullable(),
  question: z
    .object({
      gesture: z.enum(GESTURES),
      answers: z.array(
        z.object({
          profile: z.string(),
          value: z.union([z.number(), z.boolean()]).nullable(),
          unit: z.string(),
        }),
      ),
    })
    .nullable(),
});

/** A search. `leftMs`: what is left when nobody more answers. `ownOnly`: why only the line's own setting is searched. */
export const searchView = z.object({
  phase: z.enum(['searching', 'recognising', 'over', 'stopped', 'failed']),
  leftMs: z.number(),
  found: z.array(foundSensor),
  advice: z.array(z.object({ key: z.enum(ADVICE), text: worded })),
  ownOnly: wordedProblem.nullable(),
  problem: wordedProblem.nullable(),
});
export type SearchView = z.infer<typeof searchView>;

const legResult = z.object({
  leg: z.enum(BUMP_LEGS),
  outcome: z.enum(['passed', 'failed', 'unproven']).nullable(), // null: not yet
  ms: z.number().nullable(), // after the start
  limitMs: z.number().nullable(), // after the leg before it
  detail: z.string().nullable(),
});
/** A bump test as it runs, or as it ended. `open`: the leg that is waited for. */
const bumpView = z.object({
  point: z.string(),
  actor: z.string(),
  gas: z.string().nullable(),
  passed: z.boolean().nullable(),
  open: z.enum(BUMP_LEGS).nullable(),
  legs: z.array(legResult),
  utc: utcMs,
});
export type BumpView = z.infer<typeof bumpView>;

/** Why a value is odd: beyond what the sensor can measure, or far from its siblings (same role, same line). */
const plausibility = z.object({
  why: z.enum(['range', 'siblings']),
  value: z.number(),
  siblings: z.int(),
  median: z.number().nullable(), // of the siblings
});

/**
 * What was found of one point. `why` where no zero was taken: it `moved`, or too little was heard. `zeroing`: a minute is being
 * listened to.
 */
const pointChecks = z.object({
  point: z.string(),
  unit: z.string(),
  zeroing: z.object({ leftMs: z.number(), count: z.int(), actor: z.string() }).nullable(),
  zero: z
    .object({
      value: z.number().nullable(),
      spread: z.number().nullable(),
      allowed: z.number().nullable(),
      why: z.enum(['moving', 'too-few']).nullable(),
      asFound: z.number().nullable(), // the first zero of it
      baseline: z.number().nullable(), // what the site would have to subtract for it to be 0; null: it does already, or may not
      actor: z.string(),
      utc: utcMs,
    })
    .nullable(),
  plausible: plausibility.nullable(), // null: nothing speaks against what it shows
  zeroable: z.boolean(), // a quantity that the site may subtract from: no gas, no state
  atRest: z.boolean(), // its zero is what it shows as built: of a wall, not of a pipe under pressure
  bumpable: z.boolean(), // some rule makes an alarm of it
  bump: bumpView.nullable(),
});
export type PointChecks = z.infer<typeof pointChecks>;

/** Zeros and bump tests: of each point of safety, and of those with a result. `bump`: the one that runs. */
const buildingCheck = z.object({
  test: z.enum(BUILDING_TEST_NAMES),
  where: z.string().nullable(), // a zone, an uplink, a lift; null: all of the building
  outcome: z.enum(['passed', 'failed']).nullable(),
  why: z.enum(TEST_WHYS).nullable(),
  detail: z.string().nullable(),
  running: z.boolean(),
  /** Of a lift: the step that is ridden now, and whether the box has shown it. */
  ride: z.object({ step: z.enum(RIDE_STEPS), seen: z.boolean() }).nullable(),
  utc: utcMs,
});
export type BuildingCheck = z.infer<typeof buildingCheck>;

export const paperKind = z.enum(['commissioning', 'examination']);
/** A signed paper. `told` of `pieces`: how much of it stands in the journal, and is forwarded. */
export const paperEntry = z.object({
  sha256: z.string(),
  kind: paperKind,
  actor: z.string(),
  utc: utcMs,
  key: z.string(),
  told: z.int(),
  pieces: z.int(),
});
export type PaperEntry = z.infer<typeof paperEntry>;

/**
 * `baselines`: what the site would subtract once the zeros that were taken are written into it, by device; only where it is another.
 * `photos`: devices that have one. `gaps`: what a record signed now has to give a reason for; null: no site is known.
 */
export const checksView = z.object({
  points: z.array(pointChecks),
  bump: bumpView.nullable(),
  building: z.array(buildingCheck),
  baselines: z.array(z.object({ device: z.string(), baseline: z.record(z.string(), z.number()) })),
  photos: z.array(z.string()),
  gaps: z.array(z.string()).nullable(),
  papers: z.array(paperEntry),
});

export const commissionView = z.object({
  checks: checksView,
  lines: z.array(
    z.object({
      line: id,
      port: z.string(),
      lift: z.boolean(), // nothing is written on it
      devices: z.int(),
      order: orderView.nullable(),
      search: searchView.nullable(),
    }),
  ),
  kinds: z.array(sensorKind),
});
export type CommissionView = z.infer<typeof commissionView>;

export const orderAsk = z.strictObject({
  line: id,
  profile: id,
  count: z.int().min(1).max(64),
  name: z.string().trim().min(1).max(100),
  first: z.int().min(1).max(247).default(11),
  twin: z.int().min(1).max(247).nullable().default(null), // two have this address: one of them gets another
});

/** What a person says. `unit`: of the sensor that the page showed; an old phone's word about another one is refused. */
export const orderSaid = z.strictObject({
  unit: unit.nullable(),
  said: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('named'),
      name: z.string().trim().min(1).max(100),
      place: z.string().trim().max(100).nullable(),
    }),
    z.strictObject({ kind: z.literal('another-address') }),
    z.strictObject({
      kind: z.enum(['it-is-right', 'again', 'leave-out', 'move-twin', 'pause', 'resume']),
    }),
  ]),
});

export const searchAsk = z.strictObject({ line: id, thorough: z.boolean().default(false) });

export const buildingAsk = z.strictObject({
  test: z.enum(BUILDING_TEST_NAMES),
  where: id.nullable(),
});
export const rideSaid = z.strictObject({
  ...{ where: id, step: z.enum(RIDE_STEPS), answer: z.enum(RIDE_ANSWERS) },
});
export const buildingHeard = z.strictObject({ where: id.nullable(), heard: z.boolean() });
/** `jpeg`: base64, made small by the page; null: takes it away. */
export const photoAsk = z.strictObject({ device: id, jpeg: z.base64().max(32_000).nullable() });
export const PHOTO_BODY_BYTES = 40_000;
/** A reason for each gap that is left. */
export const recordAsk = z.strictObject({
  reasons: z
    .array(z.strictObject({ about: z.string().min(1).max(200), reason: z.string().trim().max(500) }))
    .max(500),
});
const day = z.iso.date();
export const examinationAsk = z.strictObject({ from: day, to: day });
export const byPaper = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) });
export const paperLanguage = z.strictObject({ lang: z.enum(['en', 'zh']).default('zh') });
export const paperList = z.object({ papers: z.array(paperEntry) });

const point = z.string().min(1).max(200);
export const zerosAsk = z.strictObject({ points: z.array(point).min(1).max(500) });
export const zeroAsk = z.strictObject({ point });
/** `gas`: as it stands on the bottle, with its batch; null where none is given. */
export const bumpAsk = z.strictObject({ point, gas: z.string().trim().min(1).max(200).nullable() });
export const bumpHeard = z.strictObject({ point, heard: z.boolean() });
