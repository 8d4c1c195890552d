import { builtUtc } from '../core/built.ts';
import { softwareName } from '../guard/software.ts';
import { civilDate } from '../site/civilDate.ts';
import { speaker } from '../text/catalogue.ts';
import type { Language } from '../text/language.ts';
import { USAGE_MESSAGES } from '../text/usageMessages.ts';
import type { UsageError, Verb } from './verb.ts';

/** The language of a whole command line: what `--lang` says wherever it stands, else the person's. */
export function languageIn(args: readonly string[], usual: Language): Language {
  const at = args.indexOf('--lang');
  const named = at === -1 ? args.find((arg) => arg.startsWith('--lang='))?.slice(7) : args[at + 1];
  return named === 'en' || named === 'zh' ? named : usual;
}

/** What one verb does, and how it is written. */
export function verbHelp({ usage, summary }: Verb, language: Language): string {
  return `lifeline ${usage}\n${summary[language]}\n`;
}

/** What was wrong with a command line of a verb: a word that is missing is told by its name in the usage. */
export function usageText({ text, missing }: UsageError, { usage }: Verb, language: Language): string {
  const say = speaker(USAGE_MESSAGES, language);
  const word = missing === undefined ? undefined : placeholders(usage)[missing];
  const told = word === undefined ? text[language] : say('word-missing-named', { word });
  return `${told}\n${say('usage', { usage })}\n`;
}

/** `<port> <unit>` of `read <port> <unit> …`; none where what comes first is a word by itself. */
function placeholders(usage: string): string[] {
  const [, words = ''] = /^\S+((?: <[^>]+>)+)/.exec(usage) ?? [];
  return words.match(/<[^>]+>/g) ?? [];
}

/** Every verb in two rows. */
export function allHelp(verbs: readonly Verb[], language: Language): string {
  const rows = verbs.map((verb) => `  lifeline ${verb.usage}\n      ${verb.summary[language]}\n`);
  return `${rows.join('')}\n${speaker(USAGE_MESSAGES, language)('help.more')}\n`;
}

/** `lifeline-gateway 0.1.0, newest change 2026-11-30, Node 24.21.0` */
export function versionText(node: string, language: Language): string {
  const day = civilDate(builtUtc(), 'UTC');
  return `${speaker(USAGE_MESSAGES, language)('version', { software: softwareName(), day, node })}\n`;
}
