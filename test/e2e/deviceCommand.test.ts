import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import { startLifeline } from '../harness/lifeline.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const KIND = 'qdy30a-pressure';

const building = {
  lines: [
    {
      ...{ id: 'l', link: 'l', portSettings: true },
      devices: [
        { id: 'fresh', profile: KIND, unit: 1 },
        { id: 'other', profile: KIND, unit: 12 },
      ],
    },
  ],
};

test('from the command line a device gets an address and a rate, also when it is killed in between; what is taken is refused', async () => {
  const stage = openStage();
  const house = await stage.simulate(building);
  const device = (...args: readonly string[]) =>
    startLifeline(stage.folder, 'device', ...args, '--profile', KIND, '--lang', 'en');

  const taken = await device('address', 'lines/l', '12').ended;
  expect(taken.status).toBe(1);
  expect(taken.err).toContain('somebody already answers at unit 12');
  expect(await placeOf(house)).toEqual([1, 9600]);

  const cut = device('address', 'lines/l', '11');
  await until('it has begun', () => cut.said().out.includes('✓'));
  const { status } = await cut.interrupt();
  // a machine that was too late has let it do everything
  const again = status === 0 ? null : await device('address', 'lines/l', '11').ended;
  expect(again?.err ?? '').toBe('');
  expect(await placeOf(house)).toEqual([11, 9600]);

  const rated = await device('settings', 'lines/l', '--at', '11', '--set', 'baud=19200').ended;
  expect([rated.status, rated.err]).toEqual([0, '']);
  expect(await placeOf(house)).toEqual([11, 19_200]);
  expect(readdirSync(stage.folder).filter((name) => name.startsWith('.lifeline-change'))).toHaveLength(1); // of the refused one
});

async function placeOf(house: Backchannel): Promise<[number, number]> {
  const { devices } = await house.state();
  const fresh = devices.find(({ id }) => id === 'fresh');
  return [fresh?.unit ?? 0, fresh?.serial.baud ?? 0];
}
