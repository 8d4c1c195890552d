import { nextEventMs, stepLift } from './events.ts';
import { befallLift, type LiftMishap } from './mishap.ts';
import { monarchLive, type Words } from './monarch.ts';
import { monarchParameters } from './monarchParameters.ts';
import { isRestless } from './sensing.ts';
import { sensorBox } from './sensorBox.ts';
import { type Lift, NEVER } from './state.ts';
import { controllerAnswers } from './view.ts';

/** What both controllers hold at a moment. Images without a change since the last one are the same object. */
export type LiftImages = {
  /** Live registers of the Monarch controller; undefined: it does not answer. */
  readonly controller: Words | undefined;
  /** Its parameters, counters and fault log: made when asked for. */
  readonly parameters: () => Words;
  readonly box: Words;
};

export function images(lift: Lift): LiftImages {
  return {
    controller: controllerAnswers(lift) ? monarchLive(lift) : undefined,
    parameters: () => monarchParameters(lift),
    box: sensorBox(lift),
  };
}

/** A sample at a polling instant. `lift` is the state then (its own time is when anything changed last). */
export type LiftSample = { readonly atMs: number; readonly images: LiftImages; readonly lift: Lift };

/** What is done to a lift, and when (world milliseconds). */
export type ScriptedMishap = { readonly atMs: number; readonly mishap: LiftMishap };

const SLOW_MS = 60_000; // temperatures and time limits move on meanwhile

/**
 * A lift looked at every `everyMs` until `untilMs`: the fast way to have a month. Between two events nothing of a
 * standing lift changes, so its image is made anew only after an event, while car or door move, while a timer of the
 * sensor box runs, and once a minute.
 */
export function* sampleLift(
  start: Lift,
  {
    untilMs,
    everyMs = 250,
    script = [],
  }: { untilMs: number; everyMs?: number; script?: readonly ScriptedMishap[] },
): Generator<LiftSample, Lift> {
  const left = script.toSorted((a, b) => a.atMs - b.atMs);
  let lift = start;
  let shown: LiftImages | undefined;
  let shownAt = start.timeMs;
  for (let atMs = start.timeMs + everyMs; atMs <= untilMs; atMs += everyMs) {
    let changed =
      shown === undefined || isBusy(lift) || nextEventMs(lift) <= atMs || atMs - shownAt >= SLOW_MS;
    for (let next = left[0]; next !== undefined && next.atMs <= atMs; next = left[0]) {
      left.shift();
      const done = befallLift(stepLift(lift, Math.max(0, next.atMs - lift.timeMs)), next.mishap);
      if (!done.ok) throw new Error(done.error.what);
      lift = done.value;
      changed = true;
    }
    if (changed || shown === undefined) {
      lift = stepLift(lift, atMs - lift.timeMs);
      shown = images(lift);
      shownAt = atMs;
    }
    yield { atMs, images: shown, lift };
  }
  return lift;
}

/** Something moves, or a limit may be passed without an event. */
function isBusy(lift: Lift): boolean {
  const { run, door, phase, timeMs, alarm, silentUntilMs, zeroUntilMs, riders } = lift;
  return (
    isRestless(lift) ||
    run !== undefined ||
    door.phase !== 'closed' ||
    phase.name !== 'idle' ||
    riders.length > 0 ||
    (alarm.fromMs < NEVER && timeMs < alarm.untilMs + 1000) ||
    silentUntilMs > timeMs - 1000 ||
    zeroUntilMs > timeMs - 1000
  );
}
