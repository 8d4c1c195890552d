import { connect } from 'mqtt';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDrainHouse } from '../harness/drainHouse.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { NatsServer } from '../harness/natsServer.ts';
import { RabbitMq } from '../harness/rabbitMq.ts';
import { BACKLOG_GATEWAY } from '../harness/sharedBacklog.ts';
import { SlowLink } from '../harness/slowLink.ts';
import { until } from '../harness/until.ts';

// Three brokers of different make, as they come from Debian; the same test for each.
const BROKERS = {
  'mosquitto (MQTT 5)': { broker: new Mosquitto(), version: 5 },
  'RabbitMQ (3.1.1)': { broker: new RabbitMq(), version: 4 },
  'NATS (3.1.1)': { broker: new NatsServer(), version: 4 },
} as const;
const ROOMY_BITS_PER_S = 20_000_000;

beforeAll(() => Promise.all(Object.values(BROKERS).map(({ broker }) => broker.start())));
afterAll(() => Promise.all(Object.values(BROKERS).map(({ broker }) => broker.remove())));

test.each(Object.entries(BROKERS))(
  '%s: the outage comes home, events first; a cut costs nothing, the will speaks, birth and state are retained',
  async (_name, { broker, version }) => {
    const cityUrl = `mqtt://127.0.0.1:${broker.port}`;
    const link = await new SlowLink(broker.port, ROOMY_BITS_PER_S).start();
    onTestFinished(() => link.stop());
    const house = await openDrainHouse({ url: link.url, cityUrl, city: { protocolVersion: version } });
    await house.courier();
    await house.midDrain();
    link.cut();
    await until('the will speaks', () => house.proof.wills > 0);
    const proof = await house.proved();
    expect(proof.telemetryBeforeEvents).toBe(0);

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
