import { expect, test } from 'vitest';
import { deviceTiming } from '../../../gateway/alarmTime/deviceTiming.ts';
import { ListenedLine } from '../../../gateway/commission/settings/listenedLine.ts';
import { newOrder } from '../../../gateway/commission/wizard/order.ts';
import { orderHands } from '../../../gateway/commission/wizard/orderHands.ts';
import { OrderRun } from '../../../gateway/commission/wizard/runOrder.ts';
import { profiles } from '../../simulators/bench.ts';
import { polledLine } from '../polledLine.ts';

test('beside guard, a sensor has its address a few seconds after it was connected, however long it was waited for before', async () => {
  const known = profiles.get('wit-hwt9073-485');
  if (known === undefined) throw new Error('no such profile');
  const { unit } = known.serial;
  const bag = [1, 2, 3].map((i) => ({
    ...{ id: `s${i}`, profile: known.id, unit, connected: false, turnaroundMs: 4 + 2 * i },
  }));
  const { clock, line, simulation, connection } = await polledLine([20, 22], bag);
  const listened = new ListenedLine(line, deviceTiming(known), clock);
  const hands = orderHands(listened, known, profiles, clock, () => {});
  const { baud, parity, stopBits } = connection;
  const from = { unit, format: { baud, parity, stopBits } };
  const asked = { line: 'l', profile: known.id, count: bag.length, name: 'Tilt {n}' };
  const run = new OrderRun(newOrder(asked, from, new Set()), known, hands);
  const ended = run.run();
  const took: number[] = [];
  for (const { id } of bag) {
    await clock.advance(40_000); // hands
    const connectedAt = clock.mono();
    simulation.devices.get(id)?.connect(true);
    while (run.order.phase.kind !== 'name') await clock.advance(10);
    took.push(clock.mono() - connectedAt - 1000 * known.timing.bootS);
    await run.tell({ kind: 'named', name: id, place: null });
  }
  await clock.until(ended);
  expect(Math.max(...took)).toBeLessThan(5_000);
});
