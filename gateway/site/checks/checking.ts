import type { Catalog } from '../../../drivers/catalog.ts';
import type { Problem } from '../../core/result.ts';
import type { Draft } from '../schema/shape.ts';
import { formatPath, type Path, type SiteText } from '../siteText.ts';

/** One look at a site file whose entries have the right shape: what it refers to, and whether that fits. */
export type Check = (draft: Draft, catalog: Catalog, text: SiteText) => Problem[];

/** A mistake at one place of the file: `<path>: <what>`, and what to do about it. */
export function mistake(text: SiteText, path: Path, code: string, what: string, hint: string): Problem {
  return { code: `site.${code}`, what: `${formatPath(path)}: ${what}`, where: text.place(path), hint };
}

/** The same where the key itself is wrong, not what stands behind it. */
export function mistakenKey(text: SiteText, path: Path, code: string, what: string, hint: string): Problem {
  return { ...mistake(text, path, code, what, hint), where: text.placeOfKey(path) };
}
