import type { Profile } from '../../../drivers/profile/schema.ts';
import type { Question } from '../../commission/scan/question.ts';
import type { RecognisedUnit } from '../../commission/scan/recognised.ts';
import type { SiteMatch } from '../../commission/scan/siteMatch.ts';
import { formatName } from '../../core/serialFormat.ts';
import { speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { SCAN_MESSAGES } from '../../text/scanMessages.ts';
import { padded, paddedLeft } from '../columns.ts';

const MARK: Readonly<Record<SiteMatch['kind'], string>> = {
  ...{ new: '+', known: '✓', 'other-settings': '!', conflict: '!', shared: '⚠' },
};

/** One line for each who was found, by unit, and the question where two kinds fit. */
export function foundText(
  all: readonly RecognisedUnit[],
  profiles: ReadonlyMap<string, Profile>,
  language: Language,
): string {
  const say = speaker(SCAN_MESSAGES, language);
  const rows = all.toSorted((a, b) => a.heard.unit - b.heard.unit);
  return rows
    .flatMap(({ heard, what, match, question }) => {
      const names = what.candidates.map(({ profile }) => profiles.get(profile)?.names[language] ?? profile);
      const shared = match.kind === 'shared';
      const mark = match.kind === 'new' && what.confidence === 'ambiguous' ? '?' : MARK[match.kind];
      const kind = names.length === 0 || shared ? '' : names.join(say('list.names'));
      const sure = shared ? '' : say(`confidence.${what.confidence}`);
      const place = say(`match.${match.kind}`, { device: match.device ?? '' });
      const head = `${mark} ${paddedLeft(String(heard.unit), 3)}  ${padded(formatName(heard.format), 11)}`;
      const line = [head, kind, sure === '' ? '' : `(${sure})`, place].filter((one) => one !== '').join('  ');
      return [line, ...(shared || question === null ? [] : questionLines(question, profiles, language))];
    })
    .map((line) => `${line}\n`)
    .join('');
}

function questionLines(
  { gesture, answers }: Question,
  profiles: ReadonlyMap<string, Profile>,
  language: Language,
): string[] {
  const say = speaker(SCAN_MESSAGES, language);
  const shown = answers.map(({ profile, value, unit }) => {
    const name = profiles.get(profile)?.names[language] ?? profile;
    return `       ${say('question.answer', { profile: name, value: value === null ? '—' : String(value), unit })}`;
  });
  return [`     → ${say(`question.${gesture}`)}`, ...shown];
}
