import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../gateway/core/clock.ts';
import { startFleetServer } from '../../../gateway/platform/ingest/http/fleetServer.ts';
import type { Token } from '../../../gateway/platform/ingest/http/tokens.ts';
import { Tower } from './tower.ts';
import { Workbench } from './workbench.ts';

afterAll(() => Workbench.close());

const sha256 = (token: string) => createHash('sha256').update(token).digest('hex');
const TOKENS: readonly Token[] = [
  { name: 'wall', role: 'view', sha256: sha256('look') },
  { name: 'Li Wei', role: 'act', sha256: sha256('touch') },
];

const LOOKING = [
  '/api/fleet',
  '/api/buildings',
  '/api/buildings/tower-7',
  '/api/buildings/tower-7/hours?point=gas/level&from=2026-06-01T08:00:00Z&to=2026-06-01T09:00:00Z',
  '/api/buildings/tower-7/history?point=gas/level&from=2026-06-01T08:00:00Z&to=2026-06-01T09:00:00Z',
  '/api/alarms',
  '/api/lifts',
];
const ACTING = ['/api/buildings/tower-7/acknowledge', '/api/buildings/tower-7/replay'];

async function served(tokens: readonly Token[] = TOKENS) {
  const bench = await Workbench.open();
  const tower = new Tower('tower-7');
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 10, { sealed: true }), tower.alarm(1, 'gas#1'));
  await bench.take(tower, tower.state(1, 1));
  await bench.seal();
  const { database, births } = bench;
  const server = await startFleetServer({
    ...{ host: '127.0.0.1', port: 0, tokens, database, births, clock: systemClock() },
  });
  if (!server.ok) throw new Error(server.error.what);
  onTestFinished(() => server.value.stop());
  const { port } = server.value;
  /** What is written to the socket as it stands. @returns the status, 0 where the connection ends without one */
  const raw = (text: string): Promise<number> =>
    new Promise((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)));
    });
  const say = (method: string, path: string, token?: string, body = '', headers: readonly string[] = []) =>
    raw(
      [
        `${method} ${path} HTTP/1.1`,
        `host: 127.0.0.1:${port}`,
        'connection: close',
        ...(token === undefined ? [] : [`authorization: Bearer ${token}`]),
        ...(body === ''
          ? []
          : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]),
        ...headers,
        '',
        body,
      ].join('\r\n'),
    );
  return { bench, raw, say };
}

/** The same path in the spellings that routers take for it and that prefixes do not catch. */
function spellings(path: string): string[] {
  return [
    path,
    path.replace('/api/', '/%61pi/'),
    path.replace('/api/', '/a%70i/'),
    path.replace('/api/', '/api%2f'),
    path.replace('/api/', '//api/'),
    path.replace('/api/', '/./api/'),
    path.replace('/api/', '/x/../api/'),
    path.replace('/api/', '/API/'),
    path.replace('/api/', ';/api/'),
    `http://127.0.0.1${path}`,
  ];
}

test('no spelling of a path leads past the tokens, nor past the role', async () => {
  const { say, bench } = await served();
  for (const path of LOOKING) {
    expect(await say('GET', path, 'look'), path).toBe(200);
    for (const spelt of spellings(path)) {
      expect([400, 401, 404], `GET ${spelt}`).toContain(await say('GET', spelt));
      expect([400, 401, 404], `HEAD ${spelt}`).toContain(await say('HEAD', spelt));
    }
  }
  const body = JSON.stringify({ occurrence: 'gas#1' });
  for (const path of ACTING)
    for (const spelt of spellings(path)) {
      expect([400, 401, 404], `POST ${spelt}`).toContain(await say('POST', spelt, undefined, body));
      expect([400, 403, 404], `POST ${spelt}`).toContain(await say('POST', spelt, 'look', body));
    }
  expect(await bench.query('select * from outbox')).toEqual([]);
});

test('without tokens no spelling acts, and no other name is answered', async () => {
  const { say, raw, bench } = await served([]);
  const body = JSON.stringify({ occurrence: 'gas#1' });
  for (const path of ACTING)
    for (const spelt of spellings(path))
      expect([400, 403, 404], spelt).toContain(await say('POST', spelt, undefined, body));
  for (const path of LOOKING)
    for (const spelt of spellings(path).slice(0, -1)) {
      const status = await raw(`GET ${spelt} HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n`);
      expect([400, 403, 404], spelt).toContain(status);
    }
  expect(await bench.query('select * from outbox')).toEqual([]);
});

test('what is malformed or too large is refused as the fault of who asks, and nothing is asked of a gateway', async () => {
  const { say, raw, bench } = await served();
  const refused: string[] = [];
  const refuse = async (name: string, status: Promise<number>): Promise<void> => {
    const got = await status;
    if (got < 400 || got >= 500) refused.push(`${name}: ${got}`);
  };
  const span = 'from=2026-06-01T08:00:00Z&to=2026-06-01T09:00:00Z';
  const acknowledge = ACTING[0] ?? '';
  const replay = ACTING[1] ?? '';
  for (const [method, path, body] of [
    ['GET', `/api/buildings?search=%00`],
    ['GET', `/api/buildings?search=${'a'.repeat(101)}`],
    ['GET', '/api/buildings?limit=501'],
    ['GET', '/api/buildings?limit=1e99'],
    ['GET', '/api/buildings?offset=-1'],
    ['GET', '/api/buildings?offset=99999999999999999999'],
    ['GET', '/api/buildings?standing=fine'],
    ['GET', '/api/buildings?district=%00'],
    ['GET', '/api/buildings?__proto__=1&constructor=2'],
    ['GET', `/api/buildings/${'t'.repeat(65)}`],
    ['GET', '/api/buildings/%00'],
    ['GET', "/api/buildings/'%20or%201=1"],
    ['GET', '/api/buildings/..%2f..%2fetc'],
    ['GET', `/api/buildings/tower-7/hours?point=%00&${span}`],
    ['GET', '/api/buildings/tower-7/hours?point=gas/level&from=9999999-01-01T00:00:00Z&to=now'],
    [
      'GET',
      `/api/buildings/tower-7/history?point=gas/level&from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z`,
    ],
    ['GET', '/api/alarms?district=%00'],
    ['GET', '/api/lifts?district=a&district=b'],
    ['GET', '/api/asked/%00'],
    ['GET', '/api/asked/no-such-id'],
    ['GET', `/api/asked/${'1'.repeat(65)}`],
    ['GET', '/api/fleet/../../package.json'],
    ['GET', '/package.json'],
    ['DELETE', '/api/buildings/tower-7'],
    ['PUT', '/api/fleet'],
    ['POST', acknowledge, ''],
    ['POST', acknowledge, '{'],
    ['POST', acknowledge, '[]'],
    ['POST', acknowledge, 'null'],
    ['POST', acknowledge, '{"occurrence":"gas#1","more":1}'],
    ['POST', acknowledge, '{"__proto__":{"occurrence":"gas#1"}}'],
    ['POST', acknowledge, '{"occurrence":"\\u0000"}'],
    ['POST', acknowledge, '{"occurrence":"gas#1","text":"\\u0000"}'],
    ['POST', acknowledge, `{"occurrence":"gas#1","text":"${'x'.repeat(20_000)}"}`],
    ['POST', acknowledge, '['.repeat(10_000)],
    ['POST', replay, '{"epoch":"e00000000000000a","stream":"event","from":5,"to":1}'],
    ['POST', replay, '{"epoch":"e00000000000000a","stream":"event","from":1,"to":1e300}'],
    ['POST', replay, '{"epoch":"nothing","stream":"event","from":1,"to":2}'],
  ] as const)
    await refuse(
      `${method} ${path.slice(0, 80)} ${(body ?? '').slice(0, 60)}`,
      say(method, path, 'touch', body),
    );
  await refuse('a long path', say('GET', `/${'a'.repeat(20_000)}`, 'touch'));
  await refuse('a long token', say('GET', '/api/fleet', 'x'.repeat(5_000)));
  await refuse('a large header', say('GET', '/api/fleet', 'touch', '', [`x-large: ${'x'.repeat(40_000)}`]));
  await refuse('no HTTP', raw('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n'));
  await refuse('two lengths', say('POST', acknowledge, 'touch', '{}', ['content-length: 5']));
  expect(refused).toEqual([]);
  expect(await bench.query('select * from outbox')).toEqual([]);
  expect(await say('GET', '/api/fleet', 'look')).toBe(200);
});
