import { isDeepStrictEqual } from 'node:util';
import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import { privateKeyFrom, rawPublicKey } from '../../gateway/telemetry/index.ts';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { IngestStage } from '../harness/ingestStage.ts';
import { soak } from '../harness/soak.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import { Tower } from '../platform/ingest/tower.ts';

const OPS = Buffer.alloc(32, 7).toString('base64');

function publicOf(secret: string): string {
  const key = privateKeyFrom(secret);
  if (!key.ok) throw new Error(key.error.what);
  return rawPublicKey(key.value).toString('base64');
}

const GAPS = `select gw, stream, rows::text from lifeline.wanted`;

test('a real gateway is complete in PostgreSQL though ingest is killed, PostgreSQL restarts and rows are deleted by hand', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const platform = await IngestStage.open(stage);
  const key = { key: { id: 'ops', file: stage.write('ops.key', OPS) } };
  let ingest = await platform.ingest('one', key);
  await platform.ingest('two', key);
  const commandKeys = [
    { id: 'ops', publicKey: publicOf(OPS), may: ['acknowledge', 'replay', 'birth', 'ping'] },
  ];
  const site = houseSiteWithUplink(platform.broker.url, { release: 'ack', commandKeys });
  await stage.guard({ ...site, journal: { segmentParts: 3 } });
  await stage.courier();
  const rows = async (stream: string): Promise<number> => {
    const [found] = await platform.query<{ rows: number }>(
      `select coalesce(sum(upper(r) - lower(r)), 0)::int as rows from lifeline.have h cross join unnest(h.rows) r
        where gw = $1 and stream = $2`,
      ...[HOUSE, stream],
    );
    return found?.rows ?? 0;
  };
  await until('rows of telemetry are whole', async () => (await rows('telemetry')) >= 2);
  // two processes share what it says at its start; what one of them stored late is said again within a minute
  await until(
    'it is known by name, online and guarded',
    async () => {
      const [gateway] = await platform.query('select gw, name_zh, online, guard_alive from lifeline.gateway');
      return isDeepStrictEqual(gateway, { gw: HOUSE, name_zh: '小楼', online: true, guard_alive: true });
    },
    90,
  );

  // an alarm, acknowledged from afar by a line of SQL
  await building.set('rooms.kitchen.gas', 60);
  const alarm = await until('the alarm stands', async () => {
    const [row] = await platform.query<{ occurrence: string }>(
      `select occurrence from lifeline.alarm where rule = 'gas-high' and state <> 'A'`,
    );
    return row;
  });
  const [asked] = await platform.query<{ id: string }>(
    `select lifeline.ask_acknowledge($1, $2, 'Li Wei') as id`,
    ...[HOUSE, alarm.occurrence],
  );
  const outcome = await until('the gateway answers', async () => {
    const [row] = await platform.query('select outcome, reply from lifeline.outbox where id = $1', asked?.id);
    return row?.outcome === null ? null : row;
  });
  expect(outcome).toMatchObject({ outcome: 'done', reply: { ok: true, code: 'done' } });
  await until('the alarm is acknowledged here too', async () => {
    const [row] = await platform.query<{ doc: { actor: string } }>(
      `select doc from lifeline.event where doc ->> 'cause' = 'acknowledged'`,
    );
    return row?.doc.actor === 'courier:platform:city:Li Wei';
  });

  for (let kill = 0; kill < 3; kill++) {
    const before = await rows('telemetry');
    await ingest.kill();
    ingest = await platform.ingest('one', key);
    await until('rows go on', async () => (await rows('telemetry')) > before);
  }
  const before = await rows('telemetry');
  await platform.postgres.stop('SIGQUIT');
  await platform.postgres.start();
  await until('rows go on after PostgreSQL', async () => (await rows('telemetry')) > before + 1);

  const sealed = await until('a row is sealed', async () => {
    const [row] = await platform.query<{ seq: string }>(
      'select seq from lifeline.segment order by seq limit 1',
    );
    return row;
  });
  await platform.query('delete from lifeline.segment where seq = $1', sealed.seq);
  await platform.query('delete from lifeline.event where seq = 2');
  expect(await platform.query(GAPS)).toEqual(
    expect.arrayContaining([
      { gw: HOUSE, stream: 'event', rows: '{[2,3)}' },
      expect.objectContaining({ gw: HOUSE, stream: 'telemetry' }),
    ]),
  );
  await until(
    'the event is back',
    async () => (await platform.query('select from lifeline.event where seq = 2')).length > 0,
  );
  await until(
    'the row of telemetry is back',
    async () => (await platform.query('select from lifeline.segment where seq = $1', sealed.seq)).length > 0,
  );
  await until('nothing is missing', async () => (await platform.query(GAPS)).length === 0);
  expect(await platform.query('select * from lifeline.conflict')).toEqual([]);
  expect(await platform.query('select * from lifeline.refused')).toEqual([]);
  expect(await platform.query(`select gw from lifeline.birth_wanted`)).toEqual([]);
});

test('an ingest killed in mid-batch again and again loses nothing and has nothing twice', async () => {
  const stage = openStage();
  const platform = await IngestStage.open(stage);
  let ingest = await platform.ingest();
  const broker = await connectAsync(platform.broker.url);
  stage.onClose(() => broker.endAsync(true));
  const towers = Array.from({ length: 20 }, (_, nth) => new Tower(`tower-${nth}`));
  const segments = 12;
  const parts = 10;
  for (const tower of towers)
    for (const [topic, payload] of tower.births())
      await broker.publishAsync(`lifeline/v1/${tower.name}/${topic}`, Buffer.from(payload), { qos: 1 });
  const committed = async (): Promise<number> => {
    const [row] = await platform.query<{ n: number }>(
      `select ((select count(*) from lifeline.open_part) + (select coalesce(sum(cardinality(digests)), 0) from lifeline.segment))::int as n`,
    );
    return row?.n ?? 0;
  };
  for (let kill = 0; kill < soak(5); kill++) {
    const before = await committed();
    const first = kill * segments + 1;
    const sent = towers.flatMap((tower) =>
      Array.from({ length: segments * parts }, (_, nth) => {
        const [seq, part] = [first + Math.floor(nth / parts), (nth % parts) + 1];
        const [topic, payload] = tower.tel(seq, part, part, { sealed: part === parts });
        return broker.publishAsync(`lifeline/v1/${tower.name}/${topic}`, Buffer.from(payload), { qos: 1 });
      }),
    );
    await until('a batch is in', async () => (await committed()) > before);
    await ingest.kill();
    await Promise.all(sent);
    ingest = await platform.ingest();
  }
  const last = soak(5) * segments;
  await until('all rows of all are here', async () => {
    const [row] = await platform.query<{ n: number }>(
      `select count(*)::int as n from lifeline.have where rows = int8multirange(int8range(1, $1))`,
      last + 1,
    );
    return row?.n === towers.length;
  });
  await until('all are sealed', async () => {
    const [row] = await platform.query<{ n: number }>('select count(*)::int as n from lifeline.segment');
    return row?.n === towers.length * last;
  });
  const [twice] = await platform.query<{ n: number }>(
    'select count(*)::int as n from (select from lifeline.segment group by gw, epoch, seq having count(*) > 1) d',
  );
  expect(twice).toEqual({ n: 0 });
  expect(await committed()).toBe(towers.length * last * parts);
  expect(await platform.query('select * from lifeline.conflict')).toEqual([]);
});
