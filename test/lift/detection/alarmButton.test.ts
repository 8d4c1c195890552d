import { expect, test } from 'vitest';
import {
  type DetectionInput,
  type DetectionState,
  NO_DETECTION,
  stepDetection,
} from '../../../gateway/lift/detection/detection.ts';
import { NOTHING_TOLD, THRESHOLDS } from './lift.ts';

const PLAN = { ratedMmS: null, topFloor: 6, topMm: null };

/** A lift whose devices know nothing of a button, and a contact that does. */
function heard(inputs: readonly DetectionInput[]) {
  let state: DetectionState = NO_DETECTION;
  const told: unknown[] = [];
  for (const input of inputs) {
    const step = stepDetection(state, input, PLAN, THRESHOLDS);
    state = step.state;
    for (const one of step.findings)
      if (one.kind === 'value' && one.value.name === 'lift.alarm-button') told.push(one.value.value);
  }
  return told;
}

test('a contact of the alarm button is an alarm of its own, also of a lift that is silent', () => {
  const at = (mono: number) => ({ boot: 'test', mono });
  const press = (pressed: boolean, mono: number) =>
    ({ kind: 'alarm-button', pressed, at: at(mono) }) as const;
  const looks: DetectionInput[] = [{ kind: 'look', snapshot: { ...NOTHING_TOLD, at: at(0) }, at: at(0) }];
  expect(heard([...looks, press(false, 1_000), press(true, 2_000), press(false, 2_500)])).toEqual([
    false,
    true,
  ]);
  // nobody has looked for an hour, and the contact is heard
  const late = [press(false, 3_600_000), press(true, 3_601_000), press(false, 3_640_000)];
  expect(heard([...looks, ...late])).toEqual([false, true, false]);
  // what does not answer says nothing
  expect(heard([{ kind: 'alarm-button', pressed: null, at: at(0) }])).toEqual([]);
});
