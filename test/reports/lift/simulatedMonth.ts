import { ENTRAPMENT } from '../../../drivers/lift/safety.ts';
import type { Instant } from '../../../drivers/reading.ts';
import { happeningOf } from '../../../gateway/guard/lifts/liftRows.ts';
import { NO_CONDITIONS, stepOverload } from '../../../gateway/lift/conditions.ts';
import { NO_DETECTION, stepDetection } from '../../../gateway/lift/detection/detection.ts';
import { NEW_LIFT, stepLift } from '../../../gateway/lift/folds.ts';
import type { DailyRecord } from '../../../gateway/lift/health/dailyRecord.ts';
import { NO_HEALTH, stepHealth } from '../../../gateway/lift/health/health.ts';
import { hindrance } from '../../../gateway/lift/health/hindrance.ts';
import type { HealthEffect } from '../../../gateway/lift/health/tally.ts';
import { type OwnFaults, stepOwnFaults } from '../../../gateway/lift/ownFaults.ts';
import { NO_POWER, stepPower } from '../../../gateway/lift/power.ts';
import type { LiftHappening } from '../../../gateway/telemetry/wire/liftHappening.ts';
import type { EventBody } from '../../../gateway/telemetry/wire/model.ts';
import type { Plain } from '../../../gateway/telemetry/wire/plain.ts';
import { accountOf } from '../../../simulators/lift/account.ts';
import type { ScriptedMishap } from '../../../simulators/lift/images.ts';
import { liftSchema } from '../../../simulators/lift/plan.ts';
import { newLift } from '../../../simulators/lift/state.ts';
import type { Fact } from '../../../simulators/lift/truth.ts';
import { THRESHOLDS } from '../../lift/detection/lift.ts';
import { watchedLift } from '../../lift/watchedLift.ts';

export const SIMULATED_BOOT = '51b0071551b00715';
const WATCHED_BOOT = 'test'; // of the watched lift
const DAY_MS = 86_400_000;
const PLAN = { ratedMmS: 1_000, topFloor: 7, topMm: 17_400 };

export type SimulatedMonth = {
  readonly startMs: number; // UTC midnight; the days of its records are UTC days
  readonly days: number;
  readonly script: readonly ScriptedMishap[];
  readonly repairsMs: readonly number[];
  /** Who was called, came and let people out, as it is told by hand. */
  readonly rescues?: readonly { readonly atMs: number; readonly step: string; readonly by: string }[];
};

/** What was journaled of a month, and what really happened. */
export type JournaledMonth = { readonly rows: readonly EventBody[]; readonly facts: readonly Fact[] };

/**
 * What guard would journal of a simulated lift: its registers through the shipped profiles, all folds and detection, then
 * each happening and each day as an event, in order, after a clock row that dates them.
 */
export function simulatedMonth(month: SimulatedMonth): JournaledMonth {
  const { startMs, days, script, repairsMs, rescues = [] } = month;
  const begin = newLift(liftSchema.parse({ usageClass: 1 }), startMs, 33, { meanC: 14, swingC: 6 });
  const devices = ['monarch-nice3000plus', 'lift-sensor-box-19reg'] as const;
  const untilMs = startMs + days * DAY_MS + 60_000;
  const run = watchedLift(begin, devices, { script, repairsMs, untilMs, everyMs: 500 });
  const rows: EventBody[] = [clockRow(startMs, 0, WATCHED_BOOT)];
  const tell = (happening: LiftHappening | null, mono: number) => {
    if (happening !== null) rows.push(liftEvent(happening, mono, WATCHED_BOOT));
  };
  const told = [...rescues];
  let [state, health, detection, own] = [NEW_LIFT, NO_HEALTH, NO_DETECTION, {} as OwnFaults];
  let [power, conditions, seenAt] = [NO_POWER, NO_CONDITIONS, null as Instant | null];
  let next = run.next();
  for (; next.done !== true; next = run.next()) {
    const { snapshot, log, atMs } = next.value;
    const mono = atMs - startMs;
    const at = { boot: WATCHED_BOOT, mono };
    const step = stepLift(state, snapshot, log);
    const [supply, overload] = [stepPower(power, snapshot), stepOverload(conditions, snapshot)];
    const before = detection.entrapment;
    const found = stepDetection(detection, { kind: 'look', at, snapshot }, PLAN, THRESHOLDS);
    const faults = stepOwnFaults(own, found.state, at);
    [state, power, conditions] = [step.state, supply.state, overload.state];
    const hindered = hindrance({ modes: state.modes, supply: power.supply, phase: before.phase }, seenAt, at);
    [detection, own, seenAt] = [found.state, faults.state, at];
    const { floor } = detection.facts;
    const effects: HealthEffect[] = [...step.effects, ...faults.effects, ...supply.effects, ...hindered];
    for (const effect of step.effects)
      tell(happeningOf(effect.kind === 'fault-missed' ? { ...effect, vendor: 'monarch' } : effect), mono);
    for (const effect of [...faults.effects, ...supply.effects, ...overload.effects])
      tell(happeningOf(effect), mono);
    for (const one of found.findings) {
      if (one.kind === 'entrapment') {
        tell(happeningOf({ kind: 'entrapment-step', change: one.change }), mono);
        if (one.change.to === 'confirmed' && !before.confirmedOnce)
          effects.push({ kind: 'entrapment', floor, at });
      }
      if (one.kind === 'sensor') {
        tell(happeningOf({ kind: 'sensor-fault', at, floor, ...one.fault }), mono);
        if (one.fault.found) effects.push({ kind: 'sensor', ...one.fault });
      }
    }
    for (const rescue of told.splice(0, told.filter((one) => one.atMs <= atMs).length)) {
      const phase = ENTRAPMENT[detection.entrapment.phase].number;
      tell({ what: 'rescue', step: rescue.step, by: rescue.by, actor: 'desk', phase }, mono);
    }
    const daily = stepHealth(health, dayOf(atMs), state, effects);
    health = daily.state;
    for (const { record } of daily.effects) tell(dayHappening(record), mono);
  }
  return { rows, facts: accountOf(next.value) };
}

/** The civil day in UTC. */
export function dayOf(utc: number): string {
  return new Date(utc).toISOString().slice(0, 10);
}

export function clockRow(utc: number, mono = 0, boot = SIMULATED_BOOT): EventBody {
  return { type: 'clock', boot, time: { mono, utc, quality: 'ntp' }, at: { boot, mono } };
}

export function liftEvent(happening: LiftHappening, mono: number, boot = SIMULATED_BOOT): EventBody {
  const { what, ...details } = happening;
  return {
    ...{ type: 'lift', lift: 'lift-a', liftName: { en: 'Lift A', zh: '甲梯' }, what },
    details: details as Readonly<Record<string, Plain>>,
    at: { boot, mono },
  };
}

export function dayHappening(record: DailyRecord): LiftHappening {
  return { what: 'day', day: record.day, record: record as unknown as Readonly<Record<string, Plain>> };
}
