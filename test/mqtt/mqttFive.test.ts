import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { Aedes } from 'aedes';
import { connect, type IPublishPacket } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { Problem } from '../../gateway/core/result.ts';
import { Publisher, SIGNED_CONTENT_TYPE } from '../../gateway/courier/wording/publisher.ts';
import { type LinkOptions, type LinkSession, MqttLink } from '../../gateway/mqtt/mqttLink.ts';
import { overheadBytes, publishOptions, TopicAliases } from '../../gateway/mqtt/publishing.ts';
import { City } from '../courier/city.ts';
import { clock, Field, FieldGuard, GATEWAY } from '../courier/field.ts';
import { freePort, Mosquitto } from '../harness/mosquitto.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { type Certificates, makeCertificates } from './certificates.ts';

let certificates: Certificates;
beforeAll(() => {
  certificates = makeCertificates();
});
afterAll(() => certificates.remove());

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanup.splice(0).toReversed()) await step();
});
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

function aLink(url: string, options: Partial<LinkOptions> = {}) {
  const sessions: LinkSession[] = [];
  const problems: (Problem | null)[] = [];
  const link = new MqttLink({
    url,
    clientId: () => 'test',
    clock,
    retryMs: { first: 10, longest: 40 },
    onUp: (session) => sessions.push(session),
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
  link.start();
  cleanup.push(() => link.stop());
  return { link, sessions, problems };
}

async function listen(server: Server): Promise<number> {
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cleanup.push(() => server.close());
  return port;
}

async function aBroker(lines: readonly string[] = []) {
  const broker = await new Mosquitto(lines).start();
  cleanup.push(() => broker.remove());
  return broker;
}

/** Everything a gateway publishes, as packets. */
async function listener(url: string) {
  const packets: IPublishPacket[] = [];
  const client = connect(url, { protocolVersion: 5 });
  client.on('message', (_topic, _payload, packet) => packets.push(packet));
  cleanup.push(() => client.endAsync(true));
  await client.subscribeAsync('lifeline/v1/#', { qos: 1 });
  return (name: string) => packets.filter(({ topic }) => topic === `lifeline/v1/${GATEWAY}/${name}`);
}

async function aGateway(url: string, more: Record<string, unknown> = {}) {
  const field = new Field([{ id: 'city', url, ...more }]);
  cleanup.push(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 1).start();
  cleanup.push(() => guard.stop());
  return { field, guard };
}

describe('what MQTT 5 adds', () => {
  test('messages say what they are and from where; telemetry alone may expire', async () => {
    const broker = await aBroker();
    const heard = await listener(broker.url);
    const { field, guard } = await aGateway(broker.url, { expiryS: 3600 });
    guard.part(1);
    guard.alarm('gas-high#1');
    await field.courier();
    await eventually(() => expect(heard('state').length).toBeGreaterThan(1));
    await eventually(() => expect(heard('tel')).toHaveLength(1));
    for (const name of ['birth', 'state', 'event', 'tel'])
      expect(heard(name)[0]?.properties).toMatchObject({
        contentType: 'application/cbor',
        userProperties: { gateway: GATEWAY, epoch: expect.stringMatching(/^[0-9a-f]{16}$/) },
      });
    expect(heard('tel')[0]?.properties?.messageExpiryInterval).toBeGreaterThan(3_500);
    for (const name of ['birth', 'state', 'event'])
      expect(heard(name)[0]?.properties).not.toHaveProperty('messageExpiryInterval');
  });

  test('topics that come again and again are known by a number, as far as the broker takes that; before MQTT 5 there is nothing of it', () => {
    const session = {
      version: 5,
      maximumPacketSize: null,
      receiveMaximum: 10,
      topicAliasMaximum: 1,
    } as const;
    const aliases = new TopicAliases(session.topicAliasMaximum);
    const of = (topic: string) => publishOptions(topic, { frequent: true }, session, aliases).properties;
    expect(of('a/tel')).toMatchObject({ topicAlias: 1 });
    expect(of('a/tel')).not.toHaveProperty('topicAlias'); // known by now: the client puts the number itself
    expect(of('a/event')).not.toHaveProperty('topicAlias');
    const all = { contentType: 'x', expiryS: 60, userProperties: { a: 'b' }, frequent: true };
    expect(publishOptions('a/tel', all, { ...session, version: 4 }, aliases)).toEqual({
      qos: 1,
      retain: false,
    });
  });

  test('a broker with topic aliases gets short topics and still every message', async () => {
    const broker = await aBroker(['max_topic_alias 5']);
    const city = await new City().connect(broker.url);
    cleanup.push(() => city.stop());
    const { field, guard } = await aGateway(broker.url);
    for (let number = 1; number <= 30; number++) guard.part(number);
    await field.courier();
    await eventually(() => expect(city.numbers()).toHaveLength(30));
    expect(city).toMatchObject({ undecoded: [], repeated: 0 });
  });

  test('no message is larger on the wire than was reckoned', async () => {
    const sizes: number[] = [];
    const publication = {
      contentType: 'application/senml+cbor',
      expiryS: 60,
      userProperties: { gateway: 'g'.repeat(64), epoch: '0123456789abcdef' },
    };
    const topic = 'a/very/long/topic/of/a/gateway';
    const server = createServer((socket) => {
      socket.once('data', () => {
        socket.write(Buffer.from([0x20, 0x06, 0x00, 0x00, 0x03, 0x22, 0x00, 0x05])); // CONNACK, topic alias maximum 5
        socket.on('data', (packet) => sizes.push(packet.length));
      });
    });
    const { link, sessions } = aLink(`mqtt://127.0.0.1:${await listen(server)}`);
    await eventually(() => expect(sessions).toMatchObject([{ topicAliasMaximum: 5 }]));
    void link.publish(topic, new Uint8Array(1000), { ...publication, frequent: true });
    await eventually(() => expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(1000));
    const reckoned = 1000 + overheadBytes(topic, publication, 5);
    const size = sizes.reduce((sum, part) => sum + part, 0);
    expect(size).toBeLessThanOrEqual(reckoned);
    expect(size).toBeGreaterThan(reckoned - 8);
  });

  test('never more is unacknowledged than the broker takes, whatever is published', async () => {
    const broker = await aBroker(['max_inflight_messages 3', 'max_packet_size 300']);
    const city = await new City().connect(broker.url);
    cleanup.push(() => city.stop());
    const { field, guard } = await aGateway(broker.url);
    for (let number = 1; number <= 60; number++) guard.part(number);
    guard.evidence('gas-high#1');
    await field.courier();
    await eventually(() => expect(city.values.size).toBeGreaterThanOrEqual(60));
    // a broker of whose limit one makes too much hangs up (reason 147)
    expect(field.problems.filter(({ code }) => code.startsWith('broker.'))).toEqual([]);
  });
});

describe('a broker that means no good', () => {
  /** Greets in MQTT 5, and then sends these bytes as often as they are taken. */
  async function sending(bytes: Buffer) {
    let sent = 0;
    const greeted: string[] = [];
    const port = await listen(
      createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', (connect) => {
          greeted.push(connect.toString('latin1'));
          socket.write(Buffer.from([0x20, 0x03, 0x00, 0x00, 0x00]));
          const more = () => {
            while (!socket.destroyed) {
              sent += bytes.length;
              if (!socket.write(bytes)) break;
            }
          };
          socket.on('drain', more);
          more();
        });
      }),
    );
    return { url: `mqtt://127.0.0.1:${port}`, greeted, sent: () => sent };
  }

  test('and sends a packet without end is left before it is kept', async () => {
    const piece = Buffer.alloc(64 * 1024, 0x61);
    const hostile = await sending(piece);
    const begin = Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0x00, 0x01, 0x61]); // PUBLISH of 256 MB on `a`
    begin.copy(piece);
    const before = process.memoryUsage().rss;
    const { problems } = aLink(hostile.url, { retryMs: { first: 60_000, longest: 60_000 } });
    await eventually(() => expect(problems).toMatchObject([{ code: 'broker.packet-too-large' }]));
    expect(process.memoryUsage().rss - before).toBeLessThan(60e6);
    expect(hostile.greeted[0]).toContain('\x27\x00\x04\x00\x00'); // maximum packet size: 256 KiB
  });

  test('and sends with QoS 2, which has to be kept until it takes it back, is left', async () => {
    // PUBLISH, QoS 2, topic `a`, packet id 1
    const hostile = await sending(Buffer.from([0x34, 0x06, 0x00, 0x01, 0x61, 0x00, 0x01, 0x00]));
    const { problems } = aLink(hostile.url, { retryMs: { first: 60_000, longest: 60_000 } });
    await eventually(() => expect(problems).toMatchObject([{ code: 'broker.unasked-qos' }]));
  });

  test('finds another name at every attempt, so that none is held against the next', async () => {
    const names: string[] = [];
    const port = await listen(
      createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', (connect) => {
          names.push(/lifeline-tower-1-city-[0-9a-f]{8}/.exec(connect.toString('latin1'))?.[0] ?? '');
          socket.destroy();
        });
      }),
    );
    const { field } = await aGateway(`mqtt://127.0.0.1:${port}`);
    await field.courier();
    await eventually(() => expect(names.length).toBeGreaterThan(3));
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('');
  });
});

test('what is signed is counted with its content type: it may be as large as is said, and the broker takes it', async () => {
  const broker = await aBroker(['max_packet_size 600']);
  const { link, sessions } = aLink(broker.url);
  await eventually(() => expect(sessions).toHaveLength(1));
  const publisher = new Publisher({
    ...{ site: { id: 'city', prefix: 'lifeline' }, gateway: 'gw', link },
    log: { info: () => {}, problem: () => {} },
    epoch: () => '0123456789abcdef',
  });
  await link.subscribe([publisher.topic('event')]);
  const payload = new Uint8Array(publisher.limitOf('event'));
  expect(await publisher.publish('event', payload, SIGNED_CONTENT_TYPE)).toMatchObject({ ok: true });
  expect(sessions).toHaveLength(1);
});

describe('two clients of one identity', () => {
  /** A broker that greets, and later ends the session with these bytes. */
  async function aRivalry(farewell: readonly number[]) {
    const sockets: Socket[] = [];
    const port = await listen(
      createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => {
          socket.write(Buffer.from([0x20, 0x03, 0x00, 0x00, 0x00])); // CONNACK of MQTT 5
          sockets.push(socket);
        });
      }),
    );
    const time = new VirtualClock();
    let ended = 0;
    const { sessions, problems } = aLink(`mqtt://127.0.0.1:${port}`, {
      clock: time,
      retryMs: { first: 500, longest: 30_000 },
    });
    return {
      problems,
      /** How long is waited for after a session that lasted so long. */
      async waitAfter(sessionMs: number): Promise<number> {
        const due = dueAt(time);
        if (due !== null) await time.advance(due - time.mono());
        await eventually(() => expect(sessions).toHaveLength(ended + 1));
        await time.advance(sessionMs);
        ended++;
        sockets.at(-1)?.end(Buffer.from(farewell));
        await eventually(() => expect(dueAt(time)).not.toBeNull());
        return (dueAt(time) ?? 0) - time.mono();
      },
    };
  }

  const dueAt = (time: VirtualClock): number | null => {
    const entry = time.pending().find((name) => name.startsWith('mqtt reconnect'));
    return entry === undefined ? null : Number(entry.split('@')[1]);
  };

  test('the one that was put out does not fight: it waits far longer than after any other loss', async () => {
    const takenOver = await aRivalry([0xe0, 0x02, 0x8e, 0x00]);
    expect(await takenOver.waitAfter(3_600_000)).toBeGreaterThanOrEqual(15_000);
    expect(takenOver.problems).toMatchObject([{ code: 'broker.taken-over' }]);
    for (let time = 0; time < 6; time++) await takenOver.waitAfter(20_000);
    expect(await takenOver.waitAfter(20_000)).toBeGreaterThan(240_000);
    const lost = await aRivalry([]);
    expect(await lost.waitAfter(3_600_000)).toBeLessThanOrEqual(500);
  });

  test('where the broker only hangs up, the waits grow all the same, and are short again after a good while', async () => {
    const rivalry = await aRivalry([]);
    let wait = 400;
    // both wait alike, so that a session lasts as long as the other one waits
    for (let time = 0; time < 12; time++) wait = await rivalry.waitAfter(wait);
    expect(wait).toBeGreaterThanOrEqual(15_000);
    expect(await rivalry.waitAfter(60_000)).toBeLessThanOrEqual(500);
  });
});

describe('other ways to a broker', () => {
  test('over a websocket', async () => {
    const aedes = await Aedes.createBroker();
    cleanup.push(() => aedes.close());
    const server = createHttpServer();
    const sockets = new WebSocketServer({ server, path: '/mqtt' });
    sockets.on('connection', (socket, request) =>
      aedes.handle(createWebSocketStream(socket) as never, request),
    );
    const { link, sessions } = aLink(`ws://127.0.0.1:${await listen(server)}/mqtt`);
    await eventually(() => expect(sessions).toHaveLength(1));
    expect((await link.publish('a/b', Buffer.from('x'))).ok).toBe(true);
  });

  test.each(['mqtts', 'wss'])(
    'over %s the protocols of the site file are offered in the handshake',
    async (scheme) => {
      const offered: unknown[] = [];
      const server = createTlsServer(
        {
          cert: readFileSync(certificates.path('server.pem')),
          key: readFileSync(certificates.path('server.key')),
          ALPNProtocols: ['x-amzn-mqtt-ca', 'http/1.1'],
        },
        (socket: TLSSocket) => {
          offered.push(socket.alpnProtocol);
          socket.on('error', () => {});
          socket.destroy();
        },
      );
      const port = await listen(server);
      const credentials = { ca: readFileSync(certificates.path('ca.pem')) };
      aLink(`${scheme}://127.0.0.1:${port}/mqtt`, { credentials, alpn: ['x-amzn-mqtt-ca'] });
      await eventually(() => expect(offered[0]).toBe('x-amzn-mqtt-ca'));
      const plain = aLink(`${scheme}://127.0.0.1:${port}/mqtt`, { credentials, clientId: () => 'plain' });
      await eventually(() => expect(offered).toContain(false));
      expect(plain.sessions).toEqual([]);
    },
  );
});
