import { expect, onTestFinished, test } from 'vitest';
import { Field, FieldGuard, GATEWAY } from '../courier/field.ts';
import { Postgres } from '../harness/postgres.ts';
import { RabbitCluster } from '../harness/rabbitCluster.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

test('on three RabbitMQ nodes the one that holds the gateway is killed: it is back through another, nothing is missing, commands work', async () => {
  const cluster = new RabbitCluster();
  onTestFinished(() => cluster.remove());
  const postgres = new Postgres();
  onTestFinished(() => postgres.remove());
  await Promise.all([cluster.start(), postgres.start()]);
  const stage = openStage();
  const config = stage.write('ingest.yaml', {
    database: { url: postgres.url },
    source: { type: 'amqp', urls: cluster.amqpUrls.toReversed() },
  });
  await stage.program('gateway/cli', 'ingest', config).ready();
  const field = new Field([{ id: 'city', url: await cluster.front(), release: 'ack' }]);
  onTestFinished(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 2).start();
  onTestFinished(() => guard.stop());
  await field.courier();
  let parts = 0;
  const say = (count: number): void => {
    for (let nth = 0; nth < count; nth++) guard.part(++parts);
  };
  const whole = async (rows: number): Promise<boolean> => {
    const found = await postgres.query<{ rows: string }>(
      `select rows::text from lifeline.have where stream = 'telemetry' and gw = $1`,
      [GATEWAY],
    );
    return found[0]?.rows === `{[1,${rows + 1})}`;
  };
  say(20);
  guard.alarm('gas-high#1');
  await until('ten rows are here', () => whole(10));
  await until('they are acknowledged', () => guard.delivered.includes('telemetry 1-10'));

  const holder = await until('a node holds the gateway', () => cluster.holding());
  await cluster.kill(holder);
  const killedAt = performance.now();
  say(20);
  await until('what came after it is here', () => whole(20));
  const backMs = performance.now() - killedAt;
  const [asked] = await postgres.query<{ id: string }>(`select lifeline.ask_ping($1, 'Li Wei') as id`, [
    GATEWAY,
  ]);
  await until('the gateway answers a command', async () => {
    const [row] = await postgres.query('select outcome from lifeline.outbox where id = $1', [asked?.id]);
    return row?.outcome === 'done';
  });
  expect(backMs).toBeLessThan(10_000 + 5_000 * Number(process.env.LIFELINE_TEST_BUILT !== '1'));
  await until('everything is sealed', async () => {
    const [row] = await postgres.query<{ n: number }>('select count(*)::int as n from lifeline.segment');
    return row?.n === 20;
  });
  expect(await postgres.query('select gw, stream, rows::text from lifeline.wanted')).toEqual([]);
  expect(await postgres.query('select * from lifeline.conflict')).toEqual([]);
});
