import { afterAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../gateway/core/clock.ts';
import { ok, type Problem } from '../../../gateway/core/result.ts';
import { GatewayKeys } from '../../../gateway/platform/ingest/database/gatewayKeys.ts';
import { KnownBirths } from '../../../gateway/platform/ingest/database/knownBirths.ts';
import { keepPartitions, migrate } from '../../../gateway/platform/ingest/database/migrate.ts';
import { Database } from '../../../gateway/platform/ingest/database/postgresPool.ts';
import { Taker } from '../../../gateway/platform/ingest/take/taker.ts';
import {
  aboutTopic,
  decodeAck,
  keyId,
  privateKeyFrom,
  rawPublicKey,
  senmlTelemetry,
  signSign1,
  type TelemetryMessage,
} from '../../../gateway/telemetry/index.ts';
import { Postgres } from '../../harness/postgres.ts';
import { until } from '../../harness/until.ts';
import { type Said, Tower } from './tower.ts';
import { Workbench } from './workbench.ts';

afterAll(() => Workbench.close());

function taking(database: Database, keys = new GatewayKeys(database)) {
  const problems: (Problem | null)[] = [];
  const acknowledged: string[] = [];
  const settled: string[] = [];
  const taker = new Taker({
    ...{ database, births: new KnownBirths(database), keys, clock: systemClock() },
    acknowledge: async (gateway, _topic, bytes) => {
      const ack = decodeAck(bytes);
      if (ack.ok) acknowledged.push(`${gateway} ${ack.value.stream} ${JSON.stringify(ack.value.intervals)}`);
      return ok(undefined);
    },
    onProblem: (problem) => void problems.push(problem),
  });
  onTestFinished(() => taker.stop());
  const take = (tower: Tower, ...said: readonly Said[]): void => {
    for (const [topic, payload] of said)
      taker.take({ gateway: tower.name, topic, payload, retained: false, settle: () => settled.push(topic) });
  };
  return { taker, take, problems, acknowledged, settled };
}

test('a message that PostgreSQL will never take is told and costs no other', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const { taker, take, settled, acknowledged } = taking(bench.database);
  const good = [1, 2, 3, 5, 6, 7].map((seq) => tower.alarm(seq, `gas#${seq}`));
  await bench.query('alter table event add constraint odd check (seq <> 4)');
  take(tower, ...good.slice(0, 3), tower.alarm(4, 'gas#4'), ...good.slice(3));
  await until('all are settled', () => settled.length === 7);
  expect(await bench.have('event')).toBe('{[1,4),[5,8)}');
  expect(await bench.query('select gw, code, messages from refused')).toEqual([
    { gw: 'tower-1', code: 'ingest.not-storable', messages: 1 },
  ]);
  expect(taker.counts).toMatchObject({ messages: 7, refused: 1 });
  expect(acknowledged.join()).toContain('tower-1 event');
});

test('what is no message of a gateway is counted by its kind, and the rest is taken', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const { take, settled } = taking(bench.database);
  const noise = Uint8Array.of(0x82, 0xa0, 0xff);
  for (const topic of ['tel', 'event', 'state', 'reply', 'birth']) take(tower, [topic, noise]);
  take(tower, ['birth/00', tower.document], ['elsewhere', noise], tower.alarm(1, 'gas#1'));
  await until('all are settled', () => settled.length === 8);
  const refused = await bench.query<{ messages: number }>('select messages from refused');
  expect(refused.reduce((sum, { messages }) => sum + messages, 0)).toBe(6);
  expect(await bench.have('event')).toBe('{[1,2)}');
});

test('the other encoding is kept as the same bytes: the same row in both is no conflict', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const { taker, take, settled } = taking(bench.database);
  take(tower, ...tower.births());
  await until('the birth is in', () => settled.length === 2);
  const message: TelemetryMessage = {
    ...{ kind: 'telemetry', epoch: tower.epoch, boot: 'b007b007b007b007', seq: 1, birth: tower.hash },
    time: { mono: 0, utc: Date.UTC(2026, 5, 1, 8), quality: 'ntp' },
    ...{ historical: false, first: 1, last: 1, sealed: true, slice: null, evidence: null },
    parts: [tower.part(1, 1)],
  };
  const sent = { boot: message.boot, mono: 100_000 };
  const pack = senmlTelemetry(message, tower.birth, sent.mono);
  take(tower, ['tel', pack]);
  await until('the pack is in', async () => (await bench.have('telemetry')) === '{[1,2)}');
  take(tower, tower.tel(1, 1, 1, { sealed: true }));
  await until('the columns are settled', () => settled.length === 4);
  await taker.stop();
  expect(taker.counts).toMatchObject({ duplicates: 1, conflicts: 0, refused: 0 });
});

test('while PostgreSQL is away nothing is settled, and everything is when it is back', async () => {
  const postgres = new Postgres();
  onTestFinished(() => postgres.remove());
  await postgres.start();
  const database = new Database({ url: postgres.url });
  onTestFinished(() => database.end());
  await migrate(database);
  await keepPartitions(database, 400, 3650);
  const tower = new Tower();
  const { take, settled, problems } = taking(database);
  await postgres.stop('SIGQUIT');
  take(tower, tower.alarm(1, 'gas#1'));
  await until('it is told', () => problems.some((problem) => problem?.code === 'ingest.database'));
  expect(settled).toEqual([]);
  await postgres.start();
  await until('it is settled', () => settled.length === 1);
  expect(problems.at(-1)).toBeNull();
});

test('of a gateway whose key is known only events that it signed are taken, and they are marked as proven', async () => {
  const bench = await Workbench.open();
  const [tower, other] = [new Tower(), new Tower('tower-2')];
  const [own, foreign] = [1, 2].map((byte) => privateKeyFrom(Buffer.alloc(32, byte).toString('base64')));
  if (own?.ok !== true || foreign?.ok !== true) throw new Error('unreachable');
  await bench.query(
    'insert into gateway_key (gw, kid, public_key) values ($1, $2, $3)',
    ...[tower.name, keyId(own.value), rawPublicKey(own.value).toString('base64')],
  );
  const keys = new GatewayKeys(bench.database);
  await keys.load();
  const { take, settled } = taking(bench.database, keys);
  const signed = (seq: number, key: typeof own.value, about = tower.name): Said => {
    const [topic, payload] = tower.alarm(seq, `gas#${seq}`);
    return [topic, signSign1(payload, key, keyId(own.value), aboutTopic(about, 'event'))];
  };
  take(
    tower,
    signed(1, own.value),
    tower.alarm(2, 'gas#2'),
    signed(3, foreign.value),
    signed(4, own.value, 'tower-2'),
  );
  take(other, other.alarm(1, 'gas#1'));
  await until('all are settled', () => settled.length === 5);
  expect(await bench.query('select gw, seq, proven from event order by gw')).toEqual([
    { gw: 'tower-1', seq: 1, proven: true },
    { gw: 'tower-2', seq: 1, proven: null },
  ]);
});

test('a clock that says what no clock says dates nothing, and holds up neither what is said nor what is sealed', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const { take, settled } = taking(bench.database);
  const absurd = { sealed: true, utc: 9e15 } as const;
  take(tower, ...tower.births(), tower.tel(1, 1, 1, absurd), tower.alarm(1, 'gas#1', { mono: 9e15 }));
  take(tower, tower.alarm(2, 'gas#2'));
  await until('all are settled', () => settled.length === 5);
  expect(await bench.query('select seq, at is null as undated from event order by seq')).toEqual([
    { seq: 1, undated: true },
    { seq: 2, undated: false },
  ]);
  expect(await bench.seal()).toBe(1);
});

test('while full batches come a backlog is on its way, and what can wait gives way', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const { taker, take, settled } = taking(bench.database);
  take(tower, ...tower.births(), tower.state(1, 1));
  await taker.quiet(60_000);
  await until('it is taken', () => settled.length === 3);
  expect(taker.behind).toBe(false);
  take(tower, ...Array.from({ length: 1_500 }, (_, nth) => tower.tel(nth + 1, 1, 1, { sealed: true })));
  let waited = false;
  const quiet = taker.quiet(60_000).then(() => {
    waited = settled.length === 1_503;
  });
  await until('all are taken', () => settled.length === 1_503);
  await quiet;
  expect({ waited, behind: taker.behind }).toEqual({ waited: true, behind: true });
});
