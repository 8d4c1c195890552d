import { openJournal } from '../../../gateway/journal/write/opening.ts';
import { Store } from '../../../gateway/journal/write/store.ts';
import type { Birth, EventBody, Part } from '../../../gateway/telemetry/wire/model.ts';
import { seeded } from '../../guard/bus/line/random.ts';
import { ROOMY } from '../../journal/samples.ts';

export const START = Date.UTC(2026, 4, 1); // a May the first, UTC
export const DAYS = 184; // until the end of October
const HOUR_MS = 3_600_000;
const BOOT = 'ha1f1ea5ha1f1ea5'.replaceAll('h', 'f').replaceAll('l', '1');

const CHANNELS: Birth['channels'] = [
  ['wall-n/tilt_x', { en: 'Wall north, tilt', zh: '北墙倾斜' }, '°', -3, 'tilt.x'],
  ['gauge/crack', { en: 'Crack, level 2', zh: '2 层裂缝' }, 'mm', -3, 'crack.width'],
  ['gas-301/concentration', { en: 'Gas, kitchen 301', zh: '厨房301 燃气' }, '%LEL', -1, 'gas.concentration'],
  ['riser/pressure', { en: 'Riser', zh: '供水立管' }, 'MPa', -3, 'pressure'],
  ['gauge-2/crack', { en: 'Crack, level 5', zh: '5 层裂缝' }, 'mm', -3, 'crack.width'],
].map(([point, name, unit, exponent, role], index) => ({
  ...{ index, point, name, unit, exponent, role },
  profile: 'simulated',
})) as Birth['channels'];

/**
 * Half a year of a building, hour by hour: a wall that leans with the sun and does not move, a crack that opens by a tenth of
 * a millimetre a month and was not watched for three weeks, gas once, water, and a gauge that was fitted a week before the end.
 */
export function halfYear(file: string): void {
  const { db, identity } = openJournal(file, 'garden-12-3', null);
  const store = new Store(db, identity, { file, boot: BOOT, segmentParts: 10, budgets: ROOMY });
  const name = { en: 'Garden Lane 12, block 3', zh: '花园里12号3栋' };
  const birth = { gateway: 'garden-12-3', name, software: '0.9.0', channels: CHANNELS, rules: [] };
  const clock: EventBody = {
    ...{ type: 'clock', boot: BOOT, at: { boot: BOOT, mono: 0 } },
    time: { mono: 0, utc: START, quality: 'ntp' },
  };
  store.write([
    { kind: 'birth', birth },
    { kind: 'uplinks', ids: [] },
    { kind: 'event', event: clock },
    ...[alarm('A', 'B', 100 * 24), alarm('B', 'A', 100 * 24 + 1)].map((event) => ({
      kind: 'event' as const,
      event,
    })),
  ]);
  const random = seeded(12);
  for (let hour = 0; hour < DAYS * 24; hour++)
    store.write([{ kind: 'part', part: partOf(hour, random), evidence: null }]);
  db.close();
}

function partOf(hour: number, random: () => number): Part {
  const day = hour / 24;
  const sun = Math.sin((2 * Math.PI * hour) / 24);
  const noise = () => random() - 0.5;
  const values: (number | null)[] = [
    0.12 + 0.02 * sun + 0.01 * noise(),
    day >= 60 && day < 81 ? null : 0.4 + (0.1 * day) / 30.44 + 0.02 * noise(),
    hour === 100 * 24 ? 23 : 0.2 + 0.2 * random(),
    0.31 + 0.01 * noise(),
    day < DAYS - 7 ? null : 1.2 + 0.02 * noise(),
  ];
  const to = (hour + 1) * HOUR_MS;
  const columns = values.flatMap((mean, channel) =>
    mean === null
      ? []
      : [
          {
            channel,
            min: [mean - 0.005],
            mean: [mean],
            max: [mean + 0.005],
            n: [720],
            qualities: ['good' as const],
          },
        ],
  );
  return { from: hour * HOUR_MS, to, samples: [], reports: [{ times: [to], columns }] };
}

function alarm(from: string, to: string, hour: number): EventBody {
  const at = { boot: BOOT, mono: hour * HOUR_MS };
  return {
    ...{
      type: 'alarm',
      rule: 'gas',
      ruleName: { en: 'Gas leak', zh: '燃气泄漏' },
      occurrence: 'o1',
      cause: 'limit',
    },
    ...{ from, to, severity: 'red', device: 'gas-301', deviceName: 'gas-301', place: null },
    ...{ point: 'gas-301/concentration', value: 23, limit: 20, unit: '%LEL', quality: 'good' },
    ...{ onset: at, declared: at, actor: null, condition: to, announcement: 1, at },
    ...{ group: null, reason: null, until: null },
  } as EventBody;
}
