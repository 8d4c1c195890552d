import type { EventRow } from '../../journal/types.ts';
import type { CivilTimes } from '../../reports/lift/civilTimes.ts';
import { liftLine } from '../../reports/lift/liftLine.ts';
import { decodeEvent, type EventBody, PAPER_VERB, readPaperPiece } from '../../telemetry/index.ts';
import { actWord, detailWord } from '../../text/actWords.ts';
import { speaker } from '../../text/catalogue.ts';
import type { Language, Text } from '../../text/language.ts';
import { inLanguage, LANGUAGES } from '../../text/language.ts';
import { LOG_MESSAGES } from '../../text/logMessages.ts';
import { saidAgain } from '../../text/saidAgain.ts';
import { CAUSE_WORDS, CLOCK_WORDS } from '../../text/terms.ts';
import type { LogEntry } from '../http/api/logApi.ts';
import type { RowsMeaning } from './deskJournal.ts';

/** A row of a journal's events as the log shows it; `times` has the zone of the times that are named in it. */
export function logEntry(row: EventRow, journal: RowsMeaning, times: CivilTimes): Omit<LogEntry, 'epoch'> {
  const { utc, quality } = journal.date(row.at);
  const decoded = decodeEvent(row.body);
  const when = { seq: row.seq, utc, sure: quality === 'ntp' || quality === 'holdover' };
  if (!decoded.ok) {
    const words = LOG_MESSAGES['log.unreadable'];
    return { ...when, ...NOTHING_MORE, kind: 'system', code: 'unreadable', words };
  }
  const timeOf: TimeOf = (at) => {
    const named = journal.date(at).utc;
    return named === null ? '?' : times.moment(named);
  };
  return { ...when, ...NOTHING_MORE, ...told(decoded.value), words: wordsOf(decoded.value, timeOf) };
}

/** What was asked, for people: of a piece of a paper only which one it is. */
export function detailShown({ verb, detail }: { readonly verb: string; readonly detail: string }): string {
  const piece = verb === PAPER_VERB ? readPaperPiece(detail) : null;
  return piece === null ? detail : `${piece.sha256.slice(0, 16)} ${piece.index + 1}/${piece.count}`;
}

/** An act with what is written down beside it. */
export function actText(event: { readonly verb: string; readonly detail: string }): Text {
  const [act, detail] = [actWord(event.verb), detailWord(detailShown(event))];
  return { en: `${act.en} ${detail.en}`.trim(), zh: `${act.zh} ${detail.zh}`.trim() };
}

const NOTHING_MORE = { severity: null, occurrence: null, device: null, actor: null } as const;

type EventEntry = Pick<LogEntry, 'kind' | 'code'> & Partial<LogEntry>;

function told(event: EventBody): EventEntry {
  switch (event.type) {
    case 'alarm': {
      const { cause: code, severity, occurrence, device, actor } = event;
      return { kind: 'alarm', code, severity, occurrence, device, actor };
    }
    case 'command':
      return { kind: 'act', code: event.verb, actor: event.actor };
    case 'lift':
      return { kind: 'lift', code: event.what, device: event.lift };
    case 'system': {
      const { code, severity } = event;
      return { kind: 'system', code, severity: severity === 'none' ? null : severity };
    }
    case 'clock':
      return { kind: 'clock', code: event.time.quality };
  }
}

type TimeOf = (at: { readonly boot: string; readonly mono: number }) => string;

function wordsOf(event: EventBody, timeOf: TimeOf): Text {
  const [en, zh] = LANGUAGES.map((language) => sentence(event, language, timeOf));
  return { en: en ?? '', zh: zh ?? '' };
}

function sentence(event: EventBody, language: Language, timeOf: TimeOf): string {
  const say = speaker(LOG_MESSAGES, language);
  switch (event.type) {
    case 'alarm': {
      const { value, unit, deviceName, ruleName } = event;
      const cause = (CAUSE_WORDS as Readonly<Record<string, Text>>)[event.cause]?.[language] ?? event.cause;
      const named = { device: inLanguage(deviceName, language), rule: inLanguage(ruleName, language), cause };
      if (typeof value !== 'number') return say('log.alarm', named);
      return say('log.alarm-value', { ...named, value: Math.round(value * 1000) / 1000, unit }).trim();
    }
    case 'command': {
      const act = actText(event)[language];
      const actor = event.actor.replace(/^desk:/, ''); // people by name; what is exact stands in the audit
      return say(event.accepted ? 'log.done' : 'log.refused', { actor, act });
    }
    case 'lift':
      return say('log.lift', {
        lift: inLanguage(event.liftName, language),
        what: liftLine(event, timeOf, language),
      });
    case 'system':
      return saidAgain(event.code, event.text, language);
    case 'clock':
      return say('log.clock', { quality: CLOCK_WORDS[event.time.quality][language] });
  }
}
