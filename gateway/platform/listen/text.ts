import type {
  EventMessage,
  Message,
  StateMessage,
  TelemetryMessage,
  WireText,
} from '../../telemetry/index.ts';
import type { GatewayView } from '../../telemetry/sdk/gatewayView.ts';
import { type Latest, lastValues } from '../../telemetry/sdk/latest.ts';
import type { GatewayTrouble } from '../../telemetry/sdk/standing.ts';
import { samplesIn } from './evidenceTotals.ts';
import { liftLine } from './liftLine.ts';
import type { GatewayTotals } from './listener.ts';

const CIVIL = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' });

/** What a message says, one line per thing worth reading. Births and repetitions of state say little and give one. */
export function messageLines(gateway: string, message: Message, view: GatewayView): string[] {
  switch (message.kind) {
    case 'telemetry':
      return message.evidence !== null
        ? [`${gateway}  ${evidenceLine(message, message.evidence, view)}`]
        : telemetryLines(gateway, message, view);
    case 'event':
      return [`${gateway}  ${eventLine(message, view)}`];
    case 'tombstone':
      return [
        `${gateway}  ${message.stream} ${message.from} to ${message.to} will never come: ${message.reason}`,
      ];
    case 'birth':
      return [`${gateway}  birth ${message.hash}: ${message.birth.channels.length} channels`];
    case 'state':
      return [`${gateway}  ${stateLine(message.state)}`];
    default:
      return [];
  }
}

/** What is wrong with a gateway, in both languages: who reads this is not known here. */
export function standingLine(gateway: string, { severity, text }: GatewayTrouble): string {
  return `${gateway}  ${severity.toUpperCase()}: ${text.en} / ${text.zh}`;
}

/** Whether everything is here, in one line. */
export function verdictLine(gateway: string, totals: GatewayTotals): string {
  const { received, missing, outstanding, held, duplicates, conflicts, tombstoned, complete, evidence } =
    totals;
  const verdict = complete ? 'complete' : missing + conflicts + held > 0 ? 'NOT COMPLETE' : 'waiting';
  const parts = [
    `${received} received`,
    `${missing} missing`,
    `${duplicates} duplicates`,
    `${tombstoned} in tombstones`,
    ...(outstanding > 0 ? [`${outstanding} on the way`] : []),
    ...(held > 0 ? [`${held} UNREADABLE without their birth`] : []),
    ...(conflicts > 0 ? [`${conflicts} CONFLICTS`] : []),
    ...(evidence.size > 0 ? [`evidence of ${evidence.size} alarm${evidence.size === 1 ? '' : 's'}`] : []),
  ];
  return `${gateway}  verdict: ${verdict} (${parts.join(', ')})`;
}

/** The English text, or the only one. */
export function english(text: WireText): string {
  return typeof text === 'string' ? text : text.en;
}

/** `2026-11-22 10:15:06`, UTC; where that is not known, the boot and the seconds since it began. */
export function timeText(at: { readonly boot: string; readonly mono: number }, view: GatewayView): string {
  const { utc, quality } = view.date(at);
  if (utc === null) return `boot ${at.boot.slice(0, 4)} + ${(at.mono / 1000).toFixed(1)} s`;
  return `${CIVIL.format(utc)}${quality === 'ntp' ? '' : ` (${quality})`}`;
}

function telemetryLines(gateway: string, message: TelemetryMessage, view: GatewayView): string[] {
  const channels = view.birthOf(message.birth)?.channels ?? [];
  return [...lastValues(message, channels)].map(([{ point, unit }, latest]) => {
    return `${gateway}  ${timeText(latest.stamp, view)}  ${point}  ${valueText(latest, unit)}`;
  });
}

/** One line a row: the samples themselves are thousands. */
function evidenceLine(message: TelemetryMessage, occurrence: string, view: GatewayView): string {
  const { boot, parts } = message;
  const [from, to] = [parts[0]?.from ?? 0, parts.at(-1)?.to ?? 0];
  const span = `${timeText({ boot, mono: from }, view)} to ${timeText({ boot, mono: to }, view)}`;
  return `evidence of ${occurrence}: ${samplesIn(message)} samples, ${span}`;
}

function valueText({ value, quality, record }: Latest, unit: string): string {
  const shown = value === null ? '–' : `${value}${unit === '' ? '' : ` ${unit}`}`;
  const trust = quality === 'good' ? '' : `  ${quality}`;
  const spread = record === null || record.n === 0 ? '' : `  (${record.min} to ${record.max}, n ${record.n})`;
  return `${shown}${trust}${spread}`;
}

function eventLine({ event, durable }: EventMessage, view: GatewayView): string {
  const when = timeText(event.at, view);
  switch (event.type) {
    case 'alarm': {
      const place = event.place === null ? '' : ` (${english(event.place)})`;
      const value = event.value === null ? event.quality : `${event.value} ${event.unit}`.trim();
      const limit = event.limit === null ? '' : `, limit ${event.limit}`;
      const reason = event.reason === null ? '' : `, because: ${event.reason}`;
      const kept = durable ? '' : ', not yet on its disk';
      return `${when}  ALARM ${event.severity} ${event.cause}: ${english(event.ruleName)}, ${english(event.deviceName)}${place}: ${value}${limit}${reason}${kept}  [${event.occurrence}]`;
    }
    case 'clock':
      return `${when}  clock of boot ${event.boot.slice(0, 4)}: ${event.time.quality}`;
    case 'system':
      return `${when}  ${event.severity === 'none' ? 'note' : event.severity}: ${event.text}`;
    case 'command':
      return `${when}  ${event.actor}: ${event.verb} ${event.accepted ? 'done' : 'refused'} ${event.detail}`;
    case 'lift':
      return `${when}  ${english(event.liftName)}: ${liftLine(event, (at) => timeText(at, view))}`;
  }
}

function stateLine({ online, guardAlive, journal, time, heads, delivered }: StateMessage): string {
  const well = [
    online ? 'online' : 'OFFLINE',
    guardAlive ? 'guard alive' : 'GUARD SILENT',
    `journal ${journal}`,
    `clock ${time.quality}`,
  ];
  return `state: ${well.join(', ')}; events ${delivered.event.seq}/${heads.event.seq}, telemetry ${delivered.telemetry.seq}/${heads.telemetry.seq}`;
}
