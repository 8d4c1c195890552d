import type { Alarm } from '../../control/alarm.ts';
import { colour, dim, exactly } from './paint.ts';
import type { Scene } from './scene.ts';

const SEVERITY = { red: 'red', orange: 'yellow', yellow: 'yellowBright', blue: 'blueBright' } as const;

/** So many alarms as rows of so many characters. ♪: it is heard now. ✓: its last step is on disk. */
export function alarmRows({ alarms, annunciation }: Scene, room: number, width: number): string[] {
  if (alarms.length === 0) return [dim('none')];
  const shown = alarms.length > room ? room - 1 : alarms.length;
  const rows = alarms
    .slice(0, shown)
    .map((alarm) => alarmRow(alarm, annunciation?.sounding.includes(alarm.occurrence) ?? false, width));
  return shown < alarms.length ? [...rows, dim(`… and ${alarms.length - shown} more`)] : rows;
}

function alarmRow(alarm: Alarm, heard: boolean, width: number): string {
  const { severity, point, device, limit, to, durable } = alarm;
  const value = alarm.value === null ? alarm.quality : `${alarm.value} ${alarm.unit}`.trim();
  const state = `${to} ${durable ? '✓' : '…'}`;
  const name = (point ?? device).padEnd(22);
  const text = `${severity.padEnd(6)} ${name} ${value}${limit === null ? '' : ` (limit ${limit})`}`;
  const left = exactly(text, width - state.length - 5);
  return `${colour('■', SEVERITY[severity])} ${left} ${heard ? '♪' : ' '} ${dim(state)}`;
}
