import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { journalFile } from '../../gateway/journal/file/database.ts';
import type { Desk } from '../harness/desk.ts';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import type { PlatformSide } from '../harness/platformSide.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const GAS = 'rooms.kitchen.gas';

test('an alarm that stands is the same occurrence after guard was killed, after it was stopped, and until it is over', async () => {
  const { stage, building, platform, desk, guard } = await aHouseOnTheAir();
  await building.set(GAS, 60);
  const { occurrence } = await until(
    'the alarm is raised and on disk',
    () => standing(desk)?.durable && standing(desk),
  );
  await until('the platform hears of it', () => causes(platform, occurrence).includes('raised'));

  await guard.kill();
  await until('the platform hears that guard is silent', () => platform.totals?.state?.guardAlive === false);
  desk.forget();
  const second = await stage.guard();
  await until('it stands again', () => standing(desk));
  expect(standing(desk)).toMatchObject({ occurrence, to: 'unacknowledged-active', value: 60 });

  const acknowledged = await stage.lifeline('alarms', 'ack', occurrence, '--run', '.', '--actor', 'Li Wei');
  expect(acknowledged).toMatchObject({ status: 0, out: `acknowledged ${occurrence}\n` });
  await until('the platform hears who acknowledged it', () =>
    causes(platform, occurrence).includes('acknowledged'),
  );
  expect(platform.steps.at(-1)).toMatchObject({
    cause: 'acknowledged',
    actor: 'desk:Li Wei',
    from: 'B',
    to: 'C',
  });
  expect(platform.events.map(({ event }) => event)).toContainEqual(
    expect.objectContaining({ type: 'command', verb: 'acknowledge', actor: 'desk:Li Wei', accepted: true }),
  );

  expect(await second.stop()).toBe(0);
  desk.forget();
  const third = await stage.guard();
  await until('it stands, acknowledged', () => standing(desk));
  expect(standing(desk)).toMatchObject({ occurrence, to: 'acknowledged-active' });
  await building.set(GAS, 0);
  await until('the platform hears that it is over', () => causes(platform, occurrence).includes('returned'));
  expect(causes(platform, occurrence)).toEqual(['raised', 'acknowledged', 'returned']);
  expect(platform.steps.filter(({ rule }) => rule === 'gas-high')).toHaveLength(3);

  expect(await third.stop()).toBe(0);
  await until('the platform has everything', () => platform.totals?.complete);
  expect(platform.eventSequences).toEqual(platform.eventSequences.map((_, i) => i + 1));
  expect(platform.totals).toMatchObject({ missing: 0, conflicts: 0, tombstoned: 0 });
  expect(new Set(platform.events.map(({ epoch }) => epoch)).size).toBe(1);
});

test('what happened to an alarm while the disk was held up is told after all, although guard was killed meanwhile', async () => {
  const { stage, building, platform, desk, guard } = await aHouseOnTheAir();
  await building.set(GAS, 20);
  const { occurrence } = await until(
    'the alarm is raised and on disk',
    () => standing(desk)?.durable && standing(desk),
  );

  const holdUp = new DatabaseSync(journalFile(stage.journal), { timeout: 5_000 }); // guard may be writing
  holdUp.exec('BEGIN IMMEDIATE');
  await building.set(GAS, 60);
  await until('it escalates', () => standing(desk)?.severity === 'red');
  expect(standing(desk)?.durable).toBe(false);
  await desk.ask({
    verb: 'acknowledge',
    occurrence,
    seen: { announcement: standing(desk)?.announcement ?? 0, severity: 'red' },
    actor: 'Li Wei',
  });
  await building.set(GAS, 0);
  await until('it is over', () => standing(desk) === undefined);
  await until('the platform hears that it is over, not yet on the disk', () =>
    causes(platform, occurrence).includes('returned'),
  );
  await guard.kill();
  holdUp.exec('ROLLBACK');
  holdUp.close();
  expect(causes(platform, occurrence)).toEqual(['raised', 'escalated', 'acknowledged', 'returned']);

  const second = await stage.guard();
  await until('the platform hears that it is over, durable', () =>
    platform.events.some(
      ({ event, durable }) => durable && event.type === 'alarm' && event.cause === 'returned',
    ),
  );
  expect(causes(platform, occurrence)).toEqual(['raised', 'escalated', 'acknowledged', 'returned']);
  await until('it is over that the journal could not be written', () =>
    platform.steps.some(({ rule, cause }) => rule === 'gateway.journal' && cause === 'returned'),
  );
  await second.stop();
  await until('the platform has everything', () => platform.totals?.complete);
  expect(platform.eventSequences).toEqual(platform.eventSequences.map((_, i) => i + 1));
});

test('courier, killed and started again, loses nothing and repeats only what is the same', async () => {
  const { stage, building, platform, desk, guard, courier } = await aHouseOnTheAir();
  await until(
    'telemetry flows',
    () => platform.messages.filter(({ kind }) => kind === 'telemetry').length > 2,
  );
  await courier.kill();
  await until('the broker speaks for it', () => platform.totals?.state?.online === false);
  await building.set(GAS, 60);
  await until('an alarm is raised meanwhile', () => standing(desk));
  const second = await stage.courier();
  await until('the platform hears of it', () => platform.steps.some(({ rule }) => rule === 'gas-high'));
  await second.kill();
  await stage.courier();
  expect(await guard.stop()).toBe(0);
  await until('the platform has everything', () => platform.totals?.complete);
  expect(platform.totals).toMatchObject({ missing: 0, conflicts: 0, tombstoned: 0 });
  expect(platform.steps.filter(({ cause }) => cause === 'raised').map(({ rule }) => rule)).toContain(
    'gas-high',
  );
  expect(platform.undecoded).toEqual([]);
});

/** A house whose guard and courier run and whose platform has heard of it. */
async function aHouseOnTheAir() {
  const stage = openStage();
  const broker = await stage.broker();
  const platform = await stage.platform(broker, HOUSE);
  const building = await stage.simulate(houseBuilding);
  const guard = await stage.guard(houseSiteWithUplink(broker.url));
  const courier = await stage.courier();
  const desk = await stage.desk();
  await until('the platform hears the first word', () => platform.events.length > 0);
  return { stage, broker, platform, building, guard, courier, desk };
}

function standing(desk: Desk) {
  return desk.alarm('gas-high');
}

/** What befell an occurrence, as the platform heard it, repetitions left out. */
function causes(platform: PlatformSide, occurrence: string): string[] {
  const seen = new Map(platform.events.map((message) => [`${message.epoch} ${message.seq}`, message.event]));
  return [...seen.values()].flatMap((event) =>
    event.type === 'alarm' && event.occurrence === occurrence ? [event.cause] : [],
  );
}
