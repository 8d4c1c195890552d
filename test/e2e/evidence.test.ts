import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Reading } from '../../drivers/reading.ts';
import { connectControl } from '../../gateway/control/client.ts';
import type { Message, TelemetryMessage } from '../../gateway/telemetry/index.ts';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { openStage, type Stage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const POINT = 'gas/concentration';
const WINDOW_S = 3; // a minute in the field
const EDGE_MS = 200;

/** Every reading of the gas sensor as guard had it. */
function gasReadings(stage: Stage): Reading[] {
  const heard: Reading[] = [];
  const client = connectControl(join(stage.folder, 'desk.sock'), stage.clock, {
    name: 'witness',
    topics: ['readings'],
    onPush: (push) => {
      if (push.push === 'readings') heard.push(...push.readings.filter(({ point }) => point === POINT));
    },
  });
  stage.onClose(() => client.stop());
  return heard;
}

/** Value by time, in the order of time, of one point in the evidence of an occurrence. */
function samplesOf(messages: readonly Message[], occurrence: string): (readonly [number, unknown])[] {
  const birth = messages.find((message) => message.kind === 'birth')?.birth;
  const channel = birth?.channels.find(({ point }) => point === POINT)?.index;
  const rows = messages.filter(
    (message): message is TelemetryMessage => message.kind === 'telemetry' && message.evidence === occurrence,
  );
  return rows
    .flatMap(({ parts }) => parts.flatMap(({ samples }) => samples))
    .flatMap(({ times, columns }) => {
      const values = columns.find((column) => column.channel === channel)?.values ?? [];
      return values.map((value, row) => [times[row] ?? 0, value] as const);
    })
    .toSorted(([a], [b]) => a - b);
}

test('the platform gets what led to an alarm and what followed it, each sample once, over an outage in the middle of it', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const broker = await stage.broker();
  const platform = await stage.platform(broker, HOUSE);
  const guard = await stage.guard({ ...houseSiteWithUplink(broker.url), journal: { evidenceS: WINDOW_S } });
  const heard = gasReadings(stage);
  await stage.courier();
  await until('some readings have come', () => heard.length > WINDOW_S + 1);

  await building.set('rooms.kitchen.gas', 60);
  const { occurrence, declared } = await until('the platform hears of the alarm', () =>
    platform.steps.find(({ rule, cause }) => rule === 'gas-high' && cause === 'raised'),
  );
  const evidence = () => platform.totals?.evidence.get(occurrence);
  await until('what led to it is there', evidence);
  expect(platform.totals).toMatchObject({ missing: 0, conflicts: 0 });

  await broker.stop();
  await building.set('rooms.kitchen.gas', 30);
  const passed = (mono: number) => heard.some(({ at }) => at.mono > mono);
  await until('the time after it is over', () => passed(declared.mono + (WINDOW_S + 2) * 1000));
  await broker.start();

  // the edges of the window are those of guard's own clock, which the wire tells in whole milliseconds
  const within = heard.filter(({ at }) => Math.abs(at.mono - declared.mono) <= WINDOW_S * 1000 - EDGE_MS);
  const expected = within.map(({ at, value }) => [Math.round(at.mono), value] as const);
  const times = () => samplesOf(platform.messages, occurrence).map(([time]) => time);
  await until('all of it is there', () => expected.every(([time]) => times().includes(time)));
  expect(samplesOf(platform.messages, occurrence)).toEqual(expect.arrayContaining(expected));
  expect(new Set(times()).size, 'each sample once').toBe(times().length);
  expect(Math.max(...times()) - declared.mono).toBeLessThan(WINDOW_S * 1000 + EDGE_MS);
  expect(declared.mono - Math.min(...times())).toBeLessThan(WINDOW_S * 1000 + EDGE_MS);
  expect(new Set(expected.map(([, value]) => value))).toEqual(new Set([0, 60, 30]));
  expect(expected.length).toBeGreaterThan(WINDOW_S); // a busy machine loses a reading now and then

  expect(await guard.stop()).toBe(0);
  await until('the platform has everything', () => platform.totals?.complete);
  expect(platform.totals).toMatchObject({ missing: 0, conflicts: 0, tombstoned: 0 });
});
