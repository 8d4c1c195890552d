import type { Reading } from '../../../drivers/reading.ts';
import type { Alarm } from '../../detect/types.ts';
import type { Installation, Point } from '../../site/installation.ts';
import type { Scene } from './scene.ts';

const WIDTH = 100;
const SEVERITY = { red: 31, orange: 33, yellow: 93, blue: 94 } as const;
const KEYS =
  'g leak gas · v ventilate · k kill/revive heating · n cut/restore network · a acknowledge · q leave';
const VALUE_WIDTH = 14;

/** One picture of the scene, for a terminal of 100 columns. Pure: text in, text out. */
export function drawScene(scene: Scene, installation: Installation, now: number): string {
  const rows = [
    bold(`LIFELINE  ${english(installation.gateway.name ?? installation.gateway.id)}`),
    dim(
      `${clock(scene.elapsedS(now))} running · first reading on the platform after ${scene.firstReadingS?.toFixed(1) ?? '…'} s`,
    ),
    ...building(scene, installation),
    ...alarmRows(scene),
    ...platform(scene),
    '',
    dim(KEYS),
  ];
  return rows.join('\n');
}

function building(scene: Scene, installation: Installation): string[] {
  return installation.lines.flatMap((line) => {
    const health = scene.lines.get(line.id);
    const state = health === undefined ? 'opening' : health.state;
    const busy = health === undefined ? 0 : health.utilisation;
    // the first point of each device is the one it is there for
    const cells = line.devices.map((device) => {
      const point = device.points[0];
      const reading = point === undefined ? undefined : scene.readings.get(point.id);
      return `${mark(scene, device.id)} ${device.id.padEnd(15)} ${valueText(reading, point).padEnd(VALUE_WIDTH)}`;
    });
    return [
      heading(
        `line ${line.id}: ${state === 'lost' ? colour('lost', 31) : state}, ${gauge(busy)} ${Math.round(busy * 100)} % busy`,
      ),
      ...inRows(cells, 3),
    ];
  });
}

function alarmRows({ alarms }: Scene): string[] {
  const rows = alarms.slice(0, 6).map((alarm) => alarmRow(alarm));
  const more = alarms.length > 6 ? [dim(`… and ${alarms.length - 6} more`)] : [];
  return [heading('alarms, decided on the spot'), ...(rows.length === 0 ? [dim('none')] : rows), ...more];
}

function alarmRow(alarm: Alarm): string {
  const value = alarm.value === null ? alarm.quality : `${alarm.value} ${alarm.unit}`;
  const limit = alarm.limit === null ? '' : ` (limit ${alarm.limit})`;
  const kept = alarm.durable ? 'on disk' : 'being written';
  const text = `${alarm.severity.padEnd(6)} ${(alarm.point ?? alarm.device).padEnd(26)} ${value}${limit}`;
  return `${colour('■', SEVERITY[alarm.severity])} ${text.padEnd(58)} ${dim(`${alarm.to}, ${kept}`)}`;
}

function platform({ totals, network, arrivals }: Scene): string[] {
  const cut = network === 'cut' ? colour('NETWORK CUT', 31) : colour('connected', 32);
  const sums =
    totals === null
      ? 'nothing received yet'
      : `${totals.received} received, ${totals.missing} missing, ${totals.duplicates} duplicates, ${totals.tombstoned} in tombstones` +
        (totals.outstanding > 0 ? `, ${totals.outstanding} on the way` : '');
  return [
    heading(`the platform: ${cut}`),
    sums,
    ...arrivals.slice(-6).map((line) => dim(line.slice(0, WIDTH))),
  ];
}

function mark({ devices }: Scene, id: string): string {
  const state = devices.get(id)?.state ?? 'unknown';
  if (state === 'online') return colour('●', 32);
  return state === 'unknown' ? dim('○') : colour('●', state === 'failing' ? 33 : 31);
}

/** The value as precise as it travels, with its unit; what is wrong where there is none. */
function valueText(reading: Reading | undefined, point: Point | undefined): string {
  if (reading === undefined || point === undefined) return '…';
  const { value, quality } = reading;
  if (value === null) return quality;
  const shown = typeof value === 'number' ? value.toFixed(Math.max(0, point.decimals)) : String(value);
  return `${shown} ${point.unit}`.trim();
}

function gauge(share: number): string {
  const filled = Math.min(10, Math.round(share * 10));
  return `${'▮'.repeat(filled)}${'▯'.repeat(10 - filled)}`;
}

function inRows(cells: readonly string[], perRow: number): string[] {
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += perRow) rows.push(cells.slice(at, at + perRow).join(' '));
  return rows;
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

function english(name: string | { readonly en: string }): string {
  return typeof name === 'string' ? name : name.en;
}

function heading(text: string): string {
  return `\n${bold(text)}`;
}

function bold(text: string): string {
  return `\x1b[1m${text}\x1b[0m`;
}

function dim(text: string): string {
  return `\x1b[2m${text}\x1b[0m`;
}

function colour(text: string, code: number): string {
  return `\x1b[${code}m${text}\x1b[0m`;
}
