import { readFileSync } from 'node:fs';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { askForMissing } from '../../../gateway/platform/ingest/ask/wanted.ts';
import { Database } from '../../../gateway/platform/ingest/database/postgresPool.ts';
import { Tower } from './tower.ts';
import { Workbench } from './workbench.ts';

afterAll(() => Workbench.close());

const FORGED = 700;

test('a gateway that names births without end keeps nobody else from being asked', async () => {
  const bench = await Workbench.open();
  const [loud, well] = [new Tower('a-loud'), new Tower('well', 'e00000000000000b')];
  const forged = Array.from({ length: FORGED }, (_, nth) =>
    new Tower('a-loud', loud.epoch, { software: String(nth) }).tel(nth + 1, 1, 1, { sealed: true }),
  );
  await bench.take(loud, ...loud.births(), ...forged, loud.state(0, FORGED + 1));
  await bench.take(well, well.tel(1, 1, 1, { sealed: true }), well.state(0, 2));
  await askForMissing(bench.database);
  const asked = () =>
    bench.query<{ gw: string; n: number }>(
      `select gw, count(*)::int as n from outbox where ask ->> 'hash' is not null group by gw order by gw`,
    );
  expect(await asked()).toEqual([
    { gw: 'a-loud', n: 8 },
    { gw: 'well', n: 1 },
  ]);
  await askForMissing(bench.database);
  expect((await asked())[0]?.n).toBe(8);
  await bench.query(`update outbox set outcome = 'refused', ended_at = now()`);
  await askForMissing(bench.database);
  expect((await asked())[0]?.n).toBe(16); // others than before
});

test('a gateway that tells of journals without end keeps nobody else from being asked', async () => {
  const bench = await Workbench.open();
  const well = new Tower('well', 'e00000000000000b');
  for (let nth = 0; nth < FORGED; nth += 100) {
    const states = Array.from({ length: 100 }, (_, one) =>
      new Tower('a-loud', (nth + one).toString(16).padStart(16, '0')).state(5, 5),
    );
    await bench.take(new Tower('a-loud'), ...states);
  }
  await bench.take(well, ...well.births(), well.state(3, 1));
  await askForMissing(bench.database);
  expect(
    await bench.query(
      `select gw, count(*)::int as n from outbox where ask ->> 'kind' = 'replay' group by gw order by gw`,
    ),
  ).toEqual([
    { gw: 'a-loud', n: 7 }, // and its birth
    { gw: 'well', n: 1 },
  ]);
});

test('of a database that vanished without a word is known within seconds, not hours', async () => {
  const bench = await Workbench.open();
  const database = new Database({ url: bench.url });
  onTestFinished(() => database.end());
  const [{ port } = { port: 0 }] = await database.query<{ port: number }>(
    'select inet_client_port() as port',
  );
  // proc(5): local address in hex, then remote, state, queues, and the timer: 02 is keep-alive, with its time in 10 ms
  const lines = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n');
  const own = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, local = '']) => local.endsWith(`:${hex(port)}`));
  const [timer, left = ''] = own?.[5]?.split(':') ?? [];
  expect(timer).toBe('02');
  expect(Number.parseInt(left, 16) / 100).toBeLessThanOrEqual(10);
});

function hex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}
