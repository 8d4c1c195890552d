import type { DailyRecord, LandingRecord } from '../../lift/health/dailyRecord.ts';
import { type Drift, driftOf } from '../../lift/health/drift.ts';
import { percentile } from '../../lift/health/percentile.ts';
import { type FloorLabels, floorText } from './findingShown.ts';

/** How one landing's door moved in a month; milliseconds. `daily`: p50 of each day, null where there is none. */
export type DoorTimes = {
  readonly p50: number | null; // median of the days
  readonly p95: number | null;
  readonly drift: Drift | null; // of the median, against the lift's own first days
  readonly daily: readonly (number | null)[];
};

/** One landing in one month. */
export type Landing = {
  readonly floor: number;
  readonly label: string;
  readonly open: DoorTimes;
  readonly close: DoorTimes;
  readonly cycles: number;
  readonly reversals: number;
  readonly balks: number;
  readonly stops: number;
  readonly relevels: number;
  readonly levelP95Mm: number | null; // median of the days
};

/** One door of the car in one month. */
export type CarDoor = {
  readonly door: string;
  readonly cycles: number;
  readonly reversals: number;
  readonly balks: number;
  readonly currentMa: number | null; // median of the days; null where no device tells it
  readonly drift: Drift | null; // of it
};

/** The doors of the car, by number. None where records of an earlier version do not tell them apart. */
export function carDoorsOf(first: readonly DailyRecord[], days: readonly DailyRecord[]): CarDoor[] {
  const numbers = new Set(days.flatMap(({ doors = {} }) => Object.keys(doors)));
  return [...numbers].toSorted().map((door) => {
    const own = days.flatMap(({ doors = {} }) => doors[door] ?? []);
    const current = (record: DailyRecord) => record.doors?.[door]?.currentMa?.p50 ?? null;
    return {
      door,
      cycles: own.reduce((sum, { cycles }) => sum + cycles, 0),
      reversals: own.reduce((sum, { reversals }) => sum + reversals, 0),
      balks: own.reduce((sum, { balks }) => sum + balks, 0),
      currentMa: median(days.map(current)),
      drift: driftOf(first, days, current),
    };
  });
}

/** The landings of these days, from the bottom. `first`: the days that doors are held against. */
export function landingsOf(
  first: readonly DailyRecord[],
  days: readonly DailyRecord[],
  labels: FloorLabels,
): Landing[] {
  const floors = new Set(days.flatMap(({ landings }) => Object.keys(landings)));
  return [...floors]
    .map(Number)
    .filter((floor) => Number.isInteger(floor)) // a stop at a floor that nobody knew
    .toSorted((a, b) => a - b)
    .map((floor) => landing(floor, first, days, labels));
}

function landing(
  floor: number,
  first: readonly DailyRecord[],
  days: readonly DailyRecord[],
  labels: FloorLabels,
): Landing {
  const own = days.map(({ landings }) => landings[String(floor)]);
  const sum = (of: (one: LandingRecord) => number) =>
    own.reduce((total, one) => total + (one === undefined ? 0 : of(one)), 0);
  return {
    floor,
    label: floorText(floor, labels),
    open: times('open'),
    close: times('close'),
    cycles: sum(({ cycles }) => cycles),
    reversals: sum(({ reversals }) => reversals),
    balks: sum(({ balks }) => balks),
    stops: sum(({ stops }) => stops),
    relevels: sum(({ relevels }) => relevels),
    levelP95Mm: median(own.map((one) => one?.levelP95Mm ?? null)),
  };

  function times(stroke: 'open' | 'close'): DoorTimes {
    const spreads = own.map((one) => one?.[stroke] ?? null);
    return {
      p50: median(spreads.map((one) => one?.p50 ?? null)),
      p95: median(spreads.map((one) => one?.p95 ?? null)),
      drift: driftOf(first, days, (record) => record.landings[String(floor)]?.[stroke]?.p50 ?? null),
      daily: spreads.map((one) => one?.p50 ?? null),
    };
  }
}

function median(values: readonly (number | null)[]): number | null {
  return percentile(
    values.filter((value) => value !== null),
    0.5,
  );
}
