import { z } from 'zod';
import type { Reading } from '../../../../drivers/reading.ts';
import { instantSchema, qualitySchema } from '../../../control/alarm.ts';
import { amountOf, boundsOf, verdictOf } from '../bounds.ts';
import { aboutPoint, type MakeWatch, type RuleFinding, sealed, type UtcOffset } from '../ruleWatch.ts';
import { type KeptPeriods, mediansSchema, movedMedians, NO_MEDIANS, taken } from '../series/civilMedians.ts';
import { counted, NO_ROW, rowsSchema } from '../series/medianRuns.ts';
import { movedSlots, NO_SLOTS, slotsSchema } from '../series/slots.ts';
import { usual, usualWith } from '../series/usual.ts';
import { trustIn } from '../trust.ts';

/** A wall follows the air slowly: a temperature of the last hour will do. */
const TEMPERATURE_HOLDS_MS = 3_600_000;
const KEPT: KeptPeriods = { hours: 1, days: 1 };

const findingSchema = z.object({
  verdicts: z.array(z.enum(['on', 'band', 'off'])),
  clears: z.boolean(),
  value: z.number(),
  quality: qualitySchema,
  point: z.string(),
});
const memorySchema = z.object({
  medians: mediansSchema,
  rows: rowsSchema,
  latest: z.number().nullable(), // the latest hourly median
  recent: slotsSchema,
  temperature: instantSchema.extend({ value: z.number() }).nullable(),
  found: findingSchema.nullable(), // of the point's latest reading
});
type ChangeMemory = Readonly<z.infer<typeof memorySchema>>;

const FRESH: ChangeMemory = {
  medians: NO_MEDIANS,
  rows: {},
  latest: null,
  recent: NO_SLOTS,
  temperature: null,
  found: null,
};

/**
 * How far a quantity has moved from its commissioned baseline (which is subtracted before it comes here), freed of what
 * the temperature does where a coefficient is known. Its levels go by hourly medians, several in a row; while civil
 * time is not sure they hold still. `step` is for collapse and impact: a reading so far from the median of the last 15
 * min, either way, at once. `value` is the step where one holds, else the latest median, else the reading itself.
 */
export const changeWatch: MakeWatch<'change'> = (rule, { points }) => {
  const point = points.get(rule.point);
  const { compensation, deadband, medians: raising, clearMedians: clearing = raising } = rule;
  const slow = [...boundsOf('rising', rule.rising), ...boundsOf('falling', rule.falling)];
  const steps = boundsOf('step', rule.step);
  return sealed<ChangeMemory>({
    ...aboutPoint(rule, point),
    unit: rule.unit,
    levels: [...slow, ...steps],
    listensTo: [rule.point, ...(compensation === undefined ? [] : [compensation.temperature])],
    begin: () => FRESH,
    onReading(before, reading, utcOffset) {
      // what was found of the point stands: a temperature neither breaks nor ends anything
      if (reading.point !== rule.point) {
        const temperature = temperatureOf(reading) ?? before.temperature;
        return { memory: { ...before, temperature }, finding: before.found };
      }
      const { value, quality } = reading;
      const trust = trustIn(quality);
      if (typeof value !== 'number' || !Number.isFinite(value) || trust === 'none')
        return { memory: { ...before, found: null }, finding: null };
      const step = value - (usual(before.recent, reading.at) ?? value);
      const withMedian = trust === 'full' ? withReading(before, value, reading, utcOffset) : before;
      const found = foundNow(withMedian, value, step, reading, trust === 'full' && utcOffset !== null);
      return { memory: { ...withMedian, found }, finding: found };
    },
    onTick: (memory) => ({ memory, finding: null }),
    nextDue: () => null,
    // how far it has moved from its zero is counted anew; what is a sudden step is known as before
    moved: (memory, by) => ({
      ...memory,
      medians: movedMedians(memory.medians, by),
      rows: {},
      latest: memory.latest === null ? null : memory.latest + by,
      recent: movedSlots(memory.recent, by),
      found: null,
    }),
    revive: (memory) => memorySchema.safeParse(memory).data ?? FRESH,
  });

  function withReading(
    before: ChangeMemory,
    value: number,
    { at }: Reading,
    utcOffset: UtcOffset,
  ): ChangeMemory {
    const memory = { ...before, recent: usualWith(before.recent, value, at) };
    const compensated = compensatedValue(memory, value, at);
    if (utcOffset === null || compensated === null) return memory;
    const { medians, hourEnded } = taken(memory.medians, compensated, at, utcOffset, KEPT);
    const latest = hourEnded ? medians.hours.at(-1)?.[1] : undefined;
    if (latest === undefined) return { ...memory, medians };
    const rows = Object.fromEntries(
      slow.map(({ key, side, limit }) => {
        const verdict = verdictOf(amountOf(side, latest), limit, deadband);
        return [key, counted(memory.rows[key] ?? NO_ROW, verdict, raising, clearing)];
      }),
    );
    return { ...memory, medians, rows, latest };
  }

  /** Null without a temperature to compensate with: a day's swing of the sun must not look like a movement. */
  function compensatedValue({ temperature }: ChangeMemory, value: number, at: Reading['at']): number | null {
    if (compensation === undefined) return value;
    if (temperature === null || temperature.boot !== at.boot) return null;
    if (at.mono - temperature.mono > TEMPERATURE_HOLDS_MS) return null;
    return value - compensation.perDegree * (temperature.value - compensation.reference);
  }

  function foundNow(
    { rows, latest }: ChangeMemory,
    value: number,
    step: number,
    { quality, point: from }: Reading,
    clears: boolean,
  ): NonNullable<ChangeMemory['found']> {
    const stepVerdicts = steps.map(({ limit }) => verdictOf(Math.abs(step), limit, deadband));
    const verdicts: RuleFinding['verdicts'] = [
      ...slow.map(({ key }) => (rows[key]?.on === true ? ('on' as const) : ('off' as const))),
      ...stepVerdicts,
    ];
    const shown = stepVerdicts.includes('on') ? step : (latest ?? value);
    return { verdicts: [...verdicts], clears, value: shown, quality, point: from };
  }
};

function temperatureOf({ value, quality, at }: Reading): ChangeMemory['temperature'] {
  if (typeof value !== 'number' || trustIn(quality) !== 'full') return null;
  return { value, boot: at.boot, mono: at.mono };
}
