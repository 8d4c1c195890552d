import { expect, test } from 'vitest';
import { createDetector } from '../../../gateway/guard/detect/detector.ts';
import type { DetectInput } from '../../../gateway/guard/detect/types.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { pollerOf } from '../bus/fakeLine.ts';

const HOUR_S = 3600;
const OTHER_POINTS = ['state', 'temperature', 'gas_type', 'range', 'low_setpoint', 'high_setpoint', 'alarm'];
const GAS_ALONE = {
  ...{ id: 'gas-1', profile: 'ya-k300-s', bus: 'rs485', unit: 1 },
  points: Object.fromEntries(OTHER_POINTS.map((point) => [point, { enabled: false }])),
};
const WITHOUT_PAUSE = [{ kind: 'loss-of-sensing', id: 'eager', device: 'gas-1' }];

test('a device that loses every second reply for an hour is announced a few times, not hundreds of times', async () => {
  expect(await announced(everySecond(), WITHOUT_PAUSE)).toBeGreaterThan(100); // the storm is one
  const told = await announced(everySecond());
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(12);
});

test('a lone refusal is not announced, however often there is one', async () => {
  let reads = 0;
  expect(await announced(() => reads++ % 3 === 2, WITHOUT_PAUSE)).toBe(0);
});

/** How often an hour of storm, in which the device refuses these reads, raises its loss of sensing. */
async function announced(refuses: () => boolean, rules: unknown[] = []): Promise<number> {
  const clock = new VirtualClock();
  const installation = installationOf({ ...gasSite, devices: [GAS_ALONE], rules });
  const detector = createDetector(installation);
  const { client, poller, told } = pollerOf(clock, [...installation.devices.values()]);
  client.units.set(1, (request) => {
    const count = request.op === 'read' ? request.count : 0;
    return refuses() ? { exception: 4 } : Array<number>(count).fill(0);
  });
  let state = detector.begin({ boot: clock.boot, mono: 0 });
  let raised = 0;
  const step = (input: DetectInput) => {
    const outcome = detector.step(state, input);
    state = outcome.state;
    for (const effect of outcome.effects)
      if (effect.kind === 'transition' && effect.transition.cause === 'raised') raised++;
  };
  await poller.start();
  for (let s = 0; s < HOUR_S; s++) {
    await clock.advance(1000);
    for (const readings of told.batches.splice(0)) step({ kind: 'readings', readings });
    step({ kind: 'tick', at: { boot: clock.boot, mono: clock.mono() } });
  }
  await clock.until(poller.stop());
  return raised;
}

/** About every second one by chance, the same ones every time (Park and Miller's generator). */
function everySecond(): () => boolean {
  let last = 7;
  return () => {
    last = (last * 16_807) % 2_147_483_647;
    return last < 2_147_483_647 / 2;
  };
}
