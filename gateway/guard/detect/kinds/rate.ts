import { z } from 'zod';
import type { Reading } from '../../../../drivers/reading.ts';
import type { RuleOf } from '../../../site/rules/ruleKinds.ts';
import { boundsOf, type NumericLevel, verdictOf } from '../bounds.ts';
import { aboutPoint, type Judged, type MakeWatch, type RuleFinding, sealed } from '../ruleWatch.ts';
import {
  type KeptPeriods,
  type Medians,
  mediansSchema,
  movedMedians,
  NO_MEDIANS,
  taken,
} from '../series/civilMedians.ts';
import { counted, type MedianRuns, NO_ROW, rowsSchema } from '../series/medianRuns.ts';
import { highest, lowest, movedSlots, NO_SLOTS, noted, passed, slotsSchema } from '../series/slots.ts';
import { trustIn } from '../trust.ts';

const HOUR_S = 3600;
const DAY_S = 86_400;
/** Windows beyond a week are looked at day by day: what the sun does to a wall is no movement of the house. */
const LONGEST_BY_THE_HOUR_S = 7 * DAY_S;

const memorySchema = z.object({
  slots: slotsSchema, // windows below an hour
  medians: mediansSchema, // all others
  rows: rowsSchema,
  change: z.number().nullable(), // when the latest median came
});
type RateMemory = Readonly<z.infer<typeof memorySchema>>;

const FRESH: RateMemory = { slots: NO_SLOTS, medians: NO_MEDIANS, rows: {}, change: null };

/**
 * How far a quantity moved within a window: `rising` is the newest value above the lowest of the window, `falling`
 * below the highest. Below an hour that is about readings, on `mono`; else about medians of civil hours or days, and
 * while civil time is not sure the rule holds still. `value` is the larger of both moves, negative where it fell.
 */
export const rateWatch: MakeWatch<'rate'> = (rule, { points }) => {
  const point = points.get(rule.point);
  const bounds = [...boundsOf('rising', rule.rising), ...boundsOf('falling', rule.falling)];
  const look = rule.windowS < HOUR_S ? lookAtReadings(rule, bounds) : lookAtMedians(rule, bounds);
  return sealed<RateMemory>({
    ...aboutPoint(rule, point),
    unit: rule.unit,
    levels: bounds,
    begin: () => FRESH,
    onReading(memory, reading, utcOffset) {
      const { value, quality } = reading;
      if (typeof value !== 'number' || !Number.isFinite(value) || trustIn(quality) === 'none')
        return { memory, finding: null };
      return look(memory, value, reading, utcOffset);
    },
    onTick: (memory) => ({ memory, finding: null }),
    nextDue: () => null,
    moved: (memory, by) => ({
      ...memory,
      slots: movedSlots(memory.slots, by),
      medians: movedMedians(memory.medians, by),
    }),
    revive: (memory) => memorySchema.safeParse(memory).data ?? FRESH,
  });
};

type Looking = (
  memory: RateMemory,
  value: number,
  reading: Reading,
  utcOffset: number | null,
) => Judged<RateMemory>;

/** What is not fully trusted may raise an alarm, but is no yardstick for what comes after it. */
function lookAtReadings(rule: RuleOf<'rate'>, bounds: readonly NumericLevel[]): Looking {
  const windowMs = rule.windowS * 1000;
  return (memory, value, { quality, point, at }) => {
    const clears = trustIn(quality) === 'full';
    const slots = clears ? noted(memory.slots, value, at, windowMs) : passed(memory.slots, at, windowMs);
    const rise = value - (lowest(slots) ?? value);
    const fall = (highest(slots) ?? value) - value;
    const verdicts = bounds.map(({ side, limit }) =>
      verdictOf(side === 'rising' ? rise : fall, limit, rule.deadband),
    );
    const finding = { verdicts, clears, value: larger(rise, fall), quality, point };
    return { memory: { ...memory, slots }, finding };
  };
}

function lookAtMedians(rule: RuleOf<'rate'>, bounds: readonly NumericLevel[]): Looking {
  const daily = rule.windowS > LONGEST_BY_THE_HOUR_S;
  const units = Math.max(1, Math.round(rule.windowS / (daily ? DAY_S : HOUR_S)));
  const kept: KeptPeriods = daily ? { hours: 1, days: units + 1 } : { hours: units + 1, days: 1 };
  return (memory, value, { quality, point, at }, utcOffset) => {
    if (utcOffset === null) return { memory, finding: null };
    const clears = trustIn(quality) === 'full';
    if (!clears) return { memory, finding: standing(memory, bounds, quality, point, false) };
    const { medians, hourEnded, dayEnded } = taken(memory.medians, value, at, utcOffset, kept);
    const next = (daily ? dayEnded : hourEnded)
      ? judgedAnew(rule, bounds, { ...memory, medians }, daily ? medians.days : medians.hours, units)
      : { ...memory, medians };
    return { memory: next, finding: standing(next, bounds, quality, point, true) };
  };
}

function judgedAnew(
  { deadband, medians, clearMedians = medians }: RuleOf<'rate'>,
  bounds: readonly NumericLevel[],
  memory: RateMemory,
  dated: Medians['hours'],
  units: number,
): RateMemory {
  const [newest, value] = dated.at(-1) ?? [0, 0];
  const within = dated.filter(([when]) => when >= newest - units).map(([, middle]) => middle);
  const rise = value - Math.min(...within);
  const fall = Math.max(...within) - value;
  const rows: MedianRuns = Object.fromEntries(
    bounds.map(({ key, side, limit }) => {
      const verdict = verdictOf(side === 'rising' ? rise : fall, limit, deadband);
      return [key, counted(memory.rows[key] ?? NO_ROW, verdict, medians, clearMedians)];
    }),
  );
  return { ...memory, rows, change: larger(rise, fall) };
}

/** What the medians say goes on holding between them. Before the first one nothing is said. */
function standing(
  { rows, change }: RateMemory,
  bounds: readonly NumericLevel[],
  quality: RuleFinding['quality'],
  point: string,
  clears: boolean,
): RuleFinding | null {
  if (change === null) return null;
  const verdicts = bounds.map(({ key }) => (rows[key]?.on === true ? 'on' : 'off'));
  return { verdicts, clears, value: change, quality, point };
}

function larger(rise: number, fall: number): number {
  return rise >= fall ? rise : -fall;
}
