import { SEVERITIES, type WireSeverity } from '../../../drivers/vocabulary.ts';
import type { EventRow } from '../../journal/types.ts';
import type { SiteNotification } from '../../site/schema/notificationSchema.ts';
import { decodeEvent, type EventBody } from '../../telemetry/index.ts';
import { speaker } from '../../text/catalogue.ts';
import { inLanguage, type Language, type Text } from '../../text/language.ts';
import { NOTICE_MESSAGES } from '../../text/noticeMessages.ts';
import { CAUSE_WORDS, SEVERITY_WORDS } from '../../text/terms.ts';

/** Who tells: what stands in every message. */
export type NoticeSender = { readonly gateway: string; readonly name: string | Text };

/**
 * One message: `key` names it wherever it arrives twice. `utc`: Unix ms; null where it would be a guess. `event` as the journal has it;
 * null: it only says that messages are missing.
 */
export type Notice = {
  readonly key: string;
  readonly utc: number | null;
  readonly severity: WireSeverity;
  readonly subject: string;
  readonly text: string;
  readonly event: EventBody | null;
};

/** An alarm is told when it begins, changes how grave it is, is announced again, and ends. Who acknowledged it is for the journal. */
const TOLD = [
  'raised',
  'escalated',
  'eased',
  're-alarmed',
  'returned',
  'reset',
  'removed-by-configuration',
  'state-lost',
];
const NORMAL = 'A';

/** What a row is to whoever is told so; null: nothing. */
export function noticeOf(
  row: Pick<EventRow, 'seq' | 'body'>,
  { epoch, utc }: { readonly epoch: string; readonly utc: number | null },
  site: SiteNotification,
  sender: NoticeSender,
): Notice | null {
  const decoded = decodeEvent(row.body);
  if (!decoded.ok) return null;
  const event = decoded.value;
  if (!isTold(event, site)) return null;
  const { language } = site;
  const when = utc === null ? '–' : `${new Date(utc).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const key = `${epoch}/${row.seq}`;
  const say = speaker(NOTICE_MESSAGES, language);
  const name = inLanguage(sender.name, language);
  if (event.type === 'system') {
    const subject = say('subject.system', { ...severityIn(event.severity, language), gateway: name });
    return { key, utc, severity: event.severity, subject, text: `${event.text}\n${when}\n`, event };
  }
  if (event.type !== 'alarm') return null;
  const what = {
    ...severityIn(event.severity, language),
    gateway: name,
    rule: inLanguage(event.ruleName, language),
    cause: (CAUSE_WORDS as Readonly<Record<string, Text>>)[event.cause]?.[language] ?? event.cause,
  };
  const lines = [
    say('line.device', { device: inLanguage(event.deviceName, language) }),
    ...(event.place === null ? [] : [say('line.place', { place: inLanguage(event.place, language) })]),
    ...(event.value === null ? [] : [say('line.value', { value: String(event.value), unit: event.unit })]),
    ...(event.limit === null ? [] : [say('line.limit', { limit: String(event.limit), unit: event.unit })]),
    say('line.when', { when }),
    say('line.key', { gateway: sender.gateway, occurrence: event.occurrence }),
  ];
  const subject = say('subject.alarm', what);
  return { key, utc, severity: event.severity, subject, text: `${subject}\n\n${lines.join('\n')}\n`, event };
}

/** That so many messages were left out, or are gone from the journal. */
export function missingNotice(
  count: number | null,
  key: string,
  { language }: SiteNotification,
  sender: NoticeSender,
): Notice {
  const say = speaker(NOTICE_MESSAGES, language);
  const gateway = inLanguage(sender.name, language);
  const text = count === null ? say('missing.some') : say('missing.count', { count });
  const subject = say('subject.missing', { gateway });
  return { key, utc: null, severity: 'none', subject, text: `${text}\n`, event: null };
}

function isTold(event: EventBody, { minSeverity, devices }: SiteNotification): boolean {
  if (event.type === 'system') return devices === undefined && isSevere(event.severity, minSeverity);
  if (event.type !== 'alarm' || !TOLD.includes(event.cause)) return false;
  if (devices !== undefined && !devices.includes(event.device)) return false;
  // the end of one that fell in severity on the way is told too, or it would stand for ever
  return isSevere(event.severity, minSeverity) || (event.to === NORMAL && event.cause !== 'raised');
}

function isSevere(severity: WireSeverity, least: SiteNotification['minSeverity']): boolean {
  return severity !== 'none' && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

function severityIn(severity: WireSeverity, language: Language): { readonly severity: string } {
  return { severity: severity === 'none' ? '' : SEVERITY_WORDS[severity][language] };
}
