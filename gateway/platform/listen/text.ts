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
import { speaker } from '../../text/catalogue.ts';
import { inLanguage, type Language, type Text } from '../../text/language.ts';
import { LISTEN_MESSAGES } from '../../text/listenMessages.ts';
import { CAUSE_WORDS, QUALITY_WORDS, SEVERITY_WORDS } from '../../text/terms.ts';
import { samplesIn } from './evidenceTotals.ts';
import { liftLine } from './liftLine.ts';
import type { GatewayTotals } from './listener.ts';

const CIVIL = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' });

/** What a message says, one line per thing worth reading. Births and repetitions of state say little and give one. */
export function messageLines(
  gateway: string,
  message: Message,
  view: GatewayView,
  language: Language = 'en',
): string[] {
  switch (message.kind) {
    case 'telemetry':
      return message.evidence !== null
        ? [`${gateway}  ${evidenceLine(message, message.evidence, view)}`]
        : telemetryLines(gateway, message, view);
    case 'event':
      return [`${gateway}  ${eventLine(message, view, language)}`];
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
export function verdictLine(gateway: string, totals: GatewayTotals, language: Language = 'en'): string {
  const say = speaker(LISTEN_MESSAGES, language);
  const { received, missing, outstanding, held, duplicates, conflicts, tombstoned, complete, evidence } =
    totals;
  const wrong = missing + conflicts + held > 0;
  const verdict = say(complete ? 'verdict.complete' : wrong ? 'verdict.incomplete' : 'verdict.waiting');
  const parts = [
    say('received', { n: received }),
    say('missing', { n: missing }),
    say('duplicates', { n: duplicates }),
    say('tombstones', { n: tombstoned }),
    ...(outstanding > 0 ? [say('outstanding', { n: outstanding })] : []),
    ...(held > 0 ? [say('held', { n: held })] : []),
    ...(conflicts > 0 ? [say('conflicts', { n: conflicts })] : []),
    ...(evidence.size === 1 ? [say('evidence.one')] : []),
    ...(evidence.size > 1 ? [say('evidence.more', { n: evidence.size })] : []),
  ];
  return say('verdict', { gateway, verdict, parts: parts.join(say('comma')) });
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

function eventLine({ event, durable }: EventMessage, view: GatewayView, language: Language): string {
  const when = timeText(event.at, view);
  switch (event.type) {
    case 'alarm':
      return `${when}  ${alarmWords(event, durable, language)}  [${event.occurrence}]`;
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

type AlarmOf = Extract<EventMessage['event'], { type: 'alarm' }>;

/** What became of an alarm. English keeps the words of the wire. */
function alarmWords(event: AlarmOf, durable: boolean, language: Language): string {
  const say = speaker(LISTEN_MESSAGES, language);
  const term = (words: Readonly<Record<string, Text>>, key: string) =>
    language === 'en' ? key : (words[key]?.[language] ?? key);
  const { place, limit, reason, value, unit, quality } = event;
  return say('event.alarm', {
    ...{ severity: term(SEVERITY_WORDS, event.severity), cause: term(CAUSE_WORDS, event.cause) },
    ...{ rule: inLanguage(event.ruleName, language), device: inLanguage(event.deviceName, language) },
    place: place === null ? '' : say('event.place', { place: inLanguage(place, language) }),
    value: value === null ? term(QUALITY_WORDS, quality) : `${value} ${unit}`.trim(),
    limit: limit === null ? '' : say('event.limit', { limit: String(limit) }),
    reason: reason === null ? '' : say('event.reason', { reason }),
    kept: durable ? '' : say('event.not-kept'),
  });
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
