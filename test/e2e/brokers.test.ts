import { connect } from 'mqtt';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDrainHouse } from '../harness/drainHouse.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { NatsServer } from '../harness/natsServer.ts';
import { RabbitMq } from '../harness/rabbitMq.ts';
import { BACKLOG_GATEWAY } from '../harness/sharedBacklog.ts';
import { SlowLink } from '../harness/slowLink.ts';
import { until } from '../harness/until.ts';

// Three brokers of different make, as they come from Debian; the same test for each. Order is promised for one topic alone
// (MQTT 3.1.1, 4.6). Two of them keep it across topics; NATS has a consumer for each filter, and they overtake each other.
const BROKERS = {
  'mosquitto (MQTT 5)': { broker: new Mosquitto(), version: 5, keepsOrder: true },
  'RabbitMQ (3.1.1)': { broker: new RabbitMq(), version: 4, keepsOrder: true },
  'NATS (3.1.1)': { broker: new NatsServer(), version: 4, keepsOrder: false },
} as const;
const ROOMY_BITS_PER_S = 20_000_000;

beforeAll(() => Promise.all(Object.values(BROKERS).map(({ broker }) => broker.start())));
afterAll(() => Promise.all(Object.values(BROKERS).map(({ broker }) => broker.remove())));

test.each(Object.entries(BROKERS))(
  '%s: the outage comes home, events first; a cut costs nothing, the will speaks, birth and state are retained',
  async (_name, { broker, version, keepsOrder }) => {
    const cityUrl = `mqtt://127.0.0.1:${broker.port}`;
    const link = await new SlowLink(broker.port, ROOMY_BITS_PER_S).start();
    onTestFinished(() => link.stop());
    const house = await openDrainHouse({ url: link.url, cityUrl, city: { protocolVersion: version } });
    await house.courier();
    await house.midDrain();
    link.cut();
    await until('the will speaks', () => house.proof.wills > 0);
    const proof = await house.proved();
    if (keepsOrder) expect(proof.telemetryBeforeEvents).toBe(0);

    const base = `lifeline/v1/${BACKLOG_GATEWAY}`;
    const kept = new Map<string, Buffer>();
    const newcomer = connect(cityUrl, { protocolVersion: version, clientId: 'newcomer' });
    onTestFinished(() => newcomer.endAsync(true));
    newcomer.on('message', (topic, payload, { retain }) => retain && kept.set(topic, payload));
    await newcomer.subscribeAsync([`${base}/state`, `${base}/birth`], { qos: 1 });
    await until('what is retained is there', () => kept.size === 2);
    expect(house.city.view?.state?.online).toBe(false);
  },
);
