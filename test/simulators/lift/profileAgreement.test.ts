import { expect, test } from 'vitest';
import { decodePoint, RegisterImage } from '../../../drivers/index.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import { sampleLift } from '../../../simulators/lift/images.ts';
import type { Words } from '../../../simulators/lift/monarch.ts';
import { liftSchema } from '../../../simulators/lift/plan.ts';
import { newLift } from '../../../simulators/lift/state.ts';
import { carMotion, currentFloor } from '../../../simulators/lift/view.ts';
import { profiles } from '../bench.ts';

// The registers are composed from the makers' tables, the profiles were written from them too: here the two meet.

const START = Date.UTC(2026, 2, 2, 17);
const HOUR_MS = 3_600_000;

function decoded(id: string, words: Words): Map<string, { value: PointValue; quality: string }> {
  const image = new RegisterImage();
  for (const [address, word] of words) image.set('holding', address, word);
  const points = profiles.get(id)?.points ?? [];
  return new Map(points.map((point) => [point.id, decodePoint(point, image, { parameters: {} })]));
}

test('every point of both profiles reads well through an hour of rides, and tells what is true', () => {
  const lift = newLift(liftSchema.parse({ usageClass: 2 }), START, 4, { meanC: 14, swingC: 6 });
  let moved = 0;
  let shown: unknown;
  for (const { images, lift: now } of sampleLift(lift, { untilMs: START + HOUR_MS, everyMs: 2000 })) {
    if (images === shown) continue;
    shown = images;
    const { controller, parameters, box } = images;
    if (controller === undefined) throw new Error('it has power');
    const monarch = decoded('monarch-nice3000plus', new Map([...controller, ...parameters()]));
    const sensors = decoded('lift-sensor-box-19reg', box);
    for (const [id, { quality }] of [...monarch, ...sensors]) expect(quality, id).toBe('good');
    const { mm, mmS } = carMotion(now);
    expect(monarch.get('floor')?.value).toBe(currentFloor(now));
    expect(sensors.get('floor')?.value).toBe(currentFloor(now));
    expect(Math.abs(Number(monarch.get('position')?.value) - mm / 1000)).toBeLessThan(0.051);
    expect(Math.abs(Number(monarch.get('speed')?.value) - Math.abs(mmS) / 1000)).toBeLessThan(0.001);
    if (now.run !== undefined) expect(sensors.get('up')?.value).toBe(now.run.sign === 1); // it stays lit after a run
    expect(sensors.get('person')?.value).toBe(now.riders.length > 0);
    expect(monarch.get('door1_close_limit')?.value).toBe(sensors.get('door')?.value === false);
    expect(monarch.get('run_hours')?.value).toBe(600);
    if (mmS !== 0) moved++;
  }
  expect(moved).toBeGreaterThan(25);
});
