import type { Reading } from '../../../drivers/reading.ts';
import type { Installation, Line, Point } from '../../site/installation.ts';
import { QUALITY_WORDS } from '../../text/terms.ts';
import { widthOf } from '../columns.ts';
import type { DemoVoice } from './demoVoice.ts';
import { AMBER, bold, colour, dim, exactly, GREEN, RED } from './paint.ts';
import type { Scene } from './scene.ts';

const NARROWEST_CELL = 26;
const MOST_PER_ROW = 5;

/** One line of the building: how it is, and the first point of each device, which is the one it is there for. */
export function lineRows(scene: Scene, line: Line, width: number, voice: DemoVoice): string[] {
  const perRow = cellsPerRow(width);
  const cell = Math.floor((width + 1) / perRow) - 1;
  const names = line.devices.map(({ id }) => voice.nameOf(id));
  const name = Math.min(Math.max(...names.map(widthOf)), cell - LEAST_VALUE);
  const cells = line.devices.map((device, i) => {
    const point = device.points[0];
    const value = valueText(point === undefined ? undefined : scene.readings.get(point.id), point, voice);
    return `${mark(scene, device.id)} ${exactly(names[i] ?? '', name)} ${exactly(value, cell - name - 3)}`;
  });
  return [lineHead(scene, line.id, voice), ...inRows(cells, perRow)];
}

const LEAST_VALUE = 13;

/** The name of a line, whether its port is there, and how busy it is. */
function lineHead(scene: Scene, line: string, { say }: DemoVoice): string {
  const health = scene.lines.get(line);
  const state = say(`line.${health?.state ?? 'opening'}`);
  const busy = health?.utilisation ?? 0;
  const shown = health?.state === 'lost' ? colour(state, RED) : state;
  const percent = Math.round(busy * 100);
  return `${bold(say('line', { line }))}${say('line.busy', { state: shown, gauge: gauge(busy), percent })}`;
}

/** Lines with sensors: what only sounds, and a lift, have places of their own. */
export function sensorLines({ lines, annunciators, lifts }: Installation): Line[] {
  const apart = new Set([
    ...annunciators.map(({ device }) => device),
    ...lifts.flatMap(({ sources }) => sources.map(({ id }) => id)),
  ]);
  return lines.filter(({ devices }) => devices.some(({ id }) => !apart.has(id)));
}

function cellsPerRow(width: number): number {
  return Math.min(MOST_PER_ROW, Math.max(1, Math.floor((width + 1) / (NARROWEST_CELL + 1))));
}

/** How a device is heard, as a dot. */
export function mark({ devices }: Scene, id: string): string {
  const state = devices.get(id)?.state ?? 'unknown';
  if (state === 'online') return colour('●', GREEN);
  return state === 'unknown' ? dim('○') : colour('●', state === 'failing' ? AMBER : RED);
}

const YES = { en: 'yes', zh: '是' };
const NO = { en: 'no', zh: '否' };

/** The value as precise as it travels, with its unit; what is wrong where there is none. */
export function valueText(
  reading: Reading | undefined,
  point: Pick<Point, 'decimals' | 'unit'> | undefined,
  { word }: Pick<DemoVoice, 'word'>,
): string {
  if (reading === undefined || point === undefined) return '…';
  const { value, quality } = reading;
  if (value === null) return word(QUALITY_WORDS[quality]);
  if (typeof value === 'boolean') return word(value ? YES : NO);
  const shown = typeof value === 'number' ? value.toFixed(Math.max(0, point.decimals)) : value;
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
