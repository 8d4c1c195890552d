import { readFileSync, statSync } from 'node:fs';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { MOST_BYTES, tooLarge } from './siteText.ts';

/** Where the last site file that was accepted is kept. */
export function lastGoodPath(path: string): string {
  return `${path}.last-good`;
}

/** The text of a site file, and what tells it from a newer one. */
export type SiteSource = { readonly text: string; readonly stamp: string };

/** Reads the text of a site file, once: its stamp is older than what was read, so that no later change is missed. */
export function readSiteSource(path: string): Result<SiteSource, Problem> {
  try {
    const stamp = stampOf(path);
    const { size } = statSync(path);
    if (size > MOST_BYTES) return err(tooLarge(path, size));
    return ok({ text: readFileSync(path, 'utf8'), stamp });
  } catch (error) {
    return err(unreadable(path, error));
  }
}

/** Another one means another file, or a changed one; '' where there is none. */
export function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
}

function unreadable(path: string, error: unknown): Problem {
  const { code, message } = error as NodeJS.ErrnoException;
  return {
    ...(code === 'ENOENT' ? siteProblem('site.not-found') : siteProblem('site.unreadable', { message })),
    where: path,
  };
}
