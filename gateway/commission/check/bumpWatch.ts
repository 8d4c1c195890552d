import type { Reading } from '../../../drivers/reading.ts';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import { type BumpInput, type BumpTest, openLeg } from './bumpTest.ts';

/** What a bump test is about: a point, and what it shows when its mildest alarm begins. */
export type BumpAim = {
  readonly point: string;
  readonly high: number | null; // at or above it the sensor has answered
  readonly low: number | null;
  readonly states: readonly (string | number | boolean)[]; // of a contact or a detector: what it shows when it is pressed
  /** A sudden step, either way from what it showed when the test began: of a sensor that is turned by hand. */
  readonly step: { readonly from: number; readonly by: number } | null;
};

/** What was found of a test on the way: its alarm, once there is one. */
export type BumpTrace = { readonly occurrence: string | null };

/** Whether a reading shows that the sensor has answered to what was given. */
export function hasAnswered({ high, low, states, step }: BumpAim, { value, quality }: Reading): boolean {
  if (quality !== 'good' || value === null) return false;
  if (states.includes(value)) return true;
  if (typeof value !== 'number') return false;
  if (step !== null && Math.abs(value - step.from) >= step.by) return true;
  return (high !== null && value >= high) || (low !== null && value <= low);
}

/** What readings say to a test. Times are those of the readings. */
export function bumpReadings(test: BumpTest, aim: BumpAim, readings: readonly Reading[]): BumpInput[] {
  const answered = readings.find(
    (reading) =>
      reading.point === aim.point && reading.at.mono >= test.startedAt && hasAnswered(aim, reading),
  );
  if (answered === undefined || test.legs.sensor !== undefined) return [];
  return [{ kind: 'seen', leg: 'sensor', at: answered.at.mono, detail: String(answered.value) }];
}

/**
 * What guard's screen says to a test: the decision, when the alarm was declared; the siren, when what it was told was read back;
 * the recovery, when its condition does not
 * hold any more: that it is acknowledged and reset is for a person.
 *
 * @param now `mono` at which the screen was heard: what is read back has no time of its own
 */
export function bumpScreen(
  test: BumpTest,
  aim: BumpAim,
  trace: BumpTrace,
  screen: AlarmScreen,
  now: number,
): { readonly inputs: readonly BumpInput[]; readonly trace: BumpTrace } {
  const alarm =
    screen.alarms.find(({ occurrence }) => occurrence === trace.occurrence) ??
    screen.alarms.find((one) => one.point === aim.point && one.declared.mono >= test.startedAt);
  const inputs: BumpInput[] = [];
  const occurrence = alarm?.occurrence ?? trace.occurrence;
  if (alarm !== undefined && test.legs.decision === undefined)
    inputs.push({ kind: 'seen', leg: 'decision', at: alarm.declared.mono, detail: alarm.severity });
  if (alarm !== undefined && test.legs.siren === undefined)
    inputs.push(...sirenOf(test, screen, alarm.occurrence, now));
  const isOver = alarm === undefined || !alarm.condition.endsWith('-active');
  // only after the rest: an alarm that was never there has not recovered
  if (occurrence !== null && isOver && openLeg(test) === 'recovery')
    inputs.push({ kind: 'seen', leg: 'recovery', at: now });
  return { inputs, trace: { occurrence } };
}

/** Every siren that was told to sound for it, and what was read back of each. */
function sirenOf(
  test: BumpTest,
  { annunciation }: AlarmScreen,
  occurrence: string,
  now: number,
): BumpInput[] {
  const told = (annunciation?.outputs ?? []).filter(
    ({ drives, acting, because }) => drives === 'siren' && acting && because.includes(occurrence),
  );
  if (told.length === 0 || told.some(({ obeys }) => obeys === false)) return [];
  const names = told.map(({ point }) => point).join(', ');
  // that it obeyed until now proves nothing of this command
  if (told.every(({ acted }) => acted)) return [{ kind: 'seen', leg: 'siren', at: now, detail: names }];
  if (told.some(({ obeys, acted }) => obeys !== null && !acted)) return [];
  // an output that nobody reads back: told, and more cannot be known from here
  const declared = test.startedAt + (test.legs.decision?.ms ?? 0);
  return now - declared > READ_BACK_MS ? [{ kind: 'unprovable', leg: 'siren', detail: names }] : [];
}

/** What is read back at all has been by then. */
const READ_BACK_MS = 3_000;
