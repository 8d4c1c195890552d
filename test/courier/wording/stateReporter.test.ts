import { expect, test } from 'vitest';
import { StateReporter } from '../../../gateway/courier/wording/stateReporter.ts';
import { decodeState, type StateMessage } from '../../../gateway/telemetry/index.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';

function aReporter() {
  const clock = new VirtualClock();
  const none = { event: { seq: 0, parts: 0 }, telemetry: { seq: 0, parts: 0 } };
  let state: Omit<StateMessage, 'online'> = {
    epoch: 'e0e0e0e0e0e0e0e0',
    boot: clock.boot,
    time: { mono: 0, utc: null, quality: 'unsynced' },
    guardAlive: true,
    journal: 'ok',
    heads: none,
    delivered: none,
  };
  const told: StateMessage[] = [];
  const reporter = new StateReporter({
    clock,
    state: () => state,
    publish: (payload) => {
      const decoded = decodeState(payload);
      if (decoded.ok) told.push(decoded.value);
    },
  });
  const change = (next: Partial<typeof state>) => {
    state = { ...state, ...next };
    reporter.changed();
  };
  return { clock, reporter, told, change };
}

test('state is told on connecting, every minute, and not after the connection is gone', async () => {
  const { clock, reporter, told } = aReporter();
  reporter.start();
  expect(told).toHaveLength(1);
  await clock.advance(180_000);
  expect(told).toHaveLength(4);
  reporter.stop();
  await clock.advance(180_000);
  expect(told).toHaveLength(4);
});

test('a dead guard is told at once, a storm of changes once a second, telemetry alone never', async () => {
  const { clock, reporter, told, change } = aReporter();
  reporter.start();
  await clock.advance(2000);
  change({ guardAlive: false });
  expect(told.at(-1)?.guardAlive).toBe(false);
  for (let turn = 0; turn < 50; turn++) change({ guardAlive: turn % 2 === 0 });
  change({ guardAlive: true });
  expect(told).toHaveLength(2);
  await clock.advance(1000);
  expect(told).toHaveLength(3);
  expect(told.at(-1)?.guardAlive).toBe(true);
  await clock.advance(2000);
  const heads = { event: { seq: 0, parts: 0 }, telemetry: { seq: 9, parts: 4 } };
  change({ heads, delivered: heads });
  await clock.advance(2000);
  expect(told).toHaveLength(3);
});
