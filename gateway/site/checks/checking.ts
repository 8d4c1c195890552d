import type { Catalog } from '../../../drivers/catalog.ts';
import type { Problem } from '../../core/result.ts';
import { type SiteNamed, type SiteProblem, siteProblem } from '../../text/siteProblem.ts';
import type { SiteDraft } from '../schema/draft.ts';
import { formatPath, type Path, type SiteText } from '../siteText.ts';

/** One look at a site file whose entries have the right shape: what it refers to, and whether that fits. */
export type SiteCheck = (draft: SiteDraft, catalog: Catalog, text: SiteText) => Problem[];

/** A mistake at one place of the file: `<path>: <what>`, and what to do about it. */
export function mistake<K extends SiteProblem>(
  text: SiteText,
  path: Path,
  key: K,
  ...named: SiteNamed<K>
): Problem {
  return mistaken(text, path, siteProblem(key, ...named));
}

/** The same where the key itself is wrong, not what stands behind it. */
export function mistakenKey<K extends SiteProblem>(
  text: SiteText,
  path: Path,
  key: K,
  ...named: SiteNamed<K>
): Problem {
  return { ...mistake(text, path, key, ...named), where: text.placeOfKey(path) };
}

/** A value that looks to be a variable of a shell, which nobody fills in. */
export function variableProblems(text: SiteText, path: Path, value: string): Problem[] {
  const [found] = /\$\{[^}]*\}|\$[A-Z][A-Z0-9_]*/.exec(value) ?? [];
  return found === undefined ? [] : [mistake(text, path, 'site.variable', { text: found })];
}

/** A problem that was found without its place, at its place of the file. */
export function mistaken(text: SiteText, path: Path, problem: Problem): Problem {
  const at = formatPath(path);
  return {
    ...problem,
    what: `${at}: ${problem.what}`,
    where: text.place(path),
    ...(problem.said === undefined ? {} : { said: { ...problem.said, at } }),
  };
}
