import { textProblem } from '../../../drivers/text/textProblems.ts';
import type { Problem } from '../../core/result.ts';
import { readSiteSource } from '../../site/siteSource.ts';

/** A text without quotes and what follows the # in it; a comment has a space behind its #. */
const CUT_TEXT = /^\s*(?:- )?[A-Za-z][\w-]*:\s+([^\s"'{[#&*!|>].*?)\s+(#[^\s#].*)$/;

/** Names that end at a #, unnoticed: `Kitchen #301` and `Kitchen #302` are both called Kitchen. */
export function hashWarnings(path: string): Problem[] {
  const source = readSiteSource(path);
  if (!source.ok) return []; // whoever loads it says so
  return source.value.text.split('\n').flatMap((line, i) => {
    const [, text, comment] = CUT_TEXT.exec(line.trimEnd()) ?? [];
    if (text === undefined || comment === undefined) return [];
    return [{ ...textProblem('yaml.hash', { text, comment }), where: `${path}:${i + 1}` }];
  });
}
