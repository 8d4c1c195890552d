import type { FaultClass } from '../../../drivers/lift/faultClass.ts';
import { INDICATORS, type Indicator } from '../../../drivers/lift/indicators.ts';
import type { Sensor } from '../../../drivers/lift/sensor.ts';
import type { DailyRecord, LandingRecord } from './dailyRecord.ts';
import { type Drift, driftOf } from './drift.ts';
import type { HealthState } from './health.ts';
import { LIMITS, type Limit } from './limits.ts';
import { faultsOf, ratesOf } from './rates.ts';
import type { SensorCount } from './tally.ts';

/** What a finding is about; its words are in `text/liftMessages.ts` under `finding.` and this. */
export type FindingKey =
  | 'entrapments'
  | 'fault-repeats'
  | 'fault-repeats-floor'
  | 'fault-once'
  | 'availability'
  | 'sensor-fault'
  | 'door-opens-slower'
  | 'door-closes-slower'
  | 'door-reverses'
  | 'door-balks'
  | 'door-current'
  | 'rough-ride'
  | 'indicator'
  | 'restarts'
  | 'relevels'
  | 'levelling'
  | 'balance'
  | 'faults-unseen'
  | 'power-cycles'
  | 'not-watched'
  | 'no-visit';

/** What a finding is about first of all: what may hurt somebody, what stops service, wear, and what nobody saw. */
export type Urgency = 'safety' | 'service' | 'wear' | 'watching';

/** From which rank on. Each urgency has ranks of its own, so that wear never stands before what stops the lift. */
const RANKS = { safety: 90, service: 60, wear: 26, watching: 0 } as const satisfies Record<Urgency, number>;

/** What the rank of a finding says. */
export function urgencyOf({ rank }: Pick<Finding, 'rank'>): Urgency {
  if (rank >= RANKS.safety) return 'safety';
  if (rank >= RANKS.service) return 'service';
  return rank >= RANKS.wear ? 'wear' : 'watching';
}

/** One thing to look at. `rank`: the greater, the sooner. `parameters`: for the words; whole numbers, ready to be shown. */
export type Finding = {
  readonly key: FindingKey;
  readonly rank: number;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly evidence: {
    readonly from: string; // days
    readonly to: string;
    readonly samples: number; // days, cycles, stops or occurrences behind it
    readonly limit: Limit | null;
  };
};

/** What to look at first, of the last thirty days of a lift: worst first. An order of urgency of our own making. */
export function findingsOf({ first, recent }: Pick<HealthState, 'first' | 'recent'>): Finding[] {
  const [from, to] = [recent[0]?.day, recent.at(-1)?.day];
  if (from === undefined || to === undefined) return [];
  const found: Finding[] = [];
  const find = (
    key: FindingKey,
    rank: number,
    parameters: Finding['parameters'],
    samples: number,
    limit: Limit | null = null,
  ) => found.push({ key, rank, parameters, evidence: { from, to, samples, limit } });

  const rates = ratesOf(recent);
  if (rates.entrapments > 0) find('entrapments', 100, { count: rates.entrapments }, rates.entrapments);
  for (const { code, times, floor, stops, days, class: of } of faultsOf(recent)) {
    const safety = of !== null && SAFETY.includes(of);
    const weight = safety ? 90 + Math.min(7, times) : (stops ? 64 : 30) + Math.min(20, 4 * times);
    const [last] = days.slice(-1);
    const where = floor === null ? {} : { floor };
    if (times === 1)
      find('fault-once', safety ? 90 : stops ? 64 : 15, { code, day: last ?? '', ...where }, 1);
    else if (floor === null) find('fault-repeats', weight, { code, times, last: last ?? '' }, times);
    else find('fault-repeats-floor', weight + 2, { code, times, floor, last: last ?? '' }, times);
  }
  for (const { sensor, door, times } of sensorsOf(recent))
    find('sensor-fault', SENSES_DOOR.includes(sensor) ? 54 : 43, { sensor, door: door ?? '', times }, times);
  const powerCycles = recent.reduce((sum, one) => sum + (one.powerCycles ?? 0), 0);
  if (powerCycles >= LIMITS.powerCycles.value)
    find('power-cycles', 41, { times: powerCycles }, powerCycles, LIMITS.powerCycles);
  const { availability } = rates;
  if (availability !== null && availability < LIMITS.availability.value)
    find('availability', 62, { percent: percent(availability) }, rates.days, LIMITS.availability);
  for (const floor of floorsOf(recent)) atLanding(floor);
  levellingWhole();
  const balance = driftOf(first, recent, ({ balanceA }) => balanceA);
  if (balance !== null && Math.abs(balance.share) >= LIMITS.balance.value)
    find('balance', 42, drifted(balance, 1), balance.nowDays, LIMITS.balance);
  wear();
  const unseen = recent.reduce((sum, one) => sum + one.unseen, 0);
  if (unseen > 0) find('not-watched', 10, { times: unseen }, unseen);
  const missed = recent.reduce((sum, one) => sum + one.missedFaults, 0);
  if (missed > 0) find('faults-unseen', 22, { times: missed }, missed);
  visits();
  return found.toSorted((a, b) => b.rank - a.rank);

  function atLanding(floor: string): void {
    const of = (pick: (one: LandingRecord) => number | null) => (record: DailyRecord) => {
      const one = record.landings[floor];
      return one === undefined ? null : pick(one);
    };
    const opens = driftOf(
      first,
      recent,
      of(({ open }) => open?.p50 ?? null),
    );
    const closes = driftOf(
      first,
      recent,
      of(({ close }) => close?.p50 ?? null),
    );
    slower('door-opens-slower', opens);
    slower('door-closes-slower', closes);
    const sum = (pick: (one: LandingRecord) => number) =>
      recent.reduce((all, record) => all + (of(pick)(record) ?? 0), 0);
    const [cycles, stops] = [sum((one) => one.cycles), sum((one) => one.stops)];
    const [reversals, relevels] = [sum((one) => one.reversals), sum((one) => one.relevels)];
    const balks = sum((one) => one.balks);
    if (cycles >= LIMITS.cycles.value && reversals / cycles >= LIMITS.reversals.value)
      find('door-reverses', 45, { floor, reversals, cycles }, cycles, LIMITS.reversals);
    if (balks > 0) find('door-balks', 52 + Math.min(7, balks), { floor, times: balks }, balks);
    if (stops >= LIMITS.cycles.value && relevels / stops >= LIMITS.relevels.value)
      find('relevels', 44, { floor, relevels, stops }, stops, LIMITS.relevels);

    function slower(key: 'door-opens-slower' | 'door-closes-slower', drift: Drift | null): void {
      if (drift === null || drift.share < LIMITS.doorSlower.value) return;
      const rank = 46 + Math.min(12, 20 * drift.share);
      find(key, rank, { floor, ...drifted(drift, 1000) }, drift.nowDays, LIMITS.doorSlower);
    }
  }

  function wear(): void {
    const doors = new Set(recent.flatMap(({ doors: all = {} }) => Object.keys(all)));
    for (const door of doors) {
      const drift = driftOf(first, recent, ({ doors: all }) => all?.[door]?.currentMa?.p50 ?? null);
      if (drift === null || drift.share < LIMITS.doorCurrent.value) continue;
      find('door-current', 45.5, { door, ...rounded(drift, 0) }, drift.nowDays, LIMITS.doorCurrent);
    }
    const ride = driftOf(first, recent, ({ rideMps2 }) => rideMps2 ?? null);
    if (ride !== null && ride.share >= LIMITS.roughRide.value)
      find('rough-ride', 40, rounded(ride, 2), ride.nowDays, LIMITS.roughRide);
    for (const indicator of INDICATORS) {
      const days = recent.filter(({ indicators = [] }) => indicators.includes(indicator));
      const last = days.at(-1)?.day;
      if (last !== undefined) find('indicator', ASKS[indicator], { indicator, last }, days.length);
    }
    const restarts = recent.reduce((sum, one) => sum + (one.restarts ?? 0), 0);
    if (restarts >= LIMITS.restarts.value)
      find('restarts', 40.5, { times: restarts }, restarts, LIMITS.restarts);
  }

  function levellingWhole(): void {
    const worst = recent.flatMap(({ levelP95Mm }) => levelP95Mm ?? []).slice(-7);
    const mm = Math.max(...worst, 0);
    if (mm > LIMITS.levelling.value)
      find('levelling', 47, { mm: Math.round(mm) }, worst.length, LIMITS.levelling);
  }

  /** Told only of a lift that has been watched for as long. */
  function visits(): void {
    const days = LIMITS.visitDays.value;
    const late = recent.slice(-days);
    if (late.length === days && late.every((one) => one.visits === 0 && one.inspectionMs === 0))
      find('no-visit', 24, { days }, days, LIMITS.visitDays);
  }
}

/** How soon what a controller asks for is to be done. */
const ASKS: Readonly<Record<Indicator, number>> = { brake: 59, rope: 58, service: 30 };

/** What may hurt somebody comes first, whatever else is the matter. */
const SAFETY: readonly FaultClass[] = [
  ...(['governorAndSafetyGear', 'unintendedCarMovement', 'overspeed', 'brakeFault'] as const),
  ...(['overtravelTop', 'overtravelBottom', 'doorOpenWhileMoving'] as const),
];

/** Of these detection lives where a door is concerned: with one of them gone less is seen. */
const SENSES_DOOR: readonly Sensor[] = [
  'doorLock',
  'safetyChain',
  'doorZone',
  'doorOpenLimit',
  'doorCloseLimit',
];

function sensorsOf(records: readonly DailyRecord[]): SensorCount[] {
  const found = new Map<string, SensorCount>();
  for (const { sensors = [] } of records)
    for (const one of sensors) {
      const key = `${one.sensor}.${one.door}`;
      found.set(key, { ...one, times: one.times + (found.get(key)?.times ?? 0) });
    }
  return [...found.values()];
}

function floorsOf(records: readonly DailyRecord[]): string[] {
  return [...new Set(records.flatMap(({ landings }) => Object.keys(landings)))].filter(
    (floor) => floor !== 'unknown',
  );
}

/** `unit`: 1000 turns milliseconds into seconds. */
function drifted({ before, now, share }: Drift, unit: number): Finding['parameters'] {
  return { before: (before / unit).toFixed(1), now: (now / unit).toFixed(1), percent: percent(share) };
}

function rounded({ before, now, share }: Drift, decimals: number): Finding['parameters'] {
  return { before: before.toFixed(decimals), now: now.toFixed(decimals), percent: percent(share) };
}

function percent(share: number): string {
  return (100 * share).toFixed(share > 0.9 && share < 1 ? 1 : 0);
}
