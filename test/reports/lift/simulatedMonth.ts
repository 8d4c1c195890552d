import { ENTRAPMENT } from '../../../drivers/lift/safety.ts';
import { happeningOf } from '../../../gateway/guard/lifts/liftRows.ts';
import { basisBits } from '../../../gateway/lift/detection/entrapment/basis.ts';
import { NEW_LIFT, stepLift } from '../../../gateway/lift/folds.ts';
import type { DailyRecord } from '../../../gateway/lift/health/dailyRecord.ts';
import { NO_HEALTH, stepHealth } from '../../../gateway/lift/health/health.ts';
import type { HealthEffect } from '../../../gateway/lift/health/tally.ts';
import type { LiftHappening } from '../../../gateway/telemetry/wire/liftHappening.ts';
import type { EventBody } from '../../../gateway/telemetry/wire/model.ts';
import type { Plain } from '../../../gateway/telemetry/wire/plain.ts';
import type { ScriptedMishap } from '../../../simulators/lift/images.ts';
import { liftSchema } from '../../../simulators/lift/plan.ts';
import { newLift } from '../../../simulators/lift/state.ts';
import { watchedLift } from '../../lift/watchedLift.ts';

export const SIMULATED_BOOT = '51b0071551b00715';
const WATCHED_BOOT = 'test'; // of the watched lift
const DAY_MS = 86_400_000;

export type SimulatedMonth = {
  readonly startMs: number; // UTC midnight; the days of its records are UTC days
  readonly days: number;
  readonly script: readonly ScriptedMishap[];
  readonly repairsMs: readonly number[];
  /** People found to be trapped; detection has its own tests. */
  readonly trapped: readonly { readonly fromMs: number; readonly toMs: number }[];
};

/**
 * What guard would journal of a simulated lift: its registers through the shipped profiles and all folds, then each
 * happening and each day as an event, in order, after a clock row that dates them.
 */
export function simulatedMonth({ startMs, days, script, repairsMs, trapped }: SimulatedMonth): EventBody[] {
  const begin = newLift(liftSchema.parse({ usageClass: 1 }), startMs, 33, { meanC: 14, swingC: 6 });
  const devices = ['monarch-nice3000plus', 'lift-sensor-box-19reg'] as const;
  const run = watchedLift(begin, devices, { script, repairsMs, untilMs: startMs + days * DAY_MS + 60_000 });
  const events: EventBody[] = [clockRow(startMs, 0, WATCHED_BOOT)];
  const tell = (happening: LiftHappening, mono: number) =>
    events.push(liftEvent(happening, mono, WATCHED_BOOT));
  const phases = trapped.flatMap(({ fromMs, toMs }) => [
    { atMs: fromMs, from: 'none', to: 'suspected', cause: 'evidence' } as const,
    { atMs: fromMs + 30_000, from: 'suspected', to: 'confirmed', cause: 'evidence' } as const,
    { atMs: toMs, from: 'confirmed', to: 'resolved', cause: 'door-open' } as const,
  ]);
  let [state, health] = [NEW_LIFT, NO_HEALTH];
  for (const { snapshot, log, atMs } of run) {
    const step = stepLift(state, snapshot, log);
    state = step.state;
    const mono = atMs - startMs;
    const found: HealthEffect[] = [...step.effects];
    for (const phase of phases.filter((one) => one.atMs <= atMs)) {
      phases.splice(phases.indexOf(phase), 1);
      const [from, to] = [ENTRAPMENT[phase.from].number, ENTRAPMENT[phase.to].number];
      tell(
        { what: 'entrapment', from, to, cause: phase.cause, basis: basisBits(['alarmButton', 'occupied']) },
        mono,
      );
      if (phase.to === 'confirmed') found.push({ kind: 'entrapment', floor: snapshot.floor?.value ?? null });
    }
    for (const effect of step.effects) {
      const deed = effect.kind === 'fault-missed' ? { ...effect, vendor: 'monarch' } : effect;
      const happening = happeningOf(deed);
      if (happening !== null) tell(happening, mono);
    }
    const daily = stepHealth(health, dayOf(atMs), state, found);
    health = daily.state;
    for (const { record } of daily.effects) tell(dayHappening(record), mono);
  }
  return events;
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
