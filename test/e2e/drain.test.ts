import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import { ClockKeeper } from '../../gateway/guard/keepers/clockKeeper.ts';
import { HOUSE_BOOT, openDrainHouse } from '../harness/drainHouse.ts';
import { freePort, Mosquitto } from '../harness/mosquitto.ts';
import { OldBroker } from '../harness/oldBroker.ts';
import { BACKLOG_GATEWAY } from '../harness/sharedBacklog.ts';
import { soak } from '../harness/soak.ts';
import { until } from '../harness/until.ts';
import { makeCertificates } from '../mqtt/certificates.ts';

/** A real mosquitto for one test. */
async function aBroker(lines: readonly string[] = []): Promise<Mosquitto> {
  const broker = await new Mosquitto(lines).start();
  onTestFinished(() => broker.remove());
  return broker;
}

async function anOldBroker(): Promise<OldBroker> {
  const broker = await new OldBroker().start();
  onTestFinished(() => broker.stop());
  return broker;
}

test(`a broker that goes down ${soak(5)} times in mid-drain loses nothing, and gets nothing twice that is not the same`, async () => {
  const broker = await aBroker();
  const house = await openDrainHouse({ url: broker.url });
  await house.courier();
  for (let time = 0; time < soak(5); time++) {
    await house.midDrain();
    await broker.stop();
    await broker.start();
  }
  const proof = await house.proved();
  expect(proof.telemetryBeforeEvents).toBe(0);
  expect(house.codes).toContain('broker.lost');
});

test(`a broker killed ${soak(5)} times in mid-drain, with all it had in memory: an uplink that waits for the platform’s own word loses nothing`, async () => {
  const broker = await aBroker();
  const uplink = { release: 'ack', ackTimeoutS: 10 };
  const house = await openDrainHouse({ url: broker.url, uplink, city: { acknowledgesEveryMs: 50 } });
  await house.courier();
  for (let time = 0; time < soak(5); time++) {
    await house.midDrain();
    await broker.kill();
    await broker.start();
  }
  await house.proved();
});

test('a broker that takes everything and acknowledges nothing is told so, is not flooded, and has it all once it acknowledges', async () => {
  const broker = await anOldBroker();
  broker.mute = true;
  const house = await openDrainHouse({ url: broker.url, city: { protocolVersion: 4 } });
  await house.courier({ stalledMs: 400 });
  await until('it was given up twice', () => connectionsOf(broker) === 3);
  expect(house.codes).toContain('broker.stalled');
  expect(house.city.view?.state?.delivered.event.seq).toBe(0);
  expect(broker.mostUnacknowledged).toBeLessThan(70); // 2 KiB of events; births and state besides
  broker.mute = false;
  expect((await house.proved()).repeated).toBeGreaterThan(0);
});

function connectionsOf({ connections }: OldBroker): number {
  return [...connections].reduce(
    (sum, [name, count]) => (name.startsWith(`lifeline-${BACKLOG_GATEWAY}-city-`) ? sum + count : sum),
    0,
  );
}

/** The name of courier's newest connection, which is another one each time. */
function courierId({ folder }: Mosquitto): string {
  const log = readFileSync(join(folder, 'log'), 'utf8');
  const names = [...log.matchAll(new RegExp(` as (lifeline-${BACKLOG_GATEWAY}-city-[0-9a-f]+) `, 'g'))];
  return names.at(-1)?.[1] ?? 'nobody';
}

test('a session that another client takes over three times in mid-drain loses nothing', async () => {
  const broker = await aBroker(['log_dest file {folder}/log', 'log_type all']);
  const house = await openDrainHouse({ url: broker.url });
  await house.courier();
  for (let time = 0; time < 3; time++) {
    await house.midDrain();
    const thief = connect(broker.url, {
      clientId: courierId(broker),
      protocolVersion: 5,
      reconnectPeriod: 0,
    });
    await new Promise((resolve) => thief.once('connect', resolve));
    await thief.endAsync(true);
  }
  await house.proved();
});

test('a broker that takes packets of 1 KiB at most gets everything, births and evidence in pieces', async () => {
  const broker = await aBroker(['max_packet_size 1024']);
  const house = await openDrainHouse({ url: broker.url });
  house.evidence();
  await house.courier();
  const proof = await house.proved();
  expect(proof.slices).toBeGreaterThan(2);
  expect(house.city.view?.birth?.channels).toHaveLength(20);
  expect(house.codes).not.toContain('uplink.message-too-large');
});

test('a broker that speaks 3.1.1 alone, and hangs up twice in mid-drain, gets everything', async () => {
  const broker = await anOldBroker();
  const house = await openDrainHouse({ url: broker.url, city: { protocolVersion: 4 } });
  await house.courier();
  for (let time = 0; time < 2; time++) {
    await house.midDrain();
    broker.cut();
  }
  await house.proved();
});

test('a broker whose certificate has expired gets nothing, and everything once it was renewed', async () => {
  const certificates = makeCertificates();
  onTestFinished(() => certificates.remove());
  const port = await freePort();
  const broker = await aBroker([
    `certfile ${certificates.path('expired.pem')}`,
    `keyfile ${certificates.path('server.key')}`,
    `listener ${port} 127.0.0.1`,
  ]);
  const house = await openDrainHouse({
    url: broker.url.replace('mqtt:', 'mqtts:'),
    cityUrl: `mqtt://127.0.0.1:${port}`,
    uplink: { ca: certificates.path('ca.pem') },
  });
  await house.courier();
  await until('courier says why', () => house.codes.includes('broker.certificate'));
  expect(house.proof.events.size).toBe(0);
  await broker.stop();
  copyFileSync(certificates.path('server.pem'), certificates.path('expired.pem'));
  await broker.start();
  await house.proved();
});

test('a gateway whose clock is seven days late at boot delivers at once, and every time is right when NTP has come', async () => {
  const late = { ms: 7 * 86_400_000 };
  const real = systemClock({ boot: HOUSE_BOOT });
  const clock = { ...real, utc: () => real.utc() - late.ms };
  let synchronised = false;
  const keeper = new ClockKeeper(
    clock,
    () => ({ synchronised, proven: synchronised ? clock.utc() : Number.NEGATIVE_INFINITY }),
    () => {
      house.guard.clockChanged();
      if (synchronised) noticed.resolve();
    },
  );
  const noticed = Promise.withResolvers<void>();
  onTestFinished(() => keeper.stop());
  const broker = await aBroker();
  const house = await openDrainHouse({
    url: broker.url,
    clock,
    time: () => keeper.time,
    truth: (mono) => real.utc() - real.mono() + mono,
  });
  keeper.start();
  await house.courier();
  await house.midDrain();
  const dates = () =>
    house.proof.wrongTimes((at) => house.city.view?.date(at) ?? { utc: null, quality: 'unsynced' });
  await until('live rows arrive that cannot be dated yet', () => dates().length > 0);
  expect(dates().every((one) => 'quality' in one && one.quality !== 'ntp')).toBe(true);
  await until('the backlog is over', () => house.proof.backlogDone); // nothing else brings the right time
  late.ms = 0;
  synchronised = true;
  await noticed.promise;
  await house.proved();
});

test('a site that is configured anew twice in mid-backlog: every row is read by the birth it was written under', async () => {
  const broker = await aBroker();
  const house = await openDrainHouse({ url: broker.url });
  const { channels } = house.backlog;
  await house.courier();
  await house.midDrain();
  house.reconfigure(channels.slice(5));
  house.livePeriod();
  await broker.stop();
  await house.stopCourier();
  house.configure({ inFlightBytes: 4096 });
  await broker.start();
  await house.courier();
  await house.midDrain();
  house.reconfigure([
    ...channels.slice(0, 12),
    { index: 20, point: 'new/value', name: 'new', unit: 'bar', exponent: -3, profile: 'bench' },
  ]);
  house.livePeriod();
  await house.proved();
  expect(house.city.view?.birth?.channels).toHaveLength(13);
});
