import { liftLine } from '../../reports/lift/liftLine.ts';
import type { EventMessage, Message, StateMessage, TelemetryMessage } from '../../telemetry/index.ts';
import type { GatewayView } from '../../telemetry/sdk/gatewayView.ts';
import { type Latest, lastValues } from '../../telemetry/sdk/latest.ts';
import type { GatewayTrouble } from '../../telemetry/sdk/standing.ts';
import { actWord, detailWord } from '../../text/actWords.ts';
import { speaker } from '../../text/catalogue.ts';
import { GONE_WORDS, STREAM_WORDS } from '../../text/fleetTerms.ts';
import { inLanguage, type Language, type Text } from '../../text/language.ts';
import { LISTEN_MESSAGES } from '../../text/listenMessages.ts';
import { saidAgain } from '../../text/saidAgain.ts';
import { CAUSE_WORDS, CLOCK_WORDS, QUALITY_WORDS, SEVERITY_WORDS } from '../../text/terms.ts';
import { samplesIn } from './evidenceTotals.ts';
import type { GatewayTotals } from './listener.ts';

const CIVIL = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' });

/** What a message says, one line per thing worth reading. Births and repetitions of state say little and give one. */
export function messageLines(
  gateway: string,
  message: Message,
  view: GatewayView,
  language: Language = 'en',
): string[] {
  const say = speaker(LISTEN_MESSAGES, language);
  switch (message.kind) {
    case 'telemetry':
      return message.evidence !== null
        ? [`${gateway}  ${evidenceLine(message, message.evidence, view, language)}`]
        : telemetryLines(gateway, message, view, language);
    case 'event':
      return [`${gateway}  ${eventLine(message, view, language)}`];
    case 'tombstone': {
      const { stream, from, to, reason } = message;
      const term = {
        stream: termOf(STREAM_WORDS, stream, language),
        reason: termOf(GONE_WORDS, reason, language),
      };
      return [say('tombstone', { gateway, from, to, ...term })];
    }
    case 'birth':
      return [say('birth', { gateway, hash: message.hash, count: message.birth.channels.length })];
    case 'state':
      return [`${gateway}  ${stateLine(message.state, language)}`];
    default:
      return [];
  }
}

/** What is wrong with a gateway. */
export function standingLine(
  gateway: string,
  { severity, text }: GatewayTrouble,
  language: Language = 'en',
): string {
  const grave = language === 'en' ? severity.toUpperCase() : SEVERITY_WORDS[severity][language];
  return speaker(LISTEN_MESSAGES, language)('standing', { gateway, severity: grave, text: text[language] });
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

/** `2026-11-22 10:15:06`, UTC; where that is not known, the boot and the seconds since it began. */
function timeText(
  at: { readonly boot: string; readonly mono: number },
  view: GatewayView,
  language: Language,
): string {
  const say = speaker(LISTEN_MESSAGES, language);
  const { utc, quality } = view.date(at);
  if (utc === null) return say('time.boot', { boot: at.boot.slice(0, 4), s: (at.mono / 1000).toFixed(1) });
  const time = CIVIL.format(utc);
  return quality === 'ntp'
    ? time
    : say('time.quality', { time, quality: termOf(CLOCK_WORDS, quality, language) });
}

function telemetryLines(
  gateway: string,
  message: TelemetryMessage,
  view: GatewayView,
  language: Language,
): string[] {
  const channels = view.birthOf(message.birth)?.channels ?? [];
  return [...lastValues(message, channels)].map(([{ point, unit }, latest]) => {
    return `${gateway}  ${timeText(latest.stamp, view, language)}  ${point}  ${valueText(latest, unit, language)}`;
  });
}

/** One line a row: the samples themselves are thousands. */
function evidenceLine(
  message: TelemetryMessage,
  occurrence: string,
  view: GatewayView,
  language: Language,
): string {
  const { boot, parts } = message;
  const [from, to] = [parts[0]?.from ?? 0, parts.at(-1)?.to ?? 0];
  const time = (mono: number) => timeText({ boot, mono }, view, language);
  return speaker(LISTEN_MESSAGES, language)('evidence.row', {
    ...{ occurrence, count: samplesIn(message), from: time(from), to: time(to) },
  });
}

function valueText({ value, quality, record }: Latest, unit: string, language: Language): string {
  const shown = value === null ? '–' : `${value}${unit === '' ? '' : ` ${unit}`}`;
  const trust = quality === 'good' ? '' : `  ${termOf(QUALITY_WORDS, quality, language)}`;
  const spread =
    record === null || record.n === 0
      ? ''
      : `  ${speaker(LISTEN_MESSAGES, language)('spread', { min: String(record.min), max: String(record.max), n: record.n })}`;
  return `${shown}${trust}${spread}`;
}

function eventLine({ event, durable }: EventMessage, view: GatewayView, language: Language): string {
  const say = speaker(LISTEN_MESSAGES, language);
  const when = timeText(event.at, view, language);
  switch (event.type) {
    case 'alarm':
      return `${when}  ${alarmWords(event, durable, language)}  [${event.occurrence}]`;
    case 'clock':
      return say('event.clock', {
        ...{ when, boot: event.boot.slice(0, 4), quality: termOf(CLOCK_WORDS, event.time.quality, language) },
      });
    case 'system': {
      const { severity, text } = event;
      const grave = severity === 'none' ? say('event.note') : termOf(SEVERITY_WORDS, severity, language);
      return say('event.system', { when, severity: grave, text: saidAgain(event.code, text, language) });
    }
    case 'command': {
      const { actor, accepted, detail } = event;
      const verb = actWord(event.verb)[language];
      const told = { when, actor, verb, detail: detailWord(detail)[language] };
      return say(accepted ? 'event.done' : 'event.refused', told);
    }
    case 'lift':
      return say('event.lift', {
        ...{ when, lift: inLanguage(event.liftName, language) },
        what: liftLine(event, (at) => timeText(at, view, language), language),
      });
  }
}

type AlarmOf = Extract<EventMessage['event'], { type: 'alarm' }>;

/** What became of an alarm. English keeps the words of the wire. */
function alarmWords(event: AlarmOf, durable: boolean, language: Language): string {
  const say = speaker(LISTEN_MESSAGES, language);
  const term = (words: Readonly<Record<string, Text>>, key: string) => termOf(words, key, language);
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

function stateLine(
  { online, guardAlive, journal, time, heads, delivered }: StateMessage,
  language: Language,
): string {
  const say = speaker(LISTEN_MESSAGES, language);
  return say('state', {
    well: [
      say(online ? 'state.online' : 'state.offline'),
      say(guardAlive ? 'state.guard' : 'state.no-guard'),
      say(journal === 'ok' ? 'state.journal-ok' : 'state.journal-trouble'),
      say('state.clock', { quality: termOf(CLOCK_WORDS, time.quality, language) }),
    ].join(say('comma')),
    ...{ events: delivered.event.seq, ofEvents: heads.event.seq },
    ...{ telemetry: delivered.telemetry.seq, ofTelemetry: heads.telemetry.seq },
  });
}

/** A code as it is said to people; English keeps the words of the wire. */
function termOf(words: Readonly<Record<string, Text>>, key: string, language: Language): string {
  return language === 'en' ? key : (words[key]?.[language] ?? key);
}
