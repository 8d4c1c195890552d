import { createHash } from 'node:crypto';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../gateway/core/clock.ts';
import { startFleetServer } from '../../../gateway/platform/ingest/http/fleetServer.ts';
import { readTokens, type Token } from '../../../gateway/platform/ingest/http/tokens.ts';
import { Tower } from './tower.ts';
import { Workbench } from './workbench.ts';

afterAll(() => Workbench.close());

const sha256 = (token: string) => createHash('sha256').update(token).digest('hex');
const TOKENS: readonly Token[] = [
  { name: 'wall', role: 'view', sha256: sha256('look') },
  { name: 'Li Wei', role: 'act', sha256: sha256('touch') },
];

type Asked = { readonly status: number; readonly body: unknown };

async function served(tokens: readonly Token[] = TOKENS) {
  const bench = await Workbench.open();
  const tower = new Tower('tower-7');
  const other = new Tower('tower-8', 'e00000000000000b', { name: '100% west_wing' });
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 10, { sealed: true }), tower.tel(2, 1, 2));
  await bench.take(tower, tower.alarm(1, 'gas#1'), tower.state(1, 2));
  await bench.take(other, ...other.births(), other.state(0, 0, { online: false }));
  await bench.seal();
  const { database, births } = bench;
  const server = await startFleetServer({
    ...{ host: '127.0.0.1', port: 0, tokens, database, births, clock: systemClock() },
  });
  if (!server.ok) throw new Error(server.error.what);
  onTestFinished(() => server.value.stop());
  const url = `http://127.0.0.1:${server.value.port}`;
  const ask = async (path: string, token?: string, body?: object, headers = {}): Promise<Asked> => {
    const answer = await fetch(`${url}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    return { status: answer.status, body: await answer.json() };
  };
  return { bench, ask, url };
}

test('buildings are found by id and name, in their districts, the worst first', async () => {
  const { ask } = await served();
  expect((await ask('/api/fleet', 'look')).body).toMatchObject({
    districts: [{ district: '', wrong: 1, blind: 0, silent: 1, incomplete: 0, well: 0 }],
  });
  expect((await ask('/api/buildings', 'look')).body).toMatchObject({
    total: 2,
    rows: [
      { gw: 'tower-7', standing: 'wrong', red: 1 },
      { gw: 'tower-8', standing: 'silent' },
    ],
  });
  for (const [search, found] of [
    ['ER-8', ['tower-8']],
    ['楼', ['tower-7']],
    ['100%', ['tower-8']],
    ['west_', ['tower-8']],
    ['r_7', []],
  ] as const) {
    const { body } = await ask(`/api/buildings?search=${encodeURIComponent(search)}`, 'look');
    expect((body as { rows: { gw: string }[] }).rows.map(({ gw }) => gw)).toEqual(found);
  }
});

test('one building with its alarms and values; its history by the hour, and as it came, with what is not sealed yet', async () => {
  const { ask } = await served();
  expect((await ask('/api/buildings/tower-7', 'look')).body).toMatchObject({
    standing: 'wrong',
    alarms: [{ occurrence: 'gas#1', rule_zh: '燃气' }],
    values: [
      { point: 'door/open', text: 'true' },
      { point: 'gas/level', number: 1.1 },
      { point: 'water/pressure' },
    ],
    events: [{ seq: 1, type: 'alarm' }],
  });
  const span = 'from=2026-06-01T08:08:30Z&to=2026-06-01T09:00:00Z';
  expect((await ask(`/api/buildings/tower-7/hours?point=gas/level&${span}`, 'look')).body).toMatchObject([
    { hour: Date.parse('2026-06-01T08:00:00Z'), n: 600 },
  ]);
  expect((await ask(`/api/buildings/tower-7/history?point=gas/level&${span}`, 'look')).body).toEqual(
    [
      ['08:09', 0, 1.09],
      ['08:10', 0, 1.1],
      ['08:11', 1, 2.01],
      ['08:12', 1, 2.02],
    ].map(([time, min, mean]) => ({
      ...{
        at: Date.parse(`2026-06-01T${time}:00Z`),
        min,
        mean,
        max: Number(min) + 6,
        n: 60,
        quality: 'good',
      },
    })),
  );
  expect((await ask(`/api/buildings/tower-7/history?point=door/open&${span}`, 'look')).body).toMatchObject([
    { value: false },
    { value: true },
    { value: false },
    { value: true },
  ]);
  expect((await ask('/api/buildings/tower-9', 'look')).status).toBe(404);
  expect(
    (await ask('/api/buildings/tower-7/hours?point=gas/level&from=yesterday&to=now', 'look')).status,
  ).toBe(400);
});

test('who has no token sees nothing, who may look does not act, who acts is named in what is asked', async () => {
  const { ask, bench } = await served();
  const acknowledge = (token?: string) =>
    ask('/api/buildings/tower-7/acknowledge', token, { occurrence: 'gas#1' });
  expect((await ask('/api/fleet')).status).toBe(401);
  expect((await ask('/api/fleet', 'guess')).status).toBe(401);
  expect((await acknowledge('look')).status).toBe(403);
  const asked = await acknowledge('touch');
  expect(asked.status).toBe(202);
  expect(await bench.query('select gw, ask, asked_by from outbox')).toMatchObject([
    { gw: 'tower-7', asked_by: 'Li Wei', ask: { kind: 'acknowledge', actor: 'Li Wei', announcement: 1 } },
  ]);
  const { id } = asked.body as { id: string };
  expect((await ask(`/api/asked/${id}`, 'look')).body).toMatchObject({ outcome: null });
  const wrong = await ask('/api/buildings/tower-7/acknowledge', 'touch', { occurrence: 'gas#9' });
  expect(wrong).toMatchObject({ status: 409, body: { code: 'alarm.not-standing' } });
});

test('without tokens this machine alone may look, by its own name alone, and nobody acts', async () => {
  const { ask, url, bench } = await served([]);
  expect((await ask('/api/fleet')).status).toBe(200);
  expect((await ask('/api/buildings/tower-7/acknowledge', undefined, { occurrence: 'gas#1' })).status).toBe(
    403,
  );
  const rebound = await new Promise<number>((resolve, reject) => {
    const { port } = new URL(url);
    void import('node:http').then(({ get }) =>
      get({ host: '127.0.0.1', port, path: '/api/fleet', headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      }).on('error', reject),
    );
  });
  expect(rebound).toBe(403);
  const { database, births } = bench;
  const open = await startFleetServer({
    ...{ host: '0.0.0.0', port: 0, tokens: [], database, births, clock: systemClock() },
  });
  expect(open).toMatchObject({ ok: false, error: { code: 'ingest.http-open' } });
});

test('the file of tokens holds hashes, and says what is wrong with it', () => {
  const good = readTokens(`- { name: wall, role: view, sha256: ${sha256('look')} }`, 'tokens.yaml');
  expect(good).toMatchObject({ ok: true, value: [{ name: 'wall', role: 'view' }] });
  const bad = readTokens('- { name: wall, role: admin, sha256: look }', 'tokens.yaml');
  expect(bad).toMatchObject({
    ok: false,
    error: { code: 'ingest.tokens', what: expect.stringContaining('role') },
  });
});
