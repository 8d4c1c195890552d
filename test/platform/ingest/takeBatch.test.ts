import { afterAll, expect, test } from 'vitest';
import { bodyOfSegment } from '../../../gateway/platform/ingest/seal/rowOfParts.ts';
import {
  birthPointer,
  cutBirth,
  decodeParts,
  encodeParts,
  telemetryMessage,
} from '../../../gateway/telemetry/index.ts';
import { Tower } from './tower.ts';
import { Workbench } from './workbench.ts';

afterAll(() => Workbench.close());

test('a row is here when all its parts are, in whatever order they and its end come, and is acknowledged then', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const first = await bench.take(tower, ...tower.births(), tower.seal(1, 3), tower.tel(1, 3, 3));
  expect(first.stored).toEqual([]);
  expect(await bench.have('telemetry')).toBe('{}');
  const second = await bench.take(tower, tower.tel(1, 1, 2));
  expect(second.stored).toEqual([
    { gateway: 'tower-1', epoch: tower.epoch, stream: 'telemetry', intervals: [[1, 1]] },
  ]);
  expect(await bench.have('telemetry')).toBe('{[1,2)}');
});

test('what comes again changes nothing, is acknowledged again, and is no conflict however it was cut', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 1), tower.tel(1, 2, 2, { sealed: true }));
  const again = await bench.take(tower, tower.tel(1, 1, 2, { sealed: true }));
  expect(again).toMatchObject({ duplicates: 2, mismatches: [], stored: [{ intervals: [[1, 1]] }] });
  expect(await bench.seal()).toBe(1);
  const sealed = await bench.take(tower, tower.tel(1, 2, 2, { sealed: true }));
  expect(sealed).toMatchObject({ duplicates: 1, mismatches: [], stored: [{ intervals: [[1, 1]] }] });
  expect(await bench.query('select seq from segment')).toEqual([{ seq: 1 }]);
  expect(await bench.query('select seq from open_part')).toEqual([]);
});

test('the same key with another content is told, before and after it was sealed', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 1), tower.alarm(1, 'gas#1'));
  const open = await bench.take(
    tower,
    tower.tel(1, 1, 1, { shift: 1 }),
    tower.alarm(1, 'gas#1', { value: 99 }),
  );
  expect(open.mismatches).toMatchObject([
    { stream: 'telemetry', seq: 1 },
    { stream: 'event', seq: 1 },
  ]);
  await bench.take(tower, tower.seal(1, 1));
  await bench.seal();
  const sealed = await bench.take(tower, tower.tel(1, 1, 1, { shift: 1 }));
  expect(sealed.mismatches).toMatchObject([{ stream: 'telemetry', seq: 1, part: 1 }]);
});

test('slices make a part when all are here, and are sealed with all their columns', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const slices = tower.slices(1, 1, 2, { sealed: true });
  expect(slices.length).toBeGreaterThan(1);
  await bench.take(tower, ...tower.births(), ...slices.slice(1));
  expect(await bench.have('telemetry')).toBe('{}');
  await bench.take(tower, ...slices.slice(0, 1));
  expect(await bench.have('telemetry')).toBe('{[1,2)}');
  await bench.seal();
  const [row] = await bench.query<{ body: Buffer }>('select body from segment');
  const read = decodeParts(bodyOfSegment(row?.body ?? Buffer.alloc(0)), tower.birth.channels);
  expect(read.ok && read.value).toEqual([tower.part(1, 1), tower.part(1, 2)]);
});

test('a segment holds what came, dated by the clock of the gateway; the hours hold what each channel did', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const rows = [1, 2, 3, 4, 5, 6, 7].map((seq) => tower.tel(seq, 1, 10, { sealed: true }));
  await bench.take(tower, ...tower.births(), ...rows);
  expect(await bench.seal()).toBe(7);
  const [first] = await bench.query(
    `select body, from_at, to_at, clock, cardinality(digests) as parts from segment where seq = 1`,
  );
  expect(first).toMatchObject({
    from_at: Date.parse('2026-06-01T08:00:00Z'),
    to_at: Date.parse('2026-06-01T08:10:00Z'),
    ...{ clock: 'ntp', parts: 10 },
  });
  expect(await bench.query('select hour, channels, lo, mean, hi, n from rollup_hour order by hour')).toEqual([
    {
      hour: Date.parse('2026-06-01T08:00:00Z'),
      channels: null,
      lo: [0, 0],
      mean: [3.555, 4.555],
      hi: [11, 11],
      n: [3600, 3600],
    },
    {
      hour: Date.parse('2026-06-01T09:00:00Z'),
      channels: null,
      lo: [6, 6],
      mean: [7.055, 8.055],
      hi: [12, 12],
      n: [600, 600],
    },
  ]);
  expect(await bench.query('select seq, channels, numbers, texts from latest')).toEqual([
    { seq: 7, channels: [0, 1, 2], numbers: [7.1, 8.1, null], texts: [null, null, 'true'] },
  ]);
});

test('an hour that comes in two pieces is one', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 10, { sealed: true }));
  await bench.seal();
  await bench.take(tower, tower.tel(2, 1, 10, { sealed: true }));
  await bench.seal();
  expect(await bench.query('select lo, hi, n, mean from rollup_hour')).toEqual([
    { lo: [0, 0], hi: [7, 7], n: [1200, 1200], mean: [1.555, 2.555] },
  ]);
});

test('an alarm stands with its newest step, in whatever order the steps come', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(
    tower,
    tower.alarm(2, 'gas#1', { to: 'C', mono: 60_000, onset: { boot: 'b007b007b007b007', mono: 30_000 } }),
  );
  await bench.take(tower, tower.alarm(1, 'gas#1'), tower.alarm(3, 'gas#2', { severity: 'yellow' }));
  expect(
    await bench.query(
      `select occurrence, state, severity, seq, rule_zh, place_en, at, raised_at from alarm order by 1`,
    ),
  ).toMatchObject([
    {
      ...{ occurrence: 'gas#1', state: 'C', seq: 2, rule_zh: '燃气', place_en: 'Kitchen' },
      ...{ at: Date.parse('2026-06-01T08:01:00Z'), raised_at: Date.parse('2026-06-01T08:00:30Z') },
    },
    { occurrence: 'gas#2', state: 'B', severity: 'yellow' },
  ]);
  expect(await bench.have('event')).toBe('{[1,4)}');
});

test('what has no date gets one when the gateway knows the time, its hours too', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const undated = { sealed: true, utc: null, quality: 'unsynced' } as const;
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 10, undated));
  await bench.seal();
  expect(await bench.query('select from_at, clock, rolled from segment')).toEqual([
    { from_at: null, clock: 'unsynced', rolled: false },
  ]);
  expect(await bench.query('select from rollup_hour')).toEqual([]);
  await bench.take(tower, tower.state(0, 1));
  expect(await bench.query('select from_at, clock from segment')).toEqual([
    { from_at: Date.parse('2026-06-01T08:00:00Z'), clock: 'ntp' },
  ]);
  const { rollLate } = await import('../../../gateway/platform/ingest/seal/sealer.ts');
  expect(await rollLate(bench.database, bench.births)).toBe(1);
  expect(await bench.query('select n from rollup_hour')).toEqual([{ n: [600, 600] }]);
  expect(await rollLate(bench.database, bench.births)).toBe(0);
});

test('rows that will never come count as here', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const { stored } = await bench.take(
    tower,
    tower.tombstone('telemetry', 1, 40),
    tower.tombstone('event', 3, 3),
  );
  expect(stored.map(({ stream, intervals }) => [stream, intervals])).toEqual(
    expect.arrayContaining([
      ['telemetry', [[1, 40]]],
      ['event', [[3, 3]]],
    ]),
  );
  expect(await bench.query('select reason from tombstone')).toHaveLength(2);
});

test('an hour in which only some channels spoke names them', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const few = { ...tower.part(1, 1), samples: [] };
  const reports = few.reports.map((group) => ({ ...group, columns: group.columns.slice(1) }));
  const body = encodeParts([{ ...few, reports }], tower.birth.channels);
  const header = {
    ...{ epoch: tower.epoch, boot: 'b007b007b007b007', seq: 1, birth: tower.hash, historical: false },
    time: { mono: 0, utc: Date.UTC(2026, 5, 1, 8), quality: 'ntp' as const },
    ...{ first: 1, last: 1, sealed: true, slice: null, evidence: null },
  };
  await bench.take(tower, ...tower.births(), ['tel', telemetryMessage(header, body)]);
  await bench.seal();
  expect(await bench.query('select channels, n from rollup_hour')).toEqual([{ channels: [1], n: [60] }]);
  const hours = (point: string) =>
    bench.query('select mean from history($1, $2, $3, $4)', 'tower-1', point, '2026-06-01', '2026-06-02');
  expect(await hours('gas/level')).toEqual([]);
  expect(await hours('water/pressure')).toEqual([{ mean: expect.closeTo(2.01, 4) }]);
});

test('telemetry whose birth is lacking is kept and counts, its birth is wanted, and it is sealed when that comes', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(tower, tower.tel(1, 1, 2, { sealed: true }), tower.state(0, 2));
  expect(await bench.have('telemetry')).toBe('{[1,2)}');
  expect(await bench.seal()).toBe(0);
  expect(await bench.query('select standing, unreadable from standing')).toEqual([
    { standing: 'incomplete', unreadable: true },
  ]);
  const asked = await import('../../../gateway/platform/ingest/ask/wanted.ts');
  expect(await asked.askForMissing(bench.database)).toBeGreaterThan(0);
  expect(await bench.query(`select ask from outbox where ask ->> 'hash' is not null`)).toEqual([
    { ask: { kind: 'birth', hash: tower.hash } },
  ]);
  await bench.take(tower, ...tower.births());
  expect(await bench.seal()).toBe(1);
  expect(await bench.query('select unreadable from standing')).toEqual([{ unreadable: false }]);
});

test('a birth too large for its broker comes in pieces, in any order', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const pieces = cutBirth(tower.hash, tower.document, () => 100) ?? [];
  expect(pieces.length).toBeGreaterThan(2);
  await bench.take(tower, ['birth', birthPointer(tower.hash)]);
  for (const { topic, payload } of pieces.toReversed()) await bench.take(tower, [topic, payload]);
  expect(await bench.query('select name_zh, birth from gateway')).toEqual([
    { name_zh: '楼 tower-1', birth: tower.hash },
  ]);
  expect(await bench.query('select from birth_piece')).toEqual([]);
});

test('a birth that is said again is not read again; one that is changed is adopted, one that is broken or misnamed refused', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const [named, current] = tower.births();
  if (named === undefined || current === undefined) throw new Error('a tower says its birth twice');
  await bench.take(tower, named, current);
  await bench.query(`insert into birth_wanted (gw, hash) select gw, hash from birth`);
  await bench.take(tower, named, current);
  expect(await bench.query('select hash from birth_wanted')).toEqual([]);
  expect(await bench.query('select count(*)::int as births from birth')).toEqual([{ births: 1 }]);

  const renamed = new Tower(tower.name, tower.epoch, { name: 'Garden House' });
  await bench.take(renamed, ...tower.births(), ...renamed.births());
  expect(await bench.query('select name_en from gateway')).toEqual([{ name_en: 'Garden House' }]);

  const other = new Tower('tower-9', 'e00000000000000c');
  const [whole, now] = other.births();
  if (whole === undefined || now === undefined) throw new Error('a tower says its birth twice');
  await bench.take(other, ['birth', birthPointer(whole[0].slice('birth/'.length))]);
  await bench.take(other, now); // its broker takes it as a whole by now
  expect(await bench.query(`select software from gateway where gw = 'tower-9'`)).toEqual([
    { software: other.birth.software },
  ]);

  const broken = ['birth', Buffer.from('a10001', 'hex')] as const;
  const misnamed = ['birth/0123456789abcdef', named[1]] as const;
  await bench.take(tower, broken, misnamed, ...tower.births());
  expect(await bench.query('select code, messages from refused order by code')).toEqual([
    { code: 'telemetry.malformed', messages: 1 },
    { code: 'telemetry.wrong-hash', messages: 1 },
  ]);
  const [{ name_en } = {}] = await bench.query<{ name_en: string }>(
    `select name_en from gateway where gw = 'tower-1'`,
  );
  expect(name_en).not.toBe('Garden House');
});

test('a state that is stored late does not undo a later one; a goodbye counts however old its figures', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const standing = () => bench.query('select online, guard_alive, journal_ok from gateway');
  await bench.take(tower, tower.state(3, 2));
  await bench.take(tower, tower.state(1, 2, { guardAlive: false, journal: 'trouble' }));
  expect(await standing()).toEqual([{ online: true, guard_alive: true, journal_ok: true }]);
  await bench.take(tower, tower.state(3, 2, { guardAlive: false }));
  expect(await standing()).toEqual([{ online: true, guard_alive: false, journal_ok: true }]);
  await bench.take(tower, tower.state(0, 0, { online: false, will: true }));
  expect(await standing()).toMatchObject([{ online: false }]);
});
