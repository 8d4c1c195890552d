import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  type DetectionState,
  NO_DETECTION,
  stepDetection,
} from '../../../gateway/lift/detection/detection.ts';
import { basisOf } from '../../../gateway/lift/detection/entrapment/basis.ts';
import { THRESHOLDS } from '../detection/lift.ts';
import { AT_FIRST, lookAt, type Story, storiesSchema } from './story.ts';

const STORIES = storiesSchema.parse(parse(readFileSync(join(import.meta.dirname, 'scenarios.yaml'), 'utf8')));
const PLAN = { ratedMmS: 1000, topFloor: 6, topMm: null };

/** Tells a story second by second: a look while somebody is heard, a tick while nobody is. */
function told(story: Story): { transitions: [number, string][]; state: DetectionState } {
  const last = Math.max(0, ...story.steps.map(([at]) => at), ...story.expect.map(([at]) => at));
  const transitions: [number, string][] = [];
  let state = NO_DETECTION;
  let world = AT_FIRST;
  let [boot, offsetS] = ['first', 0];
  for (let second = 0; second <= (story.until ?? last + 60); second++) {
    const now = story.steps.filter(([at]) => at === second).map(([, change]) => change);
    for (const { reset, restart, ...change } of now) {
      world = { ...world, ...change };
      if (restart) [boot, offsetS] = ['second', second];
      if (reset) fold({ kind: 'reset' });
    }
    const at = { boot, mono: 1000 * (second - offsetS) };
    const snapshot = lookAt(world, story, at);
    fold(snapshot === null ? { kind: 'tick' } : { kind: 'look', snapshot });

    function fold(
      input: { kind: 'reset' | 'tick' } | { kind: 'look'; snapshot: NonNullable<typeof snapshot> },
    ) {
      const instant = { boot, mono: 1000 * (second - offsetS) };
      const step = stepDetection(state, { ...input, at: instant }, PLAN, THRESHOLDS);
      state = step.state;
      for (const finding of step.findings)
        if (finding.kind === 'entrapment') transitions.push([second, finding.change.to]);
    }
  }
  return { transitions, state };
}

test('there are enough of them, and no two share a name', () => {
  expect(new Set(STORIES.map(({ name }) => name)).size).toBe(STORIES.length);
  expect(STORIES.length).toBeGreaterThanOrEqual(60);
});

test.each(STORIES.map((story) => [story.name, story] as const))('%s', (_name, story) => {
  const { transitions, state } = told(story);
  expect(transitions).toEqual(story.expect);
  expect(state.entrapment.known).toBe(story.known);
  if (story.basis !== undefined)
    expect(basisOf(state.entrapment.basis).toSorted()).toEqual(story.basis.toSorted());
});
