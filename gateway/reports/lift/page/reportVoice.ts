import { ALARM_MESSAGES } from '../../../text/alarmMessages.ts';
import { type Say, speaker } from '../../../text/catalogue.ts';
import { inLanguage, type Language, type Text } from '../../../text/language.ts';
import { LIFT_REPORT_MESSAGES } from '../../../text/liftReportMessages.ts';
import { spanText } from '../../../text/times.ts';
import type { CivilTimes } from '../civilTimes.ts';
import type { FaultNames } from '../faultNames.ts';
import { type FloorLabels, floorText } from '../findingShown.ts';
import type { Stamp } from '../stamp.ts';

/** The language of a page, as HTML names it. */
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** How a report is put into words. */
export type ReportVoice = {
  readonly language: Language;
  readonly say: Say<typeof LIFT_REPORT_MESSAGES>;
  readonly times: CivilTimes;
  readonly faults: FaultNames;
  word(text: string | Text): string;
  /** A length of time in the two largest units that matter. */
  span(ms: number): string;
  /** Whole minutes, as rescue is told; see `rescueTimes.ts`. */
  minutes(minutes: number | null): string;
  stamp(stamp: Stamp): string;
  /** The civil day of it, as far as it is known; empty where nothing is. */
  dayOf(stamp: Stamp): string;
  floor(floor: number | null): string;
};

export function reportVoice(
  language: Language,
  times: CivilTimes,
  faults: FaultNames,
  labels: FloorLabels,
): ReportVoice {
  const say = speaker(LIFT_REPORT_MESSAGES, language);
  const alarms = speaker(ALARM_MESSAGES, language);
  return {
    ...{ language, say, times, faults },
    word: (text) => inLanguage(text, language),
    span: (ms) => spanText(ms, alarms),
    minutes: (min) => (min === null ? '–' : say('value.minutes', { min })),
    floor: (floor) => floorText(floor, labels),
    dayOf: ({ utc, after }) => ((utc ?? after) === null ? '' : times.day(utc ?? after ?? 0)),
    stamp({ utc, unsure, after }) {
      if (utc !== null) return unsure ? say('time.unsure', { time: times.moment(utc) }) : times.moment(utc);
      return after === null ? say('time.undated') : say('time.after', { time: times.moment(after) });
    },
  };
}
