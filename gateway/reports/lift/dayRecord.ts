import { z } from 'zod';
import { FAULT, type FaultClass } from '../../../drivers/lift/faultClass.ts';
import { INDICATORS } from '../../../drivers/lift/indicators.ts';
import { SENSOR, type Sensor } from '../../../drivers/lift/sensor.ts';
import type { DailyRecord } from '../../lift/health/dailyRecord.ts';
import type { Plain } from '../../telemetry/wire/plain.ts';

const count = z.number().min(0);
const measured = z.number().nullable();
const spread = z.object({ p50: z.number(), p95: z.number(), count }).nullable();
const classes = Object.keys(FAULT) as [FaultClass, ...FaultClass[]];

const sensors = Object.keys(SENSOR) as [Sensor, ...Sensor[]];

const landing = z.object({
  ...{ open: spread, close: spread, cycles: count, reversals: count, balks: count },
  ...{ stops: count, relevels: count, levelP95Mm: measured },
});

const door = z.object({ cycles: count, reversals: count, balks: count, currentMa: spread });

// what a later version adds is passed over
const record = z.object({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  ...{ trips: count, starts: count, floorsPassed: count, unseen: count, doorCycles: count },
  ...{ open: spread, close: spread, levelP95Mm: measured },
  availability: z.object({
    ...{ upMs: count, downMs: count, unseenMs: count, share: measured },
    externalMs: count.optional(),
  }),
  ...{ inspectionMs: count, visits: count, missedFaults: count, entrapments: count },
  faults: z.array(
    z
      .object({
        ...{ key: z.string(), code: z.number(), stops: z.boolean() },
        class: z.enum(classes).nullable(),
        floors: z.array(z.number().nullable()),
        last: z.object({ boot: z.string(), mono: z.number() }).optional(),
      })
      .transform(({ last, ...one }) => (last === undefined ? one : { ...one, last })),
  ),
  ...{ failures: count.optional(), powerCycles: count.optional() },
  sensors: z
    .array(z.object({ sensor: z.enum(sensors), door: z.number().nullable(), times: count }))
    .default([]),
  landings: z.record(z.string(), landing),
  doors: z.record(z.string(), door).default({}),
  rideMps2: measured.default(null),
  indicators: z.array(z.string()).default([]),
  restarts: count.default(0),
  balanceA: measured,
});

/** The record of a day as the journal keeps it; null where it is none that this program understands. */
export function dayRecord(plain: Plain): DailyRecord | null {
  const read = record.safeParse(plain);
  if (!read.success) return null;
  const { failures, powerCycles, availability, indicators, ...day } = read.data;
  const { externalMs, ...times } = availability;
  return {
    ...day,
    indicators: INDICATORS.filter((one) => indicators.includes(one)),
    availability: externalMs === undefined ? times : { ...times, externalMs },
    ...(failures === undefined ? {} : { failures }),
    ...(powerCycles === undefined ? {} : { powerCycles }),
  };
}
