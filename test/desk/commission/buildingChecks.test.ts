import { expect, test } from 'vitest';
import type { LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import type { AlarmScreen } from '../../../gateway/control/alarmScreen.ts';
import { err, ok } from '../../../gateway/core/result.ts';
import { BuildingChecks } from '../../../gateway/desk/commission/buildingChecks.ts';
import { type DoneChecks, NOTHING_DONE } from '../../../gateway/desk/commission/doneChecks.ts';
import { readSite } from '../../../gateway/site/load.ts';
import { readProfiles } from '../../../gateway/site/profiles.ts';
import { siteProblem } from '../../../gateway/text/siteProblem.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';

const SITE = `
gateway: { id: house-1 }
zones: [{ id: kitchen, name: Kitchen }]
buses: [{ id: l, connection: { type: serial, path: /dev/null, baud: 9600 } }]
devices:
  - { id: gas, profile: ya-k300-s, bus: l, unit: 1, zone: kitchen }
  - { id: box, profile: lifeline-annunciator, bus: l, unit: 3 }
annunciators: [{ device: box, outputs: [{ point: siren, drives: siren, zones: [kitchen] }] }]
uplinks: [{ id: city, url: mqtts://city.example }]
`;

/** Checks of a building on a virtual clock; what guard and the journal say is said by hand. */
function checking(text = SITE) {
  const clock = new VirtualClock();
  const site = readSite(text, 'site.yaml', readProfiles('site.yaml'), []);
  if (!site.ok) throw new Error(JSON.stringify(site.error));
  const said = {
    boot: 'first',
    obeys: true as boolean | null,
    delivered: false,
    guard: true,
    journal: true,
    lift: null as LiftSnapshot | null,
    problems: [] as AlarmScreen['problems'],
    bumped: null as string | null,
  };
  const told: string[] = [];
  const asked: object[] = [];
  let done: DoneChecks = NOTHING_DONE;
  const checks = new BuildingChecks({
    ...{ installation: () => site.value, clock, changed: () => {} },
    screen: () =>
      said.guard
        ? ({
            ...{ boot: said.boot, problems: said.problems },
            annunciation: {
              outputs: [{ point: 'box/siren', drives: 'siren', zones: ['kitchen'], obeys: said.obeys }],
            },
          } as unknown as AlarmScreen)
        : null,
    ask: async (ask) => {
      if (!said.guard) return err({ code: 'control.unreachable', what: 'guard does not answer' });
      asked.push(ask);
      return ok(null);
    },
    newestEvent: async () => (said.journal ? 41 : null),
    liftNow: async (lift) => (lift === 'lift-1' ? said.lift : null),
    isDelivered: async (uplink, event) => {
      if (!said.journal) throw new Error('the disk does not answer');
      return said.delivered && uplink === 'city' && event === 42;
    },
    tell: (command, _actor, detail) => void told.push(`${command} ${detail}`),
    bumped: () => said.bumped,
    done: () => done,
    take: (change) => {
      done = { ...done, ...change(done) };
    },
  });
  checks.start();
  return { clock, checks, said, told, asked, done: () => done };
}

test('a siren is commanded in its zone and heard by a person; what is read back as silent no ear makes good', async () => {
  const { checks, said, told, asked, done } = checking();
  expect(checks.heard('kitchen', true).ok).toBe(false); // nothing sounds yet
  await checks.begin({ test: 'siren', where: 'kitchen' }, 'desk:li');
  expect(asked).toEqual([{ verb: 'test', actor: 'desk:li', zones: ['kitchen'] }]);
  checks.heard('kitchen', true);
  expect(done().building['siren:kitchen']).toMatchObject({ outcome: 'passed', detail: 'box/siren' });
  await checks.begin({ test: 'siren', where: 'kitchen' }, 'desk:li');
  checks.heard('kitchen', false);
  expect(done().building['siren:kitchen']).toMatchObject({ outcome: 'failed', why: 'not-heard' });
  said.obeys = false;
  await checks.begin({ test: 'siren', where: 'kitchen' }, 'desk:li');
  checks.heard('kitchen', true);
  expect(done().building['siren:kitchen']).toMatchObject({ outcome: 'failed', why: 'read-back-silent' });
  expect(told).toEqual([
    'siren-test kitchen passed; box/siren',
    'siren-test kitchen FAILED; not heard: box/siren',
    'siren-test kitchen FAILED; read back silent: box/siren',
  ]);
  expect((await checks.begin({ test: 'siren', where: 'cellar' }, 'desk:li')).ok).toBe(false);
  said.bumped = 'gas/concentration'; // an ear could not tell the two
  expect(await checks.begin({ test: 'siren', where: 'kitchen' }, 'desk:li')).toMatchObject({
    error: { code: 'commission.bump-runs' },
  });
});

test('an uplink is proven by a row that arrived, and has failed when it did not in a minute', async () => {
  const { clock, checks, said, done } = checking();
  await checks.begin({ test: 'uplink', where: 'city' }, 'desk:li');
  await clock.advance(3_000);
  expect(done().building['uplink:city']).toBeUndefined();
  said.journal = false; // cannot be looked into for a while: nothing is concluded from that
  await clock.advance(2_000);
  [said.journal, said.delivered] = [true, true];
  await clock.advance(1_000);
  expect(done().building['uplink:city']).toMatchObject({ outcome: 'passed' });
  said.delivered = false;
  await checks.begin({ test: 'uplink', where: 'city' }, 'desk:li');
  await clock.advance(67_000);
  expect(done().building['uplink:city']).toMatchObject({ outcome: 'failed', why: 'not-acknowledged' });
  said.journal = false;
  expect((await checks.begin({ test: 'uplink', where: 'city' }, 'desk:li')).ok).toBe(false);
});

test('an uplink that nobody is subscribed to, or that is not connected, is told as that', async () => {
  const { clock, checks, said, told, done } = checking();
  for (const [trouble, why] of [
    ['unheard', 'nobody-subscribed'],
    ['unacknowledged', 'not-acknowledged'],
    ['unreachable', 'not-connected'],
  ] as const) {
    const other = siteProblem('uplink.refused', { uplink: 'elsewhere' });
    said.problems = [other, siteProblem(`uplink.${trouble}`, { uplink: 'city' })];
    await checks.begin({ test: 'uplink', where: 'city' }, 'desk:li');
    await clock.advance(67_000);
    expect(done().building['uplink:city']).toMatchObject({ outcome: 'failed', why });
  }
  expect(told).toContain('uplink-test city FAILED; nobody subscribed: > 65 s');
});

test('the supply is proven by another boot and by nothing else', async () => {
  const { clock, checks, said, done } = checking();
  await checks.begin({ test: 'power', where: null }, 'desk:li');
  said.guard = false; // guard alone went and came
  await clock.advance(5_000);
  said.guard = true;
  await clock.advance(5_000);
  expect(done().building.power).toBeUndefined();
  expect(done().powerFrom).toEqual({ boot: 'first', actor: 'desk:li' });
  said.boot = 'second';
  await clock.advance(1_000);
  expect(done().building.power).toMatchObject({ outcome: 'passed', actor: 'desk:li' });
  expect(done().powerFrom).toBe(null);
});

const LIFT = `
gateway: { id: house-1 }
buses: [{ id: shaft, connection: { type: serial, path: /dev/null, baud: 38400 } }]
devices: [{ id: controller, profile: monarch-nice3000plus, bus: shaft, unit: 1 }]
lifts: [{ id: lift-1, name: Lift, devices: [controller], floors: ['1', '2'] }]
`;

test('a ride confirms what the box showed while somebody saw it, and nothing that it has not shown', async () => {
  const { clock, checks, said, told, done } = checking(LIFT);
  const shows = async (direction: string, moving: boolean, doorZone: boolean) => {
    said.lift = {
      ...{ direction: { value: direction }, moving: { value: moving }, doorZone: { value: doorZone } },
      mode: null,
    } as unknown as LiftSnapshot;
    await clock.advance(1_000);
  };
  expect((await checks.begin({ test: 'lift', where: 'lift-1' }, 'desk:li')).ok).toBe(true);
  await shows('down', true, false);
  expect(checks.answerRide('lift-1', 'up', 'right').ok).toBe(false); // it shows something else
  expect(checks.answerRide('lift-1', 'door-zone', 'untold').ok).toBe(false); // another step
  await shows('up', true, false);
  expect(checks.answerRide('lift-1', 'up', 'right').ok).toBe(true);
  expect(checks.answerRide('lift-1', 'door-zone', 'right').ok).toBe(false);
  await shows('none', false, true);
  expect(checks.answerRide('lift-1', 'door-zone', 'right').ok).toBe(true);
  expect(checks.answerRide('lift-1', 'relevelling', 'untold').ok).toBe(true);
  const answers = 'up:right door-zone:right relevelling:untold';
  expect(done().building['lift:lift-1']).toMatchObject({ outcome: 'passed', detail: answers });
  expect(told.at(-1)).toBe(`lift-test lift-1 passed; ${answers}`);
  // a direction that is wired the wrong way round fails
  await checks.begin({ test: 'lift', where: 'lift-1' }, 'desk:li');
  checks.answerRide('lift-1', 'up', 'wrong');
  checks.answerRide('lift-1', 'door-zone', 'untold');
  checks.answerRide('lift-1', 'relevelling', 'untold');
  expect(done().building['lift:lift-1']).toMatchObject({ outcome: 'failed', why: 'shown-otherwise' });
});
