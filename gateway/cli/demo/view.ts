import type { Installation } from '../../site/installation.ts';
import { alarmRows } from './alarmRows.ts';
import { annunciatorRows } from './annunciatorRows.ts';
import { lineRows, sensorLines } from './lineRows.ts';
import { bold, colour, cut, dim, GREEN, RED, wrapped } from './paint.ts';
import type { Scene } from './scene.ts';

/** A terminal's room, in characters. */
export type Size = { readonly columns: number; readonly rows: number };

const KEYS = [
  'g leak gas',
  'v ventilate',
  'k kill/revive heating',
  'n cut/restore network',
  'a acknowledge',
  's silence',
  'r reset',
  't lamp test',
  'o open gas valve by hand',
  'p QR code for a phone',
  'q leave',
];
const LONGEST_LIST = 6;
const WIDEST = 120;

/** One picture of the scene, for a terminal of this size; 80 × 24 is enough. `link`: of the page. Pure: text in, text out. */
export function drawScene(
  scene: Scene,
  installation: Installation,
  now: number,
  size: Size,
  link: string,
): string {
  const width = Math.min(WIDEST, size.columns);
  const keys = wrapped(KEYS, width).map(dim);
  const head = `${title(scene, installation, now)}\n${link}`;
  const lines = sensorLines(installation).map((line) => lineRows(scene, line, width));
  const annunciator = annunciatorRows(scene);
  const [platform, sums] = platformRows(scene, width);

  const fixed = [...head.split('\n'), ...lines.flat(), ...annunciator, 'alarms', platform, sums, ...keys]
    .length;
  const blocks = lines.length + 4;
  const airy = size.rows - fixed - blocks >= LONGEST_LIST + 2;
  const room = Math.max(2, size.rows - fixed - (airy ? blocks : 0));
  const alarms = alarmRows(scene, Math.min(LONGEST_LIST, Math.max(1, room - Math.min(2, room >> 1))), width);
  const arrivals = scene.arrivals
    .slice(-Math.min(LONGEST_LIST, Math.max(1, room - alarms.length)))
    .map((line) => dim(cut(line, width)));

  return [
    [head],
    ...lines,
    annunciator,
    [bold('alarms, decided on the spot'), ...alarms],
    [platform, sums, ...arrivals],
    keys,
  ]
    .map((block) => block.join('\n'))
    .join(airy ? '\n\n' : '\n');
}

function title(scene: Scene, { gateway: { id, name = id } }: Installation, now: number): string {
  const first = scene.firstReadingS?.toFixed(1) ?? '…';
  const building = typeof name === 'string' ? name : name.en;
  const times = `${clock(scene.elapsedS(now))}, first reading on the platform after ${first} s`;
  return `${bold(`LIFELINE  ${building}`)}  ${dim(times)}`;
}

function platformRows({ totals, network }: Scene, width: number): [string, string] {
  const state = network === 'cut' ? colour('NETWORK CUT', RED) : colour('connected', GREEN);
  const sums =
    totals === null
      ? 'nothing received yet'
      : `${totals.received} received, ${totals.missing} missing, ${totals.duplicates} duplicates, ${totals.tombstoned} in tombstones` +
        (totals.outstanding > 0 ? `, ${totals.outstanding} on the way` : '');
  return [`${bold('the platform:')} ${state}`, cut(sums, width)];
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}
