import { afterAll, expect, test } from 'vitest';
import {
  type AlarmEvent,
  encodeEvent,
  encodeParts,
  eventMessage,
  type Part,
  type Plain,
  type TimeBase,
  telemetryMessage,
} from '../../../gateway/telemetry/index.ts';
import { type Said, Tower } from './tower.ts';
import { Workbench } from './workbench.ts';

// What hands, odd devices, wrong clocks and a second box do to the database of a city.

afterAll(() => Workbench.close());

const BOOT = 'b007b007b007b007';

/** A row of one part that is not as `Tower` makes it. */
function odd(tower: Tower, seq: number, make: (part: Part) => Part, boot = BOOT): Said {
  const header = {
    ...{ epoch: tower.epoch, boot, seq, birth: tower.hash, historical: false },
    time: { mono: 0, utc: Date.UTC(2026, 5, 1, 8), quality: 'ntp' as const },
    ...{ first: 1, last: 1, sealed: true, slice: null, evidence: null },
  };
  return ['tel', telemetryMessage(header, encodeParts([make(tower.part(seq, 1))], tower.birth.channels))];
}

/** A step of an alarm under a clock that says `time` at the beginning of the boot. */
function step(tower: Tower, seq: number, time: TimeBase, boot: string, to: 'A' | 'B'): Said {
  const at = { boot, mono: seq * 1000 };
  const event: AlarmEvent & { readonly at: typeof at } = {
    ...{ type: 'alarm', rule: 'gas-high', ruleName: 'Gas', occurrence: 'gas#1' },
    ...{ cause: to === 'A' ? 'returned' : 'raised', from: to === 'A' ? 'B' : 'A', to, severity: 'red' },
    ...{
      device: 'gas',
      deviceName: 'Gas sensor',
      place: 'Kitchen',
      point: 'gas/level',
      value: 27,
      limit: 20,
    },
    ...{
      unit: '%LEL',
      quality: 'good',
      onset: at,
      declared: at,
      actor: null,
      condition: to,
      announcement: 1,
    },
    ...{ group: null, reason: null, until: null, at },
  };
  const header = { epoch: tower.epoch, boot, seq, birth: tower.hash, historical: false, durable: true, time };
  return ['event', eventMessage(header, encodeEvent(event))];
}

test('a text that is filled up with zero bytes and a count below nothing are kept as far as they go', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const filled = odd(tower, 1, (part) => ({
    ...part,
    samples: part.samples.map((group) => ({
      ...group,
      columns: group.columns.map((column) => ({ ...column, values: ['SN-7\0\0\0'] })),
    })),
  }));
  const below = odd(tower, 2, (part) => ({
    ...part,
    reports: part.reports.map((group) => ({
      ...group,
      columns: group.columns.map((column) => ({ ...column, n: [-40_000] })),
    })),
  }));
  await bench.take(tower, ...tower.births(), filled);
  expect(await bench.seal()).toBe(1);
  expect(await bench.query(`select text from latest_value where point = 'door/open'`)).toEqual([
    { text: 'SN-7' },
  ]);
  await bench.take(tower, below, tower.alarm(1, 'gas#1', { actor: 'Li\0Wei' }));
  expect(await bench.seal()).toBe(1);
  expect(await bench.query('select seq from segment order by seq')).toEqual([{ seq: 1 }, { seq: 2 }]);
  expect(await bench.query(`select doc ->> 'actor' as actor from event`)).toEqual([{ actor: 'LiWei' }]);
});

test('a row that PostgreSQL will never take is set aside and told, and the others are sealed', async () => {
  const bench = await Workbench.open();
  const [odd1, well] = [new Tower('odd'), new Tower('well')];
  await bench.query(`alter table segment add constraint odd check (gw <> 'odd' or seq <> 2)`);
  const rows = [1, 2, 3].map((seq) => odd1.tel(seq, 1, 1, { sealed: true }));
  await bench.take(odd1, ...odd1.births(), ...rows, odd1.state(0, 4));
  await bench.take(well, ...well.births(), well.tel(1, 1, 1, { sealed: true }));
  await bench.seal();
  expect(await bench.query('select gw, seq from segment order by gw, seq')).toEqual([
    { gw: 'odd', seq: 1 },
    { gw: 'odd', seq: 3 },
    { gw: 'well', seq: 1 },
  ]);
  expect(await bench.query('select gw, code, messages from refused')).toEqual([
    { gw: 'odd', code: 'ingest.not-sealable', messages: 1 },
  ]);
  expect(await bench.query('select standing, refused from standing where gw = $1', 'odd')).toEqual([
    { standing: 'incomplete', refused: true },
  ]);
  expect(await bench.seal()).toBe(0);
});

test('whoever deletes what says which rows are here loses nothing, and has nothing twice', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 2, { sealed: true }), tower.alarm(1, 'gas#1'));
  await bench.seal();
  await bench.take(
    tower,
    tower.tel(2, 1, 1, { sealed: true }),
    tower.tombstone('event', 2, 5),
    tower.state(5, 3),
  );
  await bench.query('delete from have');
  expect(await bench.query('select * from wanted')).toEqual([]);
  expect(await bench.have('event')).toBe('{[1,6)}');
  await bench.take(tower, tower.tel(1, 1, 2, { sealed: true }), tower.alarm(1, 'gas#1'));
  await bench.seal();
  expect(await bench.query('select seq from segment order by seq')).toEqual([{ seq: 1 }, { seq: 2 }]);
});

test('an alarm that was dated by a wrong clock gets its time when the gateway learns it', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  const wrong = { mono: 0, utc: Date.UTC(2031, 0, 1), quality: 'rtc' as const };
  await bench.take(tower, ...tower.births(), step(tower, 1, wrong, BOOT, 'B'));
  await bench.take(tower, tower.state(1, 0));
  const right = Date.UTC(2026, 5, 1, 8) + 1000;
  expect(await bench.query('select at, raised_at from alarm')).toEqual([{ at: right, raised_at: right }]);
});

test('an alarm whose clock was years ahead is over when a later journal says so', async () => {
  const bench = await Workbench.open();
  const [tower, later] = [new Tower(), new Tower('tower-1', 'e00000000000000b')];
  const ahead = { mono: 0, utc: Date.UTC(2051, 0, 1), quality: 'rtc' as const };
  await bench.take(tower, ...tower.births(), step(tower, 1, ahead, BOOT, 'B'));
  const now = { mono: 0, utc: Date.UTC(2026, 5, 2), quality: 'ntp' as const };
  await bench.take(later, ...later.births(), step(later, 1, now, 'b008b008b008b008', 'A'));
  expect(await bench.query('select state from alarm')).toEqual([{ state: 'A' }]);
});

test('two boxes under one id are told, each with a journal of its own; a box with a new journal is not', async () => {
  const bench = await Workbench.open();
  const [one, other] = [new Tower(), new Tower('tower-1', 'e00000000000000b')];
  const doubled = () => bench.query('select standing, doubled from standing');
  await bench.take(one, ...one.births(), one.state(0, 0));
  await bench.take(other, ...other.births(), other.state(0, 0));
  expect(await doubled()).toEqual([{ standing: 'well', doubled: false }]);
  for (const box of [one, other, one]) await bench.take(box, box.state(0, 0));
  expect(await doubled()).toEqual([{ standing: 'incomplete', doubled: true }]);
});

test('a building that was taken off every list is nowhere, and is there again when it speaks', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(tower, ...tower.births(), tower.alarm(1, 'gas#1'), tower.state(2, 2));
  await bench.query(`delete from gateway where gw = 'tower-1'`);
  for (const view of ['standing', 'silent', 'standing_alarm', 'missing'])
    expect(await bench.query(`select gw from ${view}`), view).toEqual([]);
  await bench.take(tower, tower.births()[1] as Said, tower.state(2, 2));
  expect(await bench.query('select standing, name_en from standing')).toEqual([
    { standing: 'wrong', name_en: 'House tower-1' },
  ]);
});

test('a message that is none is counted, can be looked at, and stands beside the building', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(tower, ...tower.births(), ['event', new Uint8Array([1, 2, 3])], tower.state(0, 0));
  expect(await bench.query(`select code, messages, encode(sample, 'hex') as sample from refused`)).toEqual([
    { code: 'telemetry.malformed', messages: 1, sample: '010203' },
  ]);
  expect(await bench.query('select standing from standing')).toEqual([{ standing: 'incomplete' }]);
});

test('a lift that counts oddly, or under a clock of another century, costs the ranking of the others nothing', async () => {
  const bench = await Workbench.open();
  const [odd1, well] = [new Tower('odd'), new Tower('well', 'e00000000000000b')];
  const day = (tower: Tower, seq: number, lift: string, record: Record<string, Plain>): Said =>
    tower.event(seq, {
      ...{ type: 'lift', lift, liftName: 'Lift', what: 'day', details: { day: '2026-06-01', record } },
      at: { boot: BOOT, mono: 60_000 },
    });
  await bench.take(
    odd1,
    ...odd1.births(),
    day(odd1, 1, 'a', { trips: 1.5, failures: 'many', entrapments: 1e300, landings: [1] }),
    day(odd1, 2, 'b', { trips: { of: 1 }, landings: { 1: 5, 2: { balks: null } } }),
    day(odd1, 3, 'c', { trips: 5, entrapments: 9 }),
  );
  await bench.take(well, ...well.births(), day(well, 1, 'd', { trips: 200, entrapments: 1 }));
  await bench.query(`update event set at = now() where type = 'lift'`);
  await bench.query(`update event set at = '2099-06-01' where doc ->> 'lift' = 'c'`);
  const ranked = await bench.query('select gw, lift, trips, entrapments from lift_rank order by rank, lift');
  expect(ranked).toEqual([
    { gw: 'odd', lift: 'a', trips: 2, entrapments: 1_000_000_000 },
    { gw: 'well', lift: 'd', trips: 200, entrapments: 1 },
    { gw: 'odd', lift: 'b', trips: 0, entrapments: 0 },
  ]);
});

test('the last values of a gateway whose clock was years ahead are those of the journal it has now', async () => {
  const bench = await Workbench.open();
  const [tower, later] = [new Tower(), new Tower('tower-1', 'e00000000000000b')];
  await bench.take(
    tower,
    ...tower.births(),
    tower.tel(1, 1, 1, { sealed: true, utc: Date.UTC(2099, 11, 31) }),
  );
  await bench.seal();
  await bench.take(
    later,
    ...later.births(),
    odd(later, 7, (part) => part, 'b008b008b008b008'),
  );
  await bench.seal();
  expect(await bench.query('select epoch, seq from latest')).toEqual([{ epoch: later.epoch, seq: 7 }]);
});

test('what a gateway said can be read though another one said its birth before it', async () => {
  const bench = await Workbench.open();
  const [tower, thief] = [new Tower(), new Tower('thief', 'e00000000000000b')];
  await bench.take(thief, ...tower.births());
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 10, { sealed: true }), tower.state(0, 2));
  await bench.seal();
  const hours = await bench.query(
    `select n from history('tower-1', 'gas/level', '2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z')`,
  );
  expect(hours).toEqual([{ n: 600 }]);
});
