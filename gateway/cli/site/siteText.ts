import type { SiteInForce } from '../../control/siteRequests.ts';
import type { LineBeside, SitePreview } from '../../reports/site/sitePreview.ts';
import { speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { SITE_VERB_MESSAGES } from '../../text/siteVerbMessages.ts';

/** A preview for a terminal: the sentence, what is loosened, the rest, and the lines that change. */
export function previewText(preview: SitePreview, language: Language): string {
  const say = speaker(SITE_VERB_MESSAGES, language);
  const { sentence, loosened, changes } = preview;
  const lines = preview.lines.filter(isAnother);
  return [
    sentence[language],
    ...(loosened.length > 0
      ? ['', say('preview.loosened'), ...loosened.map((one) => `  ! ${one[language]}`)]
      : []),
    ...(changes.length > 0
      ? ['', say('preview.changes'), ...changes.map((one) => `  ${one.words[language]}`)]
      : []),
    ...(lines.length > 0 ? ['', say('preview.lines')] : []),
    ...lines.map(({ line, load, boundMs }) => {
      const [from, to] = load.map((share) => (share === null ? '–' : Math.round(share * 100)));
      const [fromS, toS] = boundMs.map((ms) => (ms === null ? '–' : (Math.ceil(ms / 100) / 10).toFixed(1)));
      return `  ${say('preview.line', { line, from: from ?? '–', to: to ?? '–', fromS: fromS ?? '–', toS: toS ?? '–' })}`;
    }),
  ].join('\n');
}

/** What was in force, newest first. */
export function historyText({ versions }: SiteInForce, language: Language): string {
  const say = speaker(SITE_VERB_MESSAGES, language);
  return versions
    .map(({ revision, utc, by, reason, state }) => {
      const when = new Date(utc).toISOString().slice(0, 16).replace('T', ' ');
      const who = by === 'file' ? say('by.file') : by;
      return [`${when}Z`, revision, say(`state.${state}`), who, ...(reason === null ? [] : [reason])].join(
        '  ',
      );
    })
    .join('\n');
}

function isAnother({ load, boundMs }: LineBeside): boolean {
  return load[0] !== load[1] || boundMs[0] !== boundMs[1];
}
