import { z } from 'zod';
import { CONCERNS, OVERDUE } from '../../../drivers/vocabulary.ts';
import { signalsSchema } from './annunciatorSchema.ts';
import { hint, id, name, pointRef, seconds, severity } from './schemaParts.ts';

/** What every rule has, whatever its kind. */
const ruleCommon = {
  id,
  name: name.optional(),
  onDelayS: seconds.default(0), // 0 means at once
  atOnce: z.array(severity).default([]), // levels that do not wait for the on-delay
  offDelayS: seconds.default(0),
  latch: z.array(severity).default([]), // an alarm that reached one of these stays until it is reset
  reAlarmS: seconds.positive().optional(), // announced again when it still stands this long after it was last announced
  signals: signalsSchema.optional(), // what it sounds and moves; else the site's, or the fault tone for faults
};

// must be the point's unit: 25 means something else in %LEL and in ppm
const unit = z.string({ error: hint('write.limit-unit') }).min(1);
const levels = z.partialRecord(severity, z.number());
const amounts = z.partialRecord(severity, z.number().positive());
const deadband = z.number().min(0).default(0);
const medians = z.int().min(1).max(1000);

const DAY_S = 86_400;
export const LONGEST_WINDOW_S = 30 * DAY_S;
const windowS = seconds.positive().max(LONGEST_WINDOW_S);

export const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('limit'),
    point: pointRef,
    unit,
    high: levels.optional(),
    low: levels.optional(),
    deadband,
  }),
  // how far it moved within a window: up to an hour its readings, up to a week hourly medians, beyond daily ones
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('rate'),
    point: pointRef,
    unit,
    windowS,
    rising: amounts.optional(),
    falling: amounts.optional(), // amounts, not negative numbers
    deadband,
    medians: medians.default(1), // so many in a row raise it; windows of an hour and more
    clearMedians: medians.optional(), // and so many in a row end it; default: as many
  }),
  // how far hourly medians are from the commissioned baseline, and sudden steps beside them
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('change'),
    point: pointRef,
    unit,
    rising: amounts.optional(),
    falling: amounts.optional(),
    deadband,
    medians: medians.default(3),
    clearMedians: medians.optional(),
    compensation: z
      .strictObject({
        temperature: pointRef, // °C
        perDegree: z.number(), // what one degree adds to the point, in its unit
        reference: z.number(), // °C at which the baseline was taken
      })
      .optional(),
    step: amounts.optional(), // either way, against the median of the last 15 min
  }),
  // a fall within a window, against the median of the last 15 min: in the point's unit, or in per cent of that median
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('drop'),
    point: pointRef,
    unit,
    windowS: windowS.max(900),
    fall: amounts,
    holdS: z.partialRecord(severity, seconds).default({}), // how long it must stay down
    deadband,
  }),
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('state'),
    point: pointRef,
    equals: z.union([z.boolean(), z.number(), z.string()]),
    severity,
  }),
  // how often a state began within a window; without `equals` by how much a counter went up
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('count'),
    point: pointRef,
    equals: z.union([z.boolean(), z.number(), z.string()]).optional(),
    windowS,
    atLeast: z.partialRecord(severity, z.int().positive()),
  }),
  // so many of several points beyond one limit
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('vote'),
    points: z.array(pointRef).min(2).max(16),
    atLeast: z.int().min(1),
    unit,
    high: levels.optional(),
    low: levels.optional(),
    deadband,
  }),
  // made for every device unless the site says otherwise: nothing has been heard, or nothing usable
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('loss-of-sensing'),
    device: id,
    severity: severity.default('yellow'),
    flatlineH: z.number().positive().max(720).default(24), // the same raw value so long: stuck; never of gas
    outOfRangeS: seconds.positive().default(600), // outside its range so long
  }),
  // made for every device that states a calibration date or bump tests
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('overdue'),
    device: id,
    of: z.enum(OVERDUE),
    severity: severity.default('yellow'),
  }),
  // made for every concern: a fault of the gateway itself
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('gateway'),
    concern: z.enum(CONCERNS),
    severity: severity.default('orange'),
  }),
  // made for every annunciator: it cannot be reached, or does not do what it is told
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('annunciator'),
    device: id,
    severity: severity.default('red'),
  }),
]);

export type Rule = z.infer<typeof ruleSchema>;
export type RuleOf<K extends Rule['kind']> = Extract<Rule, { kind: K }>;
