import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packageRoot } from '../../../gateway/core/program.ts';
import type { LiftEvent } from '../../../gateway/telemetry/index.ts';
import { Tower } from './tower.ts';
import { Workbench } from './workbench.ts';

afterAll(() => Workbench.close());

const DOCUMENT = readFileSync(join(packageRoot(), 'deploy/platform/SQL.md'), 'utf8');

/** The block that follows a heading of the document. */
function documented(heading: string): string {
  const [, after = ''] = DOCUMENT.split(heading);
  const [, sql = ''] = /```sql\n([\s\S]*?)```/.exec(after) ?? [];
  if (sql === '') throw new Error(`the document has no ${heading}`);
  return sql;
}

const day = (lift: string, record: Record<string, unknown>, name: string): LiftEvent =>
  ({
    ...{ type: 'lift', lift, liftName: { en: `Lift ${lift}`, zh: name }, what: 'day' },
    details: { day: '2026-06-01', record: { trips: 200, doorCycles: 400, landings: {}, ...record } },
  }) as LiftEvent;

async function filled(): Promise<Workbench> {
  const bench = await Workbench.open();
  const tower = new Tower('tower-7');
  const other = new Tower('tower-8', 'e00000000000000b');
  const at = { boot: 'b007b007b007b007', mono: 60_000 };
  await bench.take(
    tower,
    ...tower.births(),
    ...[tower.tel(1, 1, 10, { sealed: true }), tower.tel(3, 1, 1, { sealed: true })],
    tower.alarm(1, 'gas#1', { place: { en: 'Kitchen', zh: '厨房' } }),
    tower.alarm(3, 'gas#2', { severity: 'yellow', to: 'C', condition: 'C' }),
    tower.alarm(4, 'gas#3', { to: 'A' }),
    tower.event(5, { ...day('a', { failures: 1 }, '一号梯'), at }),
    tower.event(6, { ...day('b', { entrapments: 1 }, '二号梯'), at }),
    tower.event(7, { ...day('c', { landings: { 1: { balks: 4 } } }, '三号梯'), at }),
    tower.state(8, 5, {
      delivered: { event: { seq: 7, parts: 1 }, telemetry: { seq: 4, parts: 1 } },
    }),
  );
  await bench.take(other, ...other.births(), other.state(0, 0, { online: false }));
  await bench.seal();
  await bench.query(documented('**Which gateway belongs to which district**'));
  // the days of the records are long ago, and the ranking is of the last thirty days
  await bench.query(`update event set at = now() where type = 'lift'`);
  return bench;
}

test('every block of the document runs', async () => {
  const bench = await filled();
  const blocks = [...DOCUMENT.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = '']) => sql);
  expect(blocks.length).toBeGreaterThan(10);
  for (const sql of blocks) await bench.query(sql);
});

test('what is missing is said by stream, with what is on its way apart', async () => {
  const bench = await filled();
  expect(await bench.query(documented('**What is missing?**'))).toMatchObject([
    { gw: 'tower-7', stream: 'event', kind: 'lost', rows: '[2,3)', count: 1 },
    { gw: 'tower-7', stream: 'telemetry', kind: 'lost', rows: '[2,3)', count: 1 },
    { gw: 'tower-7', stream: 'event', kind: 'outstanding', rows: '[8,9)', count: 1 },
    { gw: 'tower-7', stream: 'telemetry', kind: 'outstanding', rows: '[4,5)', count: 1 },
  ]);
});

test('a gateway is silent when it said goodbye, and when its last word is too old', async () => {
  const bench = await filled();
  const silent = documented('**Which gateways are silent?**');
  expect(await bench.query(silent)).toMatchObject([{ gw: 'tower-8', said_goodbye: true }]);
  await bench.query(`update gateway set state_at = now() - interval '151 seconds' where gw = 'tower-7'`);
  expect(await bench.query(silent)).toMatchObject([
    { gw: 'tower-7', name_zh: '楼 tower-7' },
    { gw: 'tower-8' },
  ]);
});

test('a building stands as badly as the worst of it', async () => {
  const bench = await filled();
  const standing = async () => {
    const rows = await bench.query<{ standing: string }>(
      `select standing from standing where gw = 'tower-7'`,
    );
    return rows[0]?.standing;
  };
  expect(await standing()).toBe('wrong');
  const tower = new Tower('tower-7');
  await bench.take(tower, tower.alarm(20, 'gas#1', { to: 'A' }));
  expect(await standing()).toBe('incomplete');
  await bench.take(tower, tower.state(20, 5, { guardAlive: false }));
  expect(await standing()).toBe('blind');
  await bench.take(tower, tower.state(20, 5, { online: false }));
  expect(await standing()).toBe('silent');
  await bench.take(
    tower,
    tower.state(20, 5),
    tower.tombstone('event', 1, 20),
    tower.tombstone('telemetry', 1, 5),
  );
  expect(await standing()).toBe('well');
  expect(await bench.query(documented('**How do the buildings of a district stand?**'))).toEqual([
    { standing: 'silent', count: 1 },
    { standing: 'well', count: 1 },
  ]);
});

test('the history of a point has its unit and only its values', async () => {
  const bench = await filled();
  expect(await bench.query(documented('**History of a point**'))).toEqual([
    { time: Date.parse('2026-06-01T08:00:00Z'), lo: 0, mean: expect.closeTo(1.2327, 3), hi: 8, n: 660 },
  ]);
});

test('alarms stand by severity, lifts by what to look at first', async () => {
  const bench = await filled();
  expect(await bench.query(documented('**Standing alarms of a district**'))).toMatchObject([
    { severity: 'red', gw: 'tower-7', rule_zh: '燃气', place_zh: '厨房', unacknowledged: true },
    { severity: 'yellow', unacknowledged: false },
  ]);
  expect(await bench.query(documented('**Lifts, by what to look at first**'))).toMatchObject([
    { rank: 1, lift: 'b', lift_zh: '二号梯', entrapments: 1 },
    { rank: 2, lift: 'a', failures_per_1000_trips: 5 },
    { rank: 3, lift: 'c', balks_per_1000_cycles: 10 },
  ]);
});

const TRAPPED = {
  ...{
    device: 'd',
    deviceName: { en: 'Lift d', zh: '四号梯' },
    rule: 'lift.entrapment',
    point: 'd/entrapment',
  },
  ...{
    ruleName: { en: 'Lift d: somebody is trapped', zh: '四号梯：确认困人' },
    value: 'confirmed',
    limit: null,
  },
} as const;

test('who is shut in now stands before all records, since when, the longest first, until they are out', async () => {
  const bench = await filled();
  const tower = new Tower('tower-7');
  const other = new Tower('tower-8', 'e00000000000000b');
  const now = { ...TRAPPED, mono: 8_000 };
  const inLift = (lift: string) => ({ ...now, device: lift, point: `${lift}/entrapment` });
  await bench.take(
    tower,
    tower.alarm(8, 'd#1', now),
    tower.alarm(9, 'c#1', { ...inLift('c'), severity: 'orange', value: 'suspected', mono: 2_000 }),
    tower.alarm(10, 'a#1', { ...inLift('a'), mono: 9_000, to: 'C', condition: 'C' }),
  );
  await bench.take(other, other.alarm(1, 'd#1', { ...now, mono: 5_000 }));
  const ranked = () => bench.query(documented('**Lifts, by what to look at first**'));
  const since = (s: number) => Date.UTC(2026, 5, 1, 8, 0, s);
  expect(await ranked()).toMatchObject([
    // it said goodbye: that is how it stood then
    { rank: 1, gw: 'tower-8', lift: 'd', shut_in: 'confirmed', shut_in_since: since(5), trips: null },
    { rank: 2, gw: 'tower-7', lift: 'd', lift_zh: '四号梯', shut_in_since: since(8), silent_since: null },
    { rank: 3, gw: 'tower-7', lift: 'a', shut_in: 'confirmed', standing_alarms: 1 },
    { rank: 4, gw: 'tower-7', lift: 'c', shut_in: 'suspected', shut_in_since: since(2) },
    { rank: 5, gw: 'tower-7', lift: 'b', shut_in: null, entrapments: 1 },
  ]);
  expect((await ranked())[0]?.silent_since).toEqual(expect.any(Number));
  // out, and not acknowledged yet; shelved and still in
  await bench.take(
    tower,
    tower.alarm(11, 'd#1', { ...now, mono: 20_000, to: 'E', condition: 'E' }),
    tower.alarm(12, 'a#1', { ...inLift('a'), mono: 21_000, to: 'G', condition: 'C' }),
  );
  await bench.take(other, other.alarm(2, 'd#1', { ...now, mono: 22_000, to: 'A', condition: 'A' }));
  expect(await ranked()).toMatchObject([
    { rank: 1, lift: 'a', shut_in: 'confirmed' },
    { rank: 2, lift: 'c', shut_in: 'suspected' },
    { rank: 3, lift: 'b', shut_in: null },
  ]);
});

test('who may only read reads everything, and changes nothing', async () => {
  const bench = await filled();
  await bench.query('create role dash');
  await bench.query('grant usage on schema lifeline to dash');
  await bench.query('grant select on all tables in schema lifeline to dash');
  const asDash = (sql: string) =>
    bench.database.transaction(async (client) => {
      await client.query('set local role dash');
      return (await client.query(sql)).rows;
    });
  expect(await asDash('select * from lifeline.standing')).toHaveLength(2);
  await expect(asDash('delete from lifeline.event')).rejects.toThrow('permission denied');
  await expect(asDash(`select lifeline.ask_ping('tower-7', 'dash')`)).rejects.toThrow('permission denied');
});

test('what is asked for by hand waits in the outbox, and an alarm that does not stand cannot be acknowledged', async () => {
  const bench = await filled();
  await bench.query(documented('## Asking a gateway for something'));
  expect(await bench.query('select gw, ask, asked_by from outbox')).toEqual([
    {
      ...{ gw: 'tower-7', asked_by: 'Li Wei' },
      ask: {
        ...{ kind: 'acknowledge', occurrence: 'gas#1', announcement: 1, severity: 'red' },
        ...{ actor: 'Li Wei', text: 'seen on the wall' },
      },
    },
  ]);
  await expect(bench.query(`select ask_acknowledge('tower-7', 'gas#3', 'Li Wei')`)).rejects.toThrow(
    'no alarm gas#3',
  );
});
