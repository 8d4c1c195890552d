import type { Reading } from '../../../drivers/reading.ts';
import type { Installation, Line, Point } from '../../site/installation.ts';
import { AMBER, bold, colour, cut, dim, GREEN, RED } from './paint.ts';
import type { Scene } from './scene.ts';

const NARROWEST_CELL = 26;
const MOST_PER_ROW = 4;

/** One line of the building: how it is, and the first point of each device, which is the one it is there for. */
export function lineRows(scene: Scene, line: Line, width: number): string[] {
  const health = scene.lines.get(line.id);
  const state = health === undefined ? 'opening' : health.state;
  const busy = health === undefined ? 0 : health.utilisation;
  const perRow = cellsPerRow(width);
  const cell = Math.floor((width + 1) / perRow) - 1;
  const name = Math.max(...line.devices.map(({ id }) => id.length));
  const cells = line.devices.map((device) => {
    const point = device.points[0];
    const reading = point === undefined ? undefined : scene.readings.get(point.id);
    const room = cell - name - 3;
    return `${mark(scene, device.id)} ${device.id.padEnd(name)} ${cut(valueText(reading, point), room).padEnd(room)}`;
  });
  const how = state === 'lost' ? colour('lost', RED) : state;
  return [
    `${bold(`line ${line.id}:`)} ${how}, ${gauge(busy)} ${Math.round(busy * 100)} % busy`,
    ...inRows(cells, perRow),
  ];
}

/** Lines with sensors: what only sounds has its own place. */
export function sensorLines({ lines, annunciators }: Installation): Line[] {
  const sounders = new Set(annunciators.map(({ device }) => device));
  return lines.filter(({ devices }) => devices.some(({ id }) => !sounders.has(id)));
}

function cellsPerRow(width: number): number {
  return Math.min(MOST_PER_ROW, Math.max(1, Math.floor((width + 1) / (NARROWEST_CELL + 1))));
}

function mark({ devices }: Scene, id: string): string {
  const state = devices.get(id)?.state ?? 'unknown';
  if (state === 'online') return colour('●', GREEN);
  return state === 'unknown' ? dim('○') : colour('●', state === 'failing' ? AMBER : RED);
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
