import { qualityClass } from '../../../drivers/quality.ts';
import type { ScreenAlarm } from '../../control/alarmScreen.ts';
import type { Problem } from '../../core/result.ts';
import type { Device } from '../../site/installation.ts';
import type { Text } from '../../text/language.ts';
import { words } from '../../text/named.ts';
import { problemIn } from '../../text/problemText.ts';
import type { StatusBoard } from '../statusBoard.ts';

/**
 * What of a device is not sensed now, and why, as far as its line knows. Undefined where all of it is heard: then there is
 * nothing to name.
 */
export function unsensedOf(
  device: Device | undefined,
  board: Pick<StatusBoard, 'devices' | 'lines' | 'reading'>,
): ScreenAlarm['unsensed'] {
  if (device === undefined) return undefined;
  const heard = device.points.filter(({ id }) => board.reading(id) !== undefined);
  const lost = heard.filter(({ id }) => qualityClass(board.reading(id)?.quality ?? 'good') === 'bad');
  if (heard.length > 0 && lost.length === 0) return undefined;
  const trouble = troubleOf(device, board);
  return {
    points: lost.map(({ profile }) => profile.names),
    whole: lost.length === heard.length,
    because: trouble === undefined ? null : becauseOf(trouble, lost.length - refusedOf(lost, board)),
    remedy: trouble?.hint === undefined ? null : inBoth(trouble, ({ hint = '' }) => hint),
  };
}

/** A refusal is not why the others are lost: they were, when the device was silent, and have not been due since. */
function becauseOf(trouble: Problem, others: number): Text {
  const because = inBoth(trouble, ({ what }) => what);
  if (!trouble.code.startsWith('bus.refused') || others === 0) return because;
  return words('refusal.beside-silence', { refusals: because, count: others });
}

function refusedOf(lost: Device['points'], board: Pick<StatusBoard, 'reading'>): number {
  return lost.filter(({ id }) => board.reading(id)?.quality === 'protocol-error').length;
}

function inBoth(problem: Problem, part: (problem: Problem) => string): Text {
  return { en: part(problem), zh: part(problemIn(problem, 'zh')) };
}

/** Why a device does not answer, in the words of its line; undefined: nothing is known against it. */
export function whySilent(
  device: Pick<Device, 'id' | 'lineId'>,
  board: Pick<StatusBoard, 'devices' | 'lines'>,
): ScreenAlarm['why'] {
  const trouble = troubleOf(device, board);
  if (trouble?.hint === undefined) return undefined;
  return { because: inBoth(trouble, ({ what }) => what), remedy: inBoth(trouble, ({ hint = '' }) => hint) };
}

/** What its line, if that is lost, or the device itself is troubled with. */
function troubleOf(
  { id, lineId }: Pick<Device, 'id' | 'lineId'>,
  { lines, devices }: Pick<StatusBoard, 'devices' | 'lines'>,
): Problem | undefined {
  const line = lines.get(lineId);
  return line?.state === 'lost' ? line.problem : devices.get(id)?.trouble;
}
