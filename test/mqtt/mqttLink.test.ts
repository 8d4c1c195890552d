import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Problem } from '../../gateway/core/result.ts';
import { type LinkOptions, type LinkSession, MqttLink } from '../../gateway/mqtt/mqttLink.ts';
import { City } from '../courier/city.ts';
import { clock, Field, FieldGuard } from '../courier/field.ts';
import { freePort, Mosquitto } from '../harness/mosquitto.ts';
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

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 10 });
const pem = (name: Parameters<Certificates['path']>[0]) => readFileSync(certificates.path(name));

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

async function aBroker(lines: readonly string[] = []) {
  const broker = await new Mosquitto(lines).start();
  cleanup.push(() => broker.remove());
  return broker;
}

async function serve(onSocket: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer(onSocket);
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cleanup.push(() => server.close());
  return port;
}

async function anAedes(): Promise<string> {
  const aedes = await Aedes.createBroker();
  const port = await serve(aedes.handle);
  cleanup.push(() => aedes.close());
  return `mqtt://127.0.0.1:${port}`;
}

const tls = () => [
  `cafile ${certificates.path('ca.pem')}`,
  `certfile ${certificates.path('server.pem')}`,
  `keyfile ${certificates.path('server.key')}`,
];

describe('a link to a broker', () => {
  test('speaks MQTT 5 where it can and says what the broker asks for', async () => {
    const broker = await aBroker(['max_packet_size 5000', 'max_inflight_messages 7']);
    const { link, sessions } = aLink(broker.url);
    await eventually(() =>
      expect(sessions).toMatchObject([{ version: 5, maximumPacketSize: 5000, receiveMaximum: 7 }]),
    );
    expect(await link.publish('a/b', Buffer.from('x'))).toMatchObject({
      error: { code: 'broker.nobody-listens' },
    });
    expect((await link.publish('a/b', Buffer.from('x'), { retain: true })).ok).toBe(true);
    await link.subscribe(['a/b']);
    expect(await link.publish('a/b', Buffer.from('x'))).toEqual({ ok: true, value: undefined });
  });

  test('falls back to MQTT 3.1.1 where the broker refuses 5, without a complaint, and remembers it', async () => {
    const url = await anAedes();
    const { link, sessions, problems } = aLink(url);
    await eventually(() => expect(sessions).toMatchObject([{ version: 4, maximumPacketSize: null }]));
    expect((await link.publish('a/b', Buffer.from('x'))).ok).toBe(true);
    link.drop();
    await eventually(() => expect(sessions).toHaveLength(2));
    expect(problems).toMatchObject([{ code: 'broker.lost' }, null]);
  });

  test('falls back where the broker only hangs up on version 5', async () => {
    const aedes = await Aedes.createBroker();
    cleanup.push(() => aedes.close());
    const port = await serve((socket) => {
      socket.once('data', (connect) => {
        // byte 8 of CONNECT is the protocol level
        if (connect[8] === 5) socket.destroy();
        else {
          socket.unshift(connect);
          aedes.handle(socket);
        }
      });
    });
    const { sessions, problems } = aLink(`mqtt://127.0.0.1:${port}`);
    await eventually(() => expect(sessions).toMatchObject([{ version: 4 }]));
    expect(problems).toEqual([]);
  });

  test('a broker that took version 5 is not doubted for hanging up while it restarts', async () => {
    const broker = await aBroker();
    const { sessions } = aLink(broker.url);
    await eventually(() => expect(sessions).toHaveLength(1));
    const { port } = broker;
    await broker.stop();
    let hungUp = 0;
    const rude = createServer((socket) => {
      socket.once('data', () => {
        hungUp++;
        socket.destroy();
      });
    });
    await new Promise<void>((resolve) => rude.listen(port, '127.0.0.1', resolve));
    await eventually(() => expect(hungUp).toBeGreaterThan(2));
    await new Promise((resolve) => rude.close(resolve));
    await broker.start();
    await eventually(() => expect(sessions).toHaveLength(2));
    expect(sessions[1]?.version).toBe(5);
  });

  test('TLS with a client certificate', async () => {
    const broker = await aBroker([...tls(), 'require_certificate true']);
    const url = broker.url.replace('mqtt:', 'mqtts:');
    const mine = { ca: pem('ca.pem'), cert: pem('client.pem'), key: pem('client.key') };
    const known = aLink(url, { credentials: mine });
    await eventually(() => expect(known.sessions).toMatchObject([{ version: 5 }]));
    const unknown = aLink(url, { clientId: () => 'other', credentials: { ca: pem('ca.pem') } });
    await eventually(() => expect(unknown.problems.length).toBeGreaterThan(0));
    expect(unknown.problems[0]?.hint).toMatch(/client ?certificate/i);
    expect(unknown.sessions).toEqual([]);
  });

  test('what was given out and not acknowledged fails when the connection breaks, and nothing is queued behind our back', async () => {
    const published: string[] = [];
    const port = await serve((socket) => {
      socket.once('data', () => {
        socket.write(Buffer.from([0x20, 0x03, 0x00, 0x00, 0x00])); // CONNACK of MQTT 5
        socket.on('data', (packet) => {
          published.push(packet.toString('latin1').slice(-5));
          socket.destroy();
        });
      });
      socket.on('error', () => {});
    });
    const { link, sessions } = aLink(`mqtt://127.0.0.1:${port}`);
    await eventually(() => expect(sessions).toHaveLength(1));
    expect(await link.publish('a/b', Buffer.from('first'))).toMatchObject({ ok: false });
    expect(await link.publish('a/b', Buffer.from('never'))).toMatchObject({ ok: false });
    await eventually(() => expect(sessions).toHaveLength(2));
    expect(await link.publish('a/b', Buffer.from('other'))).toMatchObject({ ok: false });
    expect(published).toEqual(['first', 'other']);
    await link.stop();
    expect(await link.publish('a/b', Buffer.from('never'))).toMatchObject({ ok: false });
  });
});

describe('what is wrong with a broker is said once, with what to do', () => {
  const problemOf = async (url: string, options: Partial<LinkOptions> = {}) => {
    const { link, problems } = aLink(url, options);
    await eventually(() => expect(problems).toHaveLength(1));
    await link.stop();
    return problems[0];
  };

  test('nothing listens, unknown host, no MQTT, no TLS', async () => {
    const port = await freePort();
    expect(await problemOf(`mqtt://user:pw@127.0.0.1:${port}`)).toMatchObject({
      code: 'broker.refused',
      where: `mqtt://127.0.0.1:${port}`,
    });
    expect(await problemOf('mqtt://no-such-broker.invalid')).toMatchObject({ code: 'broker.unknown-host' });
    const closing = await serve((socket) => socket.destroy());
    expect(await problemOf(`mqtt://127.0.0.1:${closing}`)).toMatchObject({ code: 'broker.unfriendly' });
    const broker = await aBroker();
    expect(await problemOf(broker.url.replace('mqtt:', 'mqtts:'))).toMatchObject({ code: 'broker.no-tls' });
  });

  test('wrong password', async () => {
    const strict = await aBroker(['allow_anonymous false', 'password_file /dev/null']);
    expect(await problemOf(strict.url, { credentials: { username: 'gw', password: 'wrong' } })).toMatchObject(
      { code: 'broker.not-allowed' },
    );
  });

  test('certificates: unknown authority, expired, unusable files of our own', async () => {
    const broker = await aBroker(tls());
    const url = broker.url.replace('mqtt:', 'mqtts:');
    expect(await problemOf(url)).toMatchObject({
      code: 'broker.certificate',
      hint: expect.stringContaining("'ca'"),
    });
    const old = await aBroker(tls().map((line) => line.replace('server.pem', 'expired.pem')));
    expect(
      await problemOf(old.url.replace('mqtt:', 'mqtts:'), { credentials: { ca: pem('ca.pem') } }),
    ).toMatchObject({ code: 'broker.certificate', hint: expect.stringContaining('clock') });
    expect(await problemOf(url, { credentials: { ca: Buffer.from('no certificate') } })).toMatchObject({
      code: 'broker.certificate',
    });
    expect(
      await problemOf(url, { credentials: { cert: Buffer.from('nothing'), key: Buffer.from('nothing') } }),
    ).toMatchObject({ code: 'broker.certificate' });
  });

  test('a wrong certificate of one broker stops neither the other uplink nor courier', async () => {
    const secure = await aBroker(tls());
    const healthy = await aBroker();
    const city = await new City().connect(healthy.url);
    cleanup.push(() => city.stop());
    const field = new Field([
      { id: 'strange', url: secure.url.replace('mqtt:', 'mqtts:') },
      { id: 'city', url: healthy.url },
    ]);
    cleanup.push(() => field.remove());
    const guard = await new FieldGuard(field, ['city', 'strange']).start();
    cleanup.push(() => guard.stop());
    await field.courier();
    guard.part(1);
    guard.alarm('gas-high#1');
    await eventually(() => expect(city.events.size + city.values.size).toBe(2));
    guard.part(2);
    await eventually(() => expect(city.numbers()).toEqual([1, 2]));
    expect(field.problems).toMatchObject([{ code: 'broker.certificate' }]);
  });
});
