import { openJournal } from '../../../gateway/journal/write/opening.ts';
import { Store } from '../../../gateway/journal/write/store.ts';
import type { DailyRecord } from '../../../gateway/lift/health/dailyRecord.ts';
import type {
  Birth,
  EventBody,
  Part,
  ReportGroup,
  SampleGroup,
} from '../../../gateway/telemetry/wire/model.ts';
import type { Plain } from '../../../gateway/telemetry/wire/plain.ts';
import { dayOf } from '../../cli/lift/liftScreenFixture.ts';
import { seeded } from '../../guard/bus/line/random.ts';
import { ROOMY } from '../../journal/samples.ts';
import { dayHappening } from '../lift/simulatedMonth.ts';

export const START = Date.UTC(2026, 4, 1); // a May the first, UTC
export const DAYS = 184; // until the end of October
const HOUR_MS = 3_600_000;
const DOOR = 5;
const BOOT = 'ha1f1ea5ha1f1ea5'.replaceAll('h', 'f').replaceAll('l', '1');

const CHANNELS: Birth['channels'] = [
  ['wall-n/tilt_x', { en: 'Wall north, tilt', zh: '北墙倾斜' }, '°', -3, 'tilt.x'],
  ['gauge/displacement', { en: 'Crack, level 2', zh: '2 层裂缝' }, 'mm', -3, 'crack.opening'],
  ['gas-301/concentration', { en: 'Gas, kitchen 301', zh: '厨房301 燃气' }, '%LEL', -1, 'gas.concentration'],
  ['riser/pressure', { en: 'Riser', zh: '供水立管' }, 'MPa', -3, 'pressure'],
  ['wall-n/temperature', { en: 'Wall north, temperature', zh: '北墙温度' }, '°C', -2, 'temperature'],
  ['board/input1', { en: 'Plant room door', zh: '机房门' }, '', 0, 'door.open'],
  ['gauge-2/displacement', { en: 'Crack, level 5', zh: '5 层裂缝' }, 'mm', -3, 'crack.opening'],
].map(([point, name, unit, exponent, role], index) => ({
  ...{ index, point, name, unit, exponent, role },
  profile: 'simulated',
})) as Birth['channels'];

/** What stands in the site file of that building: limits with their clauses, a baseline, thermometers. */
export const halfYearSite = {
  gateway: { id: 'garden-12-3', timeZone: 'UTC' },
  buses: [{ id: 'l', connection: { type: 'serial', path: '/dev/ttyS9', baud: 9600 } }],
  devices: [
    {
      ...{
        id: 'wall-n',
        name: { en: 'Wall north', zh: '北墙' },
        profile: 'wit-hwt9073-485',
        bus: 'l',
        unit: 80,
      },
      ...{ pack: 'tilt', packChanges: { rate: 'off' }, baseline: { tilt_x: 0.35 } },
    },
    {
      id: 'gauge',
      name: { en: 'Crack, level 2', zh: '2 层裂缝' },
      profile: 'xinwei-lvdt',
      bus: 'l',
      unit: 2,
    },
    {
      id: 'gauge-2',
      name: { en: 'Crack, level 5', zh: '5 层裂缝' },
      profile: 'xinwei-lvdt',
      bus: 'l',
      unit: 3,
    },
    {
      ...{ id: 'gas-301', name: { en: 'Kitchen 301', zh: '厨房301' }, profile: 'ya-k300-s', bus: 'l' },
      unit: 4,
    },
    { id: 'riser', name: { en: 'Riser', zh: '供水立管' }, profile: 'qdy30a-pressure', bus: 'l', unit: 5 },
  ],
  rules: [
    {
      ...{
        id: 'gas',
        name: { en: 'Gas leak', zh: '燃气泄漏' },
        kind: 'limit',
        point: 'gas-301/concentration',
      },
      ...{ unit: '%LEL', high: { yellow: 10, red: 20 } },
    },
  ],
};

/**
 * Half a year of a building, hour by hour: a wall that leans with the sun and does not move, a crack that opens by a tenth of
 * a millimetre a month and was not watched for three weeks, gas once, and once in a bump test, water, a door that is known, a
 * lift that trapped somebody, and a gauge that was fitted a week before the end.
 */
export function halfYear(file: string): void {
  const { db, identity } = openJournal(file, 'garden-12-3', null);
  const store = new Store(db, identity, { file, boot: BOOT, segmentParts: 10, budgets: ROOMY });
  store.write([
    { kind: 'birth', birth: birth(CHANNELS.slice(0, -1), '0.9.0') },
    { kind: 'uplinks', ids: [] },
    {
      kind: 'event',
      event: {
        ...{ type: 'clock', boot: BOOT, at: { boot: BOOT, mono: 0 } },
        time: { mono: 0, utc: START, quality: 'ntp' },
      },
    },
  ]);
  const random = seeded(12);
  for (let day = 0; day < DAYS; day++) {
    if (day === FITTED) store.write([{ kind: 'birth', birth: birth(CHANNELS, '1.0.0') }]);
    store.write(
      Array.from({ length: 24 }, (_, hour) => 24 * day + hour).flatMap((hour) => [
        ...eventsOf(hour).map((event) => ({ kind: 'event' as const, event })),
        { kind: 'part' as const, part: partOf(hour, random), evidence: null },
      ]),
    );
  }
  store.write(eventsOf(DAYS * 24).map((event) => ({ kind: 'event', event })));
  db.close();
}

function birth(channels: Birth['channels'], software: string) {
  const name = { en: 'Garden Lane 12, block 3', zh: '花园里12号3栋' };
  return { gateway: 'garden-12-3', name, software, channels, rules: [] };
}

/** The day on which the last gauge was fitted. */
const FITTED = DAYS - 7;

function eventsOf(hour: number): EventBody[] {
  const day = new Date(START + (hour / 24 - 1) * 86_400_000).toISOString().slice(0, 10);
  const at = { boot: BOOT, mono: hour * HOUR_MS };
  const command = (verb: string, actor: string, detail: string): EventBody => ({
    ...{ type: 'command', verb, actor, accepted: true, detail, at },
  });
  const availability = { upMs: 22 * HOUR_MS, downMs: 2 * HOUR_MS, unseenMs: 0, share: 22 / 24 };
  const trapped = { entrapments: 1, failures: 1, visits: 1, availability };
  const ofDay = hour % 24 === 0 && hour > 0 ? [liftDay(dayOf(day, hour === 90 * 24 ? trapped : {}), at)] : [];
  const others: Readonly<Record<number, readonly EventBody[]>> = {
    [30 * 24]: [command('bump-test', 'desk:王芳', 'gas-301/concentration begun with methane')],
    [30 * 24 + 1]: [
      alarm('A', 'B', 30 * 24 + 1, 'tested'),
      alarm('B', 'A', 30 * 24 + 1.01, 'tested'),
      command('bump-test', 'desk:王芳', 'gas-301/concentration passed'),
    ],
    [81 * 24]: [1, 2, 3].map(() => command('shelve', 'desk:王芳', 'gauge-silent')),
    [100 * 24]: [alarm('A', 'B', 100 * 24, 'o1'), alarm('B', 'C', 100 * 24 + 0.1, 'o1')],
    [100 * 24 + 1]: [alarm('C', 'A', 100 * 24 + 1, 'o1')],
    [FITTED * 24]: [
      command('site-apply', 'desk:王芳', '5 层新装裂缝计'),
      command('site-keep', 'desk:王芳', 'revision 2'),
    ],
  };
  return [...ofDay, ...(others[hour] ?? [])];
}

function liftDay(record: DailyRecord, at: EventBody['at']): EventBody {
  const { what, ...details } = dayHappening(record);
  const liftName = { en: 'Lift A', zh: '甲梯' };
  return {
    ...{ type: 'lift', lift: 'lift-a', liftName, what, at },
    details: details as Readonly<Record<string, Plain>>,
  };
}

function partOf(hour: number, random: () => number): Part {
  const day = hour / 24;
  const sun = Math.sin((2 * Math.PI * hour) / 24);
  const noise = () => random() - 0.5;
  const values: (number | null)[] = [
    0.12 + 0.02 * sun + 0.01 * noise(),
    day >= 60 && day < 81 ? Number.NaN : 0.4 + (0.1 * day) / 30.44 + 0.02 * noise(),
    hour === 100 * 24 ? 23 : 0.2 + 0.2 * random(),
    0.31 + 0.01 * noise(),
    22 - (8 * day) / DAYS + 4 * sun + noise(),
    null,
    day < FITTED ? null : 1.2 + 0.02 * noise(),
  ];
  const to = (hour + 1) * HOUR_MS;
  const columns = values.flatMap((mean, channel): ReportGroup['columns'] =>
    mean === null ? [] : [columnOf(channel, mean)],
  );
  const door: SampleGroup = {
    times: [to],
    columns: [{ channel: DOOR, values: [hour % 24 === 9], qualities: ['good'] }],
  };
  const samples = hour % 24 === 9 || hour % 24 === 0 ? [door] : [];
  return { from: hour * HOUR_MS, to, samples, reports: [{ times: [to], columns }] };
}

/** What a channel did in an hour; not a number: it had no good sample. */
function columnOf(channel: number, mean: number): ReportGroup['columns'][number] {
  return Number.isNaN(mean)
    ? { channel, min: [null], mean: [null], max: [null], n: [0], qualities: ['no-communication'] }
    : { channel, min: [mean - 0.005], mean: [mean], max: [mean + 0.005], n: [720], qualities: ['good'] };
}

function alarm(from: string, to: string, hour: number, occurrence: string): EventBody {
  const at = { boot: BOOT, mono: hour * HOUR_MS };
  const begun = { boot: BOOT, mono: Math.floor(hour / 24) * 24 * HOUR_MS };
  return {
    ...{
      type: 'alarm',
      rule: 'gas',
      ruleName: { en: 'Gas leak', zh: '燃气泄漏' },
      cause: 'limit',
    },
    ...{ occurrence, from, to, severity: 'red', device: 'gas-301', deviceName: 'gas-301', place: null },
    ...{ point: 'gas-301/concentration', value: 23, limit: 20, unit: '%LEL', quality: 'good' },
    ...{ onset: begun, declared: begun, actor: null, condition: to, announcement: 1, at },
    ...{ group: null, reason: null, until: null },
  } as EventBody;
}
