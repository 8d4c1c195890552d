import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Field, FieldGuard } from '../courier/field.ts';
import { IngestStage } from '../harness/ingestStage.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const PAGE = 4096;
const SPOILT = 41; // a page in the middle of the events
const EVENTS = 600;
const PARTS = 60; // three to a row

async function aGuard(field: Field): Promise<FieldGuard> {
  const guard = await new FieldGuard(field, ['city'], 3).start();
  onTestFinished(() => guard.stop());
  return guard;
}

test('rows of a journal that is over are asked for by ingest itself, and come from the file that was set aside', async () => {
  const stage = openStage();
  const platform = await IngestStage.open(stage);
  await platform.ingest();
  const field = new Field([{ id: 'city', url: platform.broker.url, release: 'ack' }]);
  onTestFinished(() => field.remove());
  const before = await aGuard(field);
  const { epoch } = await before.journal.stat();
  let courier = await field.courier();
  for (let n = 1; n <= EVENTS; n++) before.alarm(`gas-high#${n}`);
  for (let n = 1; n <= PARTS; n++) before.part(n);
  const rows = async (stream: string): Promise<string | undefined> => {
    const [row] = await platform.query<{ rows: string }>(
      'select rows::text from lifeline.have where epoch = $1 and stream = $2',
      ...[epoch, stream],
    );
    return row?.rows;
  };
  const whole = { event: `{[1,${EVENTS + 1})}`, telemetry: `{[1,${PARTS / 3 + 1})}` };
  const allHere = (): Promise<unknown> =>
    until('all of that journal is here', async () => {
      return (await rows('event')) === whole.event && (await rows('telemetry')) === whole.telemetry;
    });
  await allHere();
  await until('it is acknowledged', () => before.delivered.includes(`event 1-${EVENTS}`));
  await until('and the platform has heard that', async () => {
    const [head] = await platform.query<{ told: boolean }>(
      'select event_delivered = $2 and telemetry_delivered >= $3 as told from lifeline.head where epoch = $1',
      ...[epoch, EVENTS, PARTS / 3 - 1],
    );
    return head?.told;
  });
  await courier.stop();
  await before.stop();

  const journal = join(field.folder, 'journal');
  const bytes = readFileSync(join(journal, 'journal.db'));
  bytes.fill(0xa5, SPOILT * PAGE, (SPOILT + 1) * PAGE);
  writeFileSync(join(journal, 'journal.db'), bytes);
  const after = await aGuard(field);
  await until('the damaged file is set aside', () => readdirSync(journal).includes(`journal-${epoch}.db`));
  after.alarm('gas-high#after');
  courier = await field.courier();
  await until('the new journal is here', async () => {
    const found = await platform.query(`select from lifeline.event where epoch <> $1`, epoch);
    return found.length > 0;
  });

  const sealed = `select seq from lifeline.segment where epoch = $1 and seq between 3 and 5`;
  await until('rows are sealed', async () => (await platform.query(sealed, epoch)).length === 3);
  await platform.query('delete from lifeline.segment where epoch = $1 and seq between 3 and 5', epoch);
  await platform.query('delete from lifeline.event where epoch = $1 and seq > 10', epoch);
  expect([await rows('event'), await rows('telemetry')]).toEqual([
    '{[1,11)}',
    `{[1,3),[6,${PARTS / 3 + 1})}`,
  ]);
  await allHere();
  const [asked] = await platform.query(
    `select count(*) filter (where ask ->> 'epoch' = $1)::int > 0 as earlier, bool_and(outcome = 'done') as done
      from lifeline.outbox where ask ->> 'kind' = 'replay'`,
    epoch,
  );
  expect(asked).toEqual({ earlier: true, done: true });
  await until('what came back is sealed', async () => (await platform.query(sealed, epoch)).length === 3);
  const [events] = await platform.query<{ back: number; gone: number }>(
    `select (select count(*)::int from lifeline.event where epoch = $1) as back,
      (select coalesce(sum(upper(rows) - lower(rows)), 0)::int from lifeline.tombstone where epoch = $1 and stream = 'event') as gone`,
    epoch,
  );
  expect(events).toMatchObject({ back: expect.any(Number) });
  expect((events?.back ?? 0) + (events?.gone ?? 0)).toBe(EVENTS); // what the spoilt page held is told to be gone
  expect(events?.back).toBeGreaterThan(EVENTS / 2);
  expect(await platform.query('select * from lifeline.conflict')).toEqual([]);
});
