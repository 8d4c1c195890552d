import { connectAsync } from 'mqtt';
import pg from 'pg';
import { expect, test } from 'vitest';
import { IngestStage } from '../harness/ingestStage.ts';
import { freePort } from '../harness/mosquitto.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import { Tower } from '../platform/ingest/tower.ts';

const BACKLOG = 8_000;

test('an alarm that was said after an hour of telemetry is stored before it', async () => {
  const stage = openStage();
  const platform = await IngestStage.open(stage);
  const ingest = await platform.ingest();
  await ingest.kill();
  const broker = await connectAsync(platform.broker.url);
  stage.onClose(() => broker.endAsync(true));
  const tower = new Tower();
  const say = ([topic, payload]: readonly [string, Uint8Array]) =>
    broker.publishAsync(`lifeline/v1/${tower.name}/${topic}`, Buffer.from(payload), { qos: 1 });
  for (const said of tower.births()) await say(said);
  await Promise.all(Array.from({ length: BACKLOG }, (_, nth) => say(tower.tel(nth + 1, 1, 1))));
  await say(tower.alarm(1, 'gas#1'));
  await platform.ingest();
  const count = async (where: string): Promise<number> => {
    const [row] = await platform.query<{ n: number }>(
      `select count(*)::int as n from lifeline.open_part where ${where}`,
    );
    return row?.n ?? 0;
  };
  await until('all is stored', async () => (await count('true')) === BACKLOG);
  expect(await count('came < (select came from lifeline.event)')).toBeLessThan(BACKLOG / 4);
});

test('people who look at the page while somebody holds a table hold up nothing that comes', async () => {
  const stage = openStage();
  const platform = await IngestStage.open(stage);
  const port = await freePort();
  await platform.ingest('one', { http: { port } });
  const broker = await connectAsync(platform.broker.url);
  stage.onClose(() => broker.endAsync(true));
  const tower = new Tower();
  const say = ([topic, payload]: readonly [string, Uint8Array]) =>
    broker.publishAsync(`lifeline/v1/${tower.name}/${topic}`, Buffer.from(payload), { qos: 1 });
  for (const said of tower.births()) await say(said);
  const holder = new pg.Client({ connectionString: platform.postgres.url });
  await holder.connect();
  await holder.query('begin; lock table lifeline.refused in access exclusive mode');
  const looks = Array.from({ length: 12 }, () => fetch(`http://127.0.0.1:${port}/api/buildings`));
  await until('they wait', async () => {
    const [row] = await platform.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'`,
    );
    return (row?.n ?? 0) >= 4;
  });
  await say(tower.alarm(1, 'gas#1'));
  await until(
    'the alarm is here',
    async () => (await platform.query('select from lifeline.event')).length > 0,
    8,
  );
  await holder.query('commit');
  await holder.end();
  await Promise.all(looks);
});
