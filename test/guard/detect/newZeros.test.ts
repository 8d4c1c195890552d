import { expect, test } from 'vitest';
import { createDetector } from '../../../gateway/guard/detect/detector.ts';
import { withNewZeros } from '../../../gateway/guard/detect/newZeros.ts';
import type { Installation } from '../../../gateway/site/installation.ts';
import { readSite } from '../../../gateway/site/load.ts';
import { readProfiles } from '../../../gateway/site/profiles.ts';

const POINT = 'wall/tilt_x';

function site(baseline: string): Installation {
  const read = readSite(
    `
gateway: { id: house-1 }
buses: [{ id: l, connection: { type: serial, path: /dev/null, baud: 9600 } }]
devices: [{ id: wall, profile: wit-hwt9073-485, bus: l, unit: 2, baseline: { ${baseline} } }]
rules: [{ id: step, name: Step, kind: change, point: ${POINT}, unit: °, step: { red: 0.57 }, deadband: 0.05 }]
`,
    'site.yaml',
    readProfiles('site.yaml'),
    [],
  );
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

/** A wall that shows 0.9° for two minutes; then its site has a baseline of 0.9, and it shows `then`. @returns whether that is a step */
function zeroed(keep: boolean, then = 0): boolean {
  const [before, after] = [site(''), site('tilt_x: 0.9')];
  const at = (s: number) => ({ boot: 'b', mono: 1000 * s });
  const reading = (s: number, value: number) => ({
    kind: 'readings' as const,
    readings: [{ point: POINT, value, quality: 'good' as const, at: at(s) }],
  });
  let detector = createDetector(before);
  let { state } = { state: detector.begin(at(0)) };
  for (let s = 1; s < 120; s++) state = detector.step(state, reading(s, 0.9)).state;
  detector = createDetector(after);
  state = detector.adopt(keep ? state : withNewZeros(state, before, after), at(120)).state;
  for (let s = 121; s < 200; s++) state = detector.step(state, reading(s, then)).state;
  return state.rules.get('step')?.episode != null;
}

test('a wall that gets its zero has not made a step', () => {
  expect(zeroed(true)).toBe(true); // what it would be with what was remembered of the zero before
  expect(zeroed(false)).toBe(false);
});

test('a hand that turns it right after its zero is a step: what it usually showed is known', () => {
  expect(zeroed(false, 2.1)).toBe(true);
});
