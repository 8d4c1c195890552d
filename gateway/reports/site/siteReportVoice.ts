import { type Say, speaker } from '../../text/catalogue.ts';
import { inLanguage, type Language, type Text } from '../../text/language.ts';
import { SITE_REPORT_MESSAGES } from '../../text/siteReportMessages.ts';
import { ORIGIN_WORDS } from '../../text/siteTerms.ts';

/** How a report is put into words. */
export type SiteReportVoice = {
  readonly language: Language;
  readonly say: Say<typeof SITE_REPORT_MESSAGES>;
  /** A name of the site file, or a word of the trade. */
  word(text: string | Text): string;
  /** `1 rule`, `36 rules` */
  counted(what: Counted, count: number): string;
  /** Where a value comes from; what nobody has a word for as it is. */
  origin(confidence: string): string;
};

type Counted = 'devices' | 'lines' | 'problems' | 'warnings' | 'rules' | 'uplinks' | 'points' | 'reads';

export function siteReportVoice(language: Language): SiteReportVoice {
  const say = speaker(SITE_REPORT_MESSAGES, language);
  const origins: Readonly<Record<string, Text>> = ORIGIN_WORDS;
  return {
    language,
    say,
    word: (text) => inLanguage(text, language),
    counted: (what, count) => say(count === 1 ? `${what}-one` : what, { count }),
    origin: (confidence) => origins[confidence]?.[language] ?? confidence,
  };
}
