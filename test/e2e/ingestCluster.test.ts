import { expect, onTestFinished, test } from 'vitest';
import { runListen } from '../../gateway/platform/listen/listen.ts';
import { tell } from '../../gateway/platform/listen/tell.ts';
import { clock, Field, FieldGuard } from '../courier/field.ts';
import { Postgres } from '../harness/postgres.ts';
import { RabbitCluster } from '../harness/rabbitCluster.ts';
import { soak } from '../harness/soak.ts';
import { openStage, type Stage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

/** A gateway whose journal is written by hand: real writer, real courier. */
async function aGateway(id: string, uplink: object) {
  const field = new Field([{ id: 'city', release: 'ack', ...uplink }], id);
  onTestFinished(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 2).start();
  onTestFinished(() => guard.stop());
  await field.courier();
  let rows = 0;
  return {
    ...{ id, guard, field },
    get rows() {
      return rows;
    },
    /** Writes so many rows more, of two parts each. */
    say(count: number): void {
      for (let nth = 0; nth < count; nth++) for (const half of [1, 2]) guard.part(2 * rows + 2 * nth + half);
      rows += count;
    },
  };
}

type Gateway = Awaited<ReturnType<typeof aGateway>>;

class Database {
  readonly postgres = new Postgres();

  query<R extends Record<string, unknown>>(text: string, ...values: readonly unknown[]): Promise<R[]> {
    return this.postgres.query<R>(text, values);
  }

  async rowsOf({ id }: Gateway): Promise<string | undefined> {
    const text = `select rows::text from lifeline.have where stream = 'telemetry' and gw = $1`;
    return (await this.query<{ rows: string }>(text, id))[0]?.rows;
  }

  wholeOf(gateway: Gateway): Promise<unknown> {
    const all = `{[1,${gateway.rows + 1})}`;
    return until(`${gateway.id} has ${all}`, async () => (await this.rowsOf(gateway)) === all);
  }

  /** Asks the gateway for a sign of life through the outbox. */
  async ping({ id }: Gateway): Promise<void> {
    const [asked] = await this.query<{ id: string }>(`select lifeline.ask_ping($1, 'Li Wei') as id`, id);
    await until(`${id} answers`, async () => {
      const [row] = await this.query('select outcome from lifeline.outbox where id = $1', asked?.id);
      return row?.outcome === 'done';
    });
  }
}

async function anIngest(stage: Stage, config: string) {
  const program = await stage.program('gateway/cli', 'ingest', config).ready();
  const subscribed = /broker: (subscribed|well again)/;
  await until('it hears the queues', () => program.words.some((line) => subscribed.test(line)));
  return program;
}

/** Somebody who comes late with `lifeline listen --verify`, and asks for the births that this broker keeps for no wildcard. */
async function aLateListener(url: string, gateways: readonly Gateway[]) {
  let said = '';
  const ended = Promise.withResolvers<void>();
  const hear = (text: string): void => {
    said += text;
  };
  const common = { url, prefix: 'lifeline', clock, credentials: {}, key: null };
  const status = runListen({
    ...{ url, clock, ended: ended.promise, verify: true, json: false, out: hear, err: hear },
  });
  await until('it listens', () => said.includes('listening to'));
  for (const { id } of gateways)
    expect(await tell({ ...common, gateway: id, ask: { kind: 'birth', hash: null } })).toMatchObject({
      ok: true,
    });
  return {
    said: () => said,
    end: () => {
      ended.resolve();
      return status;
    },
  };
}

test('on a cluster of RabbitMQ a node, ingest and PostgreSQL are killed and rows deleted by hand: nothing is missing, nothing twice, commands work', async () => {
  const cluster = new RabbitCluster();
  onTestFinished(() => cluster.remove());
  const database = new Database();
  onTestFinished(() => database.postgres.remove());
  await Promise.all([cluster.start(), database.postgres.start()]);
  const stage = openStage();
  const config = stage.write('ingest.yaml', {
    database: { url: database.postgres.url },
    source: { type: 'amqp', urls: cluster.amqpUrls.toReversed() },
  });
  let ingest = await anIngest(stage, config);
  const [url, ...otherUrls] = cluster.mqttUrls;
  const gateways = [
    await aGateway('tower-1', { url, otherUrls }), // knows every node
    await aGateway('tower-2', { url: await cluster.front() }), // knows HAProxy
  ];
  const whole = (): Promise<unknown> => Promise.all(gateways.map((one) => database.wholeOf(one)));
  for (const one of gateways) {
    one.say(10);
    one.guard.alarm('gas-high#1');
  }
  await whole();
  for (const { guard } of gateways)
    await until('they are acknowledged', () => guard.delivered.includes('telemetry 1-10'));

  // the node that holds the first gateway, and perhaps the second
  await cluster.kill(0);
  const killedAt = performance.now();
  for (const one of gateways) one.say(10);
  await whole();
  await Promise.all(gateways.map((one) => database.ping(one)));
  expect(performance.now() - killedAt).toBeLessThan(
    10_000 + 5_000 * Number(process.env.LIFELINE_TEST_BUILT !== '1'),
  );
  expect(gateways[0]?.field.words.join('\n')).toContain(`connected to ${otherUrls[0]}`);

  const late = await aLateListener(cluster.mqttUrls[2] ?? '', gateways);
  for (let kill = 0; kill < soak(3); kill++) {
    for (const one of gateways) one.say(30);
    const before = await Promise.all(gateways.map((one) => database.rowsOf(one)));
    await until('a batch is in', async () => {
      const now = await Promise.all(gateways.map((one) => database.rowsOf(one)));
      return now.join() !== before.join();
    });
    await ingest.kill();
    ingest = await anIngest(stage, config);
  }
  await database.postgres.stop('SIGQUIT');
  for (const one of gateways) one.say(10);
  await database.postgres.start();
  await whole();
  await cluster.run(0);

  const [first] = gateways as [Gateway];
  const segment = () => database.query('select from lifeline.segment where gw = $1 and seq = 3', first.id);
  await until('a row is sealed', async () => (await segment()).length === 1);
  await database.query('delete from lifeline.segment where gw = $1 and seq = 3', first.id);
  await database.query('delete from lifeline.event where gw = $1', first.id);
  expect(await database.rowsOf(first)).toBe(`{[1,3),[4,${first.rows + 1})}`);
  await whole();
  await until('it is sealed again', async () => (await segment()).length === 1);

  const rows = gateways.reduce((sum, one) => sum + one.rows, 0);
  await until('all are sealed', async () => {
    const [row] = await database.query<{ n: number }>('select count(*)::int as n from lifeline.segment');
    return row?.n === rows;
  });
  await until('nothing is missing', async () => {
    return (await database.query('select gw, stream, rows::text from lifeline.wanted')).length === 0;
  });
  const [events] = await database.query(
    'select count(*)::int as n, count(distinct (gw, seq))::int as keys from lifeline.event',
  );
  expect(events).toMatchObject({ n: 2, keys: 2 });
  expect(await database.query('select * from lifeline.conflict')).toEqual([]);
  expect(await database.query('select * from lifeline.refused')).toEqual([]);
  expect(await late.end()).toBe(0);
  expect(late.said()).toMatch(/verdict: complete \([1-9]\d* received, 0 missing/);
});
