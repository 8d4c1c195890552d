import type { LiftScreen, LiftView } from '../../control/liftScreen.ts';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { findingsOf } from '../../lift/health/findings.ts';
import { BASELINE_DAYS, WINDOW_DAYS } from '../../lift/health/health.ts';
import { FaultNames } from '../../reports/lift/faultNames.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import { fail } from '../verb.ts';
import type { LiftQuestion } from './asked.ts';
import { healthText } from './healthText.ts';
import { liftsMeant } from './liftsMeant.ts';
import { liftScreen, type RecordedLift, recordedLifts, withoutGuard } from './sources.ts';
import { liftHead } from './statusText.ts';
import { liftVoice } from './voice.ts';

type Well = Pick<LiftView, 'id' | 'name' | 'place' | 'registration' | 'floors' | 'recent' | 'findings'>;

/** How well the lifts are: as guard finds it, which remembers their first days; from a journal where that is asked for. */
export async function health(asked: LiftQuestion): Promise<number> {
  const { io, voice, word, json } = asked;
  const known = await wellLifts(asked);
  if (!known.ok) return fail(io, [known.error]);
  const meant = liftsMeant(word, known.value.lifts, voice, known.value.from);
  if (!meant.ok) return fail(io, [meant.error]);
  if (json) {
    const told = meant.value.map(({ id, recent, findings }) => ({ lift: id, days: recent, findings }));
    io.out(`${JSON.stringify(told, null, 2)}\n`);
    return 0;
  }
  const faults = new FaultNames(shippedLiftTables());
  const now = liftVoice(known.value.screen, voice.language, voice.paint);
  const texts = meant.value.map((lift) => {
    const { recent: days, findings, floors: labels } = lift;
    return healthText(liftHead(lift, now), { days, findings, labels, faults }, now);
  });
  io.out(`${texts.join('\n\n\n')}\n`);
  return 0;
}

type WellLifts = {
  readonly lifts: readonly Well[];
  readonly from: 'guard' | 'journal';
  readonly screen: LiftScreen | null; // guard's, which knows the time
};

async function wellLifts({ places, io, voice }: LiftQuestion): Promise<Result<WellLifts, Problem>> {
  if (!withoutGuard(places)) {
    const screen = await liftScreen(places, io, voice);
    return screen.ok ? ok({ lifts: screen.value.lifts, from: 'guard', screen: screen.value }) : screen;
  }
  const recorded = await recordedLifts(places, io, voice);
  return recorded.ok
    ? ok({ lifts: recorded.value.lifts.map(wellOf), from: 'journal', screen: null })
    : recorded;
}

function wellOf({ id, name, history: { days }, known }: RecordedLift): Well {
  const recent = days.slice(-WINDOW_DAYS);
  const findings = findingsOf({ first: days.slice(0, BASELINE_DAYS), recent });
  const { place = null, registration = null, floors = {} } = known ?? {};
  return { id, name, place, registration, floors, recent, findings };
}
