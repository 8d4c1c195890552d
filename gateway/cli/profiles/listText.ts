import type { Catalog } from '../../../drivers/catalog.ts';
import type { ProfileCheck } from '../../../drivers/profile/check.ts';
import { listProfiles } from '../../../drivers/profile/listProfiles.ts';
import type { Profile } from '../../../drivers/profile/schema.ts';
import { formatProblem, type Problem } from '../../core/result.ts';
import { problemIn } from '../../text/problemText.ts';
import { VERIFICATION_WORDS } from '../../text/siteTerms.ts';
import { leftAligned } from '../columns.ts';
import type { ProfileVoice } from './profileVoice.ts';

/** `profiles list` for a terminal: one line per profile, how many there are, then what is wrong with those left out. */
export function listText(catalog: Catalog, voice: ProfileVoice): string {
  const { say, language } = voice;
  const heads = (['profile', 'kind', 'verified', 'outside', 'address', 'serial', 'name'] as const).map(
    (head) => say(`column.${head}`),
  );
  const rows = listProfiles(catalog).map((summary) => {
    const { id, kind, verification, outside, addressing, names } = summary;
    const serial = catalog.profiles.get(id)?.serial;
    const verified = VERIFICATION_WORDS[verification][language];
    return [
      ...[id, kind, verified, say(`outside.${outside}`), say(`address.${addressing}`)],
      ...[serial === undefined ? '' : serialText(serial, voice), names[language]],
    ];
  });
  const table = leftAligned([heads, ...rows]);
  const complaints = catalog.problems.map((problem) => complaint('error', problem, voice));
  return [...table, '', sumText(catalog, voice), ...complaints, ''].join('\n');
}

/** How many profiles there are, on what they rest, and how many were seen outside this project. */
function sumText(catalog: Catalog, { say, language }: ProfileVoice): string {
  const all = listProfiles(catalog);
  const kinds = Object.entries(VERIFICATION_WORDS).flatMap(([key, word]) => {
    const count = all.filter(({ verification }) => verification === key).length;
    return count === 0 ? [] : [say('list.verified', { count, verified: word[language] })];
  });
  const of = (wanted: string) => all.filter(({ outside }) => outside === wanted).length;
  return say('list.sum', {
    ...{ count: all.length, verified: kinds.join(say('list.comma')) },
    ...{ seen: of('frames') + of('values'), frames: of('frames'), values: of('values') },
  });
}

/** The same as a table of Markdown, with where the facts of each profile were read. */
export function listMarkdown(catalog: Catalog, { say, language }: ProfileVoice): string {
  const heads = (['profile', 'name', 'verified', 'outside', 'address', 'source'] as const).map((head) =>
    say(`column.${head}`),
  );
  const rows = listProfiles(catalog).map(({ id, names, verification, outside, addressing }) => [
    ...[`\`${id}\``, names[language], VERIFICATION_WORDS[verification][language]],
    ...[say(`outside.${outside}`), say(`address.${addressing}`)],
    (catalog.profiles.get(id)?.source[language] ?? '').trim(),
  ]);
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row), ''].join('\n');
}

/** `profiles check` for a terminal: what was found in each profile, then the sum. */
export function checkText(checks: readonly ProfileCheck[], voice: ProfileVoice): string {
  const { say } = voice;
  const lines = checks.flatMap(({ folder, errors, warnings }) => [
    say(errors.length > 0 ? 'check.bad' : 'check.ok', { folder }),
    ...errors.map((problem) => complaint('error', problem, voice)),
    ...warnings.map((problem) => complaint('warning', problem, voice)),
  ]);
  const sum = {
    count: checks.length,
    errors: checks.reduce((count, check) => count + check.errors.length, 0),
    warnings: checks.reduce((count, check) => count + check.warnings.length, 0),
  };
  return [...lines, say('check.sum', sum), ''].join('\n');
}

/** `9600 8N1, unit 1` */
export function serialText(
  { baud, parity, stopBits, unit }: Profile['serial'],
  { say }: ProfileVoice,
): string {
  return say('serial', { baud, frame: `8${parity.charAt(0).toUpperCase()}${stopBits}`, unit });
}

function complaint(level: 'error' | 'warning', problem: Problem, { say, language }: ProfileVoice): string {
  const told = formatProblem(problemIn(problem, language)).replaceAll('\n', '\n  ');
  return `  ${say(level, { problem: told })}`;
}
