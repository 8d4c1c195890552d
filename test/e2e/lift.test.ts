import { expect, onTestFinished, test } from 'vitest';
import type { LiftScreen } from '../../gateway/control/liftScreen.ts';
import type { LiftEvent } from '../../gateway/telemetry/index.ts';
import type { Desk } from '../harness/desk.ts';
import { LIFT_HOUSE, liftBuilding, liftSite } from '../harness/liftHouse.ts';
import type { PlatformSide } from '../harness/platformSide.ts';
import { openStage } from '../harness/stage.ts';
import { StatusReader } from '../harness/statusReader.ts';
import { until } from '../harness/until.ts';

const ALARM = 'lift-a.entrapment';

/** What the platform heard of the lift, of one kind, in the order of the rows. */
function told(platform: PlatformSide, what: string): LiftEvent['details'][] {
  const rows = platform.messages.filter((message) => message.kind === 'event');
  return rows
    .toSorted((a, b) => a.seq - b.seq)
    .flatMap(({ event }) => (event.type === 'lift' && event.what === what ? [event.details] : []));
}

/** Both devices have told of it: the load is known of the controller alone, the door zone of the box. */
async function isKnown(desk: Desk): Promise<boolean> {
  const { lifts } = (await desk.ask({ verb: 'lifts' })) as LiftScreen;
  const { loadPct, doorZone } = lifts[0]?.snapshot ?? {};
  return loadPct?.value != null && doorZone?.value != null;
}

async function phase(desk: Desk): Promise<string | undefined> {
  const { lifts } = (await desk.ask({ verb: 'lifts' })) as LiftScreen;
  return lifts[0]?.entrapment.phase;
}

test('a ride is told as it was; somebody shut in between two floors who presses the button is a red alarm with its dossier, over a kill of guard, until somebody has been there', async () => {
  const stage = openStage();
  const building = await stage.simulate(liftBuilding);
  const broker = await stage.broker();
  const platform = await stage.platform(broker, LIFT_HOUSE);
  const authority = await StatusReader.join(broker.url, 'authority');
  onTestFinished(() => authority.leave());
  const guard = await stage.guard({
    ...liftSite,
    uplinks: [
      { id: 'city', url: broker.url },
      { id: 'authority', url: broker.url, prefix: 'authority', liftStatus: 'gbt24476' },
    ],
  });
  const desk = await stage.desk();
  await stage.courier();
  await until('the lift is known', () => isKnown(desk));
  expect(await phase(desk)).toBe('none');

  await building.lift({ verb: 'ride', lift: 'a', from: 1, to: 2 });
  await until(
    'the ride is over, and its door has shut',
    () => told(platform, 'trip').length > 0 && told(platform, 'door').length > 0,
  );
  expect(told(platform, 'trip')).toMatchObject([{ from: 1, to: 2, mode: 1, atLanding: true }]);
  expect(told(platform, 'door')).toMatchObject([{ door: 1, floor: 1, reversals: 0 }]);

  // an authority is told the record of the standard beside it, and what the lift entered as events
  await until('the authority has the lift at its second floor', () =>
    authority.statuses.some(({ Car_Position, Door_Status }) => Car_Position === 2 && Door_Status === true),
  );
  expect(authority.statuses.at(-1)).toMatchObject({ standard: 'GB/T 24476-2017', Service_Mode: 1 });

  await building.lift({ verb: 'trap', lift: 'a', where: 'between' });
  await building.lift({ verb: 'ride', lift: 'a', from: 2, to: 3 });
  const { occurrence } = await until('somebody is known to be trapped', () => desk.alarm(ALARM));
  await until('the alarm is on the disk', () => desk.alarm(ALARM)?.durable);
  const [dossier] = await until('the platform has the dossier', () => {
    const all = told(platform, 'dossier').filter((one) => one.occurrence === occurrence);
    return all.length > 0 ? all : undefined;
  });
  expect(dossier).toMatchObject({
    rule: ALARM,
    trips: [
      { from: 1, to: 2 },
      { from: 2, atLanding: false },
    ],
  });
  expect(dossier?.snapshot).toMatchObject({ mode: expect.anything(), doors: expect.any(Array) });
  await until('the platform knows of the entrapment', () => told(platform, 'entrapment').at(-1)?.to === 2);

  await guard.kill();
  const second = await stage.guard();
  await until('guard is back', () => desk.alive && desk.alarm(ALARM)?.occurrence === occurrence);
  expect(await phase(desk)).toBe('confirmed');
  await expect(desk.ask({ verb: 'lift-free', lift: 'lift-b', actor: 'Li Wei' })).rejects.toThrow('lift-a');

  await building.lift({ verb: 'free', lift: 'a' });
  await until('the door stands open at a landing', async () => (await phase(desk)) === 'resolved');
  await until('it waits for a hand', () => desk.alarm(ALARM)?.to === 'latched-unacknowledged');
  await until('the platform knows', () => told(platform, 'entrapment').at(-1)?.to === 3);
  await building.lift({ verb: 'inspect', lift: 'a', on: true });
  await until('the authority has heard that somebody inspects the lift', () => authority.events.includes(43));
  expect(platform.totals).toMatchObject({ missing: 0, conflicts: 0 });
  expect(await second.stop()).toBe(0);
});
