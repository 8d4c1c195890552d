import { afterAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../gateway/core/clock.ts';
import { ok, type Problem, type Result } from '../../../gateway/core/result.ts';
import { sendWaiting } from '../../../gateway/platform/ingest/ask/commandOutbox.ts';
import { startChore } from '../../../gateway/platform/ingest/chore.ts';
import { KnownBirths } from '../../../gateway/platform/ingest/database/knownBirths.ts';
import { Database } from '../../../gateway/platform/ingest/database/postgresPool.ts';
import { Taker } from '../../../gateway/platform/ingest/take/taker.ts';
import { until } from '../../harness/until.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { Tower } from './tower.ts';
import { Workbench } from './workbench.ts';

afterAll(() => Workbench.close());

const SOON = { timeout: 60_000 }; // the first of them starts PostgreSQL

test('a broker that does not confirm a command holds up nothing that gateways say', SOON, async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(tower, ...tower.births(), tower.state(1, 1));
  const [asked] = await bench.query<{ id: string }>(`select ask_ping('tower-1', 'li') as id`);
  const confirmed = Promise.withResolvers<Result<void, Problem>>();
  let said = 0;
  const sending = sendWaiting({
    ...{ database: bench.database, clock: systemClock(), key: null },
    say: () => {
      said++;
      return confirmed.promise;
    },
  });
  await until('the command is on its way', () => said === 1);
  await bench.take(tower, tower.reply(asked?.id ?? ''), tower.alarm(1, 'gas#1'));
  expect(await bench.have('event')).toBe('{[1,2)}');
  // and nobody says it once more meanwhile
  const again = sendWaiting({
    ...{ database: bench.database, clock: systemClock(), key: null },
    say: async () => ok(undefined),
  });
  expect(await again).toBe(0);
  confirmed.resolve(ok(undefined));
  expect(await sending).toBe(1);
  expect(await bench.query('select outcome from outbox')).toEqual([{ outcome: 'done' }]);
});

test('a process that froze in mid-commit holds up the others for half a minute at most', {
  timeout: 60_000,
}, async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(tower, tower.alarm(1, 'gas#1'));
  const frozen = new Database({ url: bench.url });
  onTestFinished(() => frozen.end());
  const [held, thawed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const commit = frozen.transaction(async (sql) => {
    await sql.query(`select from gateway where gw = 'tower-1' for no key update`);
    held.resolve();
    await thawed.promise;
  });
  await held.promise;
  await bench.take(tower, tower.alarm(2, 'gas#2'));
  expect(await bench.have('event')).toBe('{[1,3)}');
  thawed.resolve();
  await expect(commit).rejects.toThrow();
  // and of one whose machine is gone PostgreSQL hears within as long
  const gone = ['idle', 'interval', 'count'].map((name) => `current_setting('tcp_keepalives_${name}')::int`);
  const [waits] = await bench.query<{ s: number }>(`select ${gone[0]} + ${gone[1]} * ${gone[2]} as s`);
  expect(waits?.s).toBeLessThanOrEqual(30);
});

test('what nobody but an operator can mend costs time and no message', SOON, async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const settled: string[] = [];
  const problems: (Problem | null)[] = [];
  const taker = new Taker({
    ...{ database: bench.database, births: new KnownBirths(bench.database), clock: systemClock() },
    acknowledge: null,
    onProblem: (problem) => void problems.push(problem),
  });
  onTestFinished(() => taker.stop());
  await bench.query('alter table event rename to event_by_hand');
  const [topic, payload] = tower.alarm(1, 'gas#1');
  taker.take({ gateway: tower.name, topic, payload, retained: false, settle: () => settled.push(topic) });
  await until('it is told', () => problems.some((problem) => problem?.code === 'ingest.database'));
  expect(settled).toEqual([]);
  await bench.query('alter table event_by_hand rename to event');
  await until('it is taken', () => settled.length === 1);
  expect(await bench.have('event')).toBe('{[1,2)}');
  expect(await bench.query('select code from refused')).toEqual([]);
});

test('a message that is to blame is told though the database goes away meanwhile', SOON, async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.query('alter table event add constraint odd check (seq <> 1)');
  let lost = false;
  const database = new Proxy(bench.database, {
    get: (whole, name) =>
      name === 'transaction'
        ? async (work: Parameters<Database['transaction']>[0]) => {
            if (lost) {
              lost = false;
              throw new Error('the connection broke');
            }
            return whole.transaction(work).catch((error: unknown) => {
              lost = true;
              throw error;
            });
          }
        : Reflect.get(whole, name).bind?.(whole),
  });
  const settled: string[] = [];
  const taker = new Taker({
    ...{ database, births: new KnownBirths(bench.database), clock: systemClock() },
    ...{ acknowledge: null, onProblem: () => {} },
  });
  onTestFinished(() => taker.stop());
  const [topic, payload] = tower.alarm(1, 'gas#1');
  taker.take({ gateway: tower.name, topic, payload, retained: false, settle: () => settled.push(topic) });
  await until('it is settled', () => settled.length === 1, 4);
  expect(await bench.query('select code from refused')).toEqual([{ code: 'ingest.not-storable' }]);
});

test('what is hurried while it is being done is done once more at once', async () => {
  const clock = new VirtualClock();
  let begun = 0;
  let end = Promise.withResolvers<boolean>();
  const chore = startChore(
    clock,
    'test',
    60_000,
    () => {
      begun++;
      return end.promise;
    },
    () => {},
  );
  chore.hurry();
  const first = end;
  end = Promise.withResolvers<boolean>();
  first.resolve(false);
  await clock.advance(1);
  expect(begun).toBe(2);
  end.resolve(false);
  await clock.advance(1);
  expect(begun).toBe(2);
  await chore.stop();
});
