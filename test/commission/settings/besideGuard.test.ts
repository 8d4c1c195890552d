import { expect, test } from 'vitest';
import { deviceTiming } from '../../../gateway/alarmTime/deviceTiming.ts';
import type { Listening } from '../../../gateway/commission/scan/runScan.ts';
import { planChange } from '../../../gateway/commission/settings/changePlan.ts';
import { ListenedLine } from '../../../gateway/commission/settings/listenedLine.ts';
import { carryOn, isChanged, newChange } from '../../../gateway/commission/settings/settingChange.ts';
import type { SerialFormat } from '../../../gateway/core/serialFormat.ts';
import { busProblem } from '../../../gateway/text/problems/busProblems.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { profiles } from '../../simulators/bench.ts';
import { polledLine } from '../polledLine.ts';
import { OWN } from '../scan/scanBench.ts';

const FRESH = [{ id: 'fresh', profile: 'qdy30a-pressure', unit: 1 }];

function known(id: string) {
  const profile = profiles.get(id);
  if (profile === undefined) throw new Error(id);
  return profile;
}

async function setUp(
  { clock, line }: Awaited<ReturnType<typeof polledLine>>,
  setting: string,
  value: number,
  unit = 1,
  format: SerialFormat = OWN,
) {
  const profile = known('qdy30a-pressure');
  const plan = planChange(profile, setting, value, { unit, format });
  if (!plan.ok) throw new Error(plan.error.what);
  const listened = new ListenedLine(line, deviceTiming(profile), clock);
  const hands = { line: listened, clock, keep: () => {}, powerCycle: async () => {} };
  const state = await clock.until(carryOn(newChange(plan.value), profile, hands), 600_000);
  return { state, refusal: listened.refusal };
}

test('beside a guard a fresh sensor gets its address, and no safety read is lost or later than any asked read makes it', async () => {
  const polled = [20, 21, 22, 23];
  const house = await polledLine(polled, FRESH);
  const from = house.clock.mono();
  const { state } = await setUp(house, 'unit', 11);
  expect(state.failure).toBe(null);
  expect(isChanged(state)).toBe(true);
  expect(house.simulation.devices.get('fresh')?.unit).toBe(11);
  // a new address at which nobody answers is no unit that owes a late reply
  expect(house.clock.mono() - from).toBeLessThan(2_500);
  await house.clock.advance(5_000);
  expect(house.lost).toEqual([]);
  const gaps = polled.flatMap((unit) => {
    const times = house.told.of(`d${unit}/a`).map(({ at }) => at.mono);
    return times.flatMap((time, i) => (i > 0 && time > from ? [time - (times[i - 1] ?? 0)] : []));
  });
  expect(Math.max(...gaps)).toBeLessThan(1000 + 100 + 4 * 60);
});

test('what is polled is not changed: its own address and an address that everybody hears are refused, and nothing is written', async () => {
  const house = await polledLine([1, 20], []);
  for (const unit of [1, 20, 0]) {
    const request = { op: 'write-registers', unit, address: 0, values: [11] } as const;
    const asked = house.line.hear({ request, format: OWN, patienceMs: 100, limitMs: 100 });
    const code = unit === 0 ? 'bus.set-all' : 'bus.set-known';
    expect(await house.clock.until(asked)).toMatchObject({ ok: false, error: { code } });
  }
  const { state, refusal } = await setUp(house, 'unit', 11);
  expect(state.failure).toMatchObject({ step: 'write' });
  expect(refusal).toMatchObject({ code: 'bus.set-known' });
});

test('why a rate cannot be asked for is told all the while that the other one is', async () => {
  const clock = new VirtualClock();
  let full = true;
  const hear: Listening['hear'] = async ({ format }) =>
    full && format.baud !== OWN.baud
      ? { ok: false, error: busProblem('bus.no-gap', { limit: 90 }) }
      : { ok: true, value: { bytes: new Uint8Array(), firstMs: null } };
  const line = new ListenedLine({ hear, limitMs: 1000 }, deviceTiming(known('qdy30a-pressure')), clock);
  const look = (baud: number) => {
    const request = { op: 'read', unit: 1, table: 'holding', address: 0, count: 1 } as const;
    return clock.until(line.ask(request, { unit: 1, format: { ...OWN, baud } }));
  };
  await look(4800);
  await look(OWN.baud);
  expect(line.refusal).toMatchObject({ code: 'bus.no-gap' });
  full = false;
  await look(4800);
  expect(line.refusal).toBe(null);
});

test('on a line with a lift no setting is written, to nobody', async () => {
  const house = await polledLine([20], FRESH, true);
  const { state, refusal } = await setUp(house, 'unit', 11);
  expect(state.failure).toMatchObject({ step: 'write', why: 'unsaid' });
  expect(refusal).toMatchObject({ code: 'bus.set-beside-lift' });
  expect(house.simulation.devices.get('fresh')?.unit).toBe(1);
});
