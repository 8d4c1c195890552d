import { expect, onTestFinished, test } from 'vitest';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { freePort } from '../harness/mosquitto.ts';
import { PlatformSide } from '../harness/platformSide.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import { WrongClock } from '../harness/wrongClock.ts';
import { makeCertificates } from '../mqtt/certificates.ts';

const TOLERANCE_MS = 1_000;

test('a machine that starts seven days late delivers over TLS at once, calls no time right before NTP, and then every time is', async () => {
  const stage = openStage();
  const certificates = makeCertificates(); // seven days ago the broker's was not valid yet
  onTestFinished(() => certificates.remove());
  const port = await freePort();
  const broker = await stage.broker([
    `certfile ${certificates.path('server.pem')}`,
    `keyfile ${certificates.path('server.key')}`,
    `listener ${port} 127.0.0.1`,
  ]);
  const platform = await PlatformSide.join(`mqtt://127.0.0.1:${port}`, HOUSE);
  stage.onClose(() => platform.leave());
  const building = await stage.simulate(houseBuilding);
  const late = new WrongClock(stage.folder, '-7d');
  const url = broker.url.replace('mqtt:', 'mqtts:');
  const site = houseSiteWithUplink(url, { ca: certificates.path('ca.pem') });
  const { guard, courier } = await stage.onWrongClock(late, site);

  await building.set('rooms.kitchen.gas', 60);
  await until('the alarm arrives', () => platform.steps.find(({ rule }) => rule === 'gas-high'));
  await until('and telemetry', () => platform.messages.some(({ kind }) => kind === 'telemetry'));
  const { boot } = stage.clock;
  const moments = () => [
    ...platform.messages.flatMap((one) => (one.kind === 'telemetry' ? one.parts.map(({ to }) => to) : [])),
    ...platform.steps.flatMap(({ at, onset, declared }) => [at.mono, onset.mono, declared.mono]),
  ];
  const dates = () => moments().map((mono) => ({ mono, ...platform.date({ boot, mono }) }));
  const truth = Date.now() - stage.clock.mono();
  const isRight = ({ mono, utc }: { mono: number; utc: number | null }) =>
    Math.abs((utc ?? 0) - truth - mono) < TOLERANCE_MS;
  expect(dates().filter(isRight)).toEqual([]);
  expect(new Set(dates().map(({ quality }) => quality))).toEqual(new Set(['rtc']));
  expect(courier.words.join('\n')).toContain('dates of the broker');

  late.synchronise();
  await until('guard takes the time', () => platform.totals?.state?.time.quality === 'ntp');
  const before = moments().length;
  await until('life goes on', () => moments().length > before + 2);
  expect(await guard.stop()).toBe(0);
  await until('all of it is there', () => platform.totals?.complete === true);
  expect(await courier.stop()).toBe(0);
  await until('and the last word', () => platform.totals?.state?.online === false);
  expect(platform.totals).toMatchObject({ missing: 0, outstanding: 0, conflicts: 0, complete: true });
  expect(platform.undecoded).toEqual([]);
  expect(dates().filter((one) => one.quality !== 'ntp' || !isRight(one))).toEqual([]);
});
