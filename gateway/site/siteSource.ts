import { constants, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nearest } from '../../drivers/nearest.ts';
import { readUtf8 } from '../../drivers/text/readUtf8.ts';
import { readAtMost } from '../core/readAtMost.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { anyOf } from '../text/named.ts';
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
    const stat = statSync(path);
    if (stat.isDirectory()) {
      const file = join(path, 'site.yaml');
      return err({ ...siteProblem('site.folder', { file }), where: path });
    }
    if (!stat.isFile()) return err({ ...siteProblem('site.not-a-file'), where: path }); // whoever opens a pipe waits for a writer
    if (stat.size > MOST_BYTES) return err(tooLarge(path, stat.size));
    const bytes = readAtMost(path, MOST_BYTES);
    if (bytes === null) return err(tooLarge(path, MOST_BYTES + 1));
    const text = readUtf8(bytes, path);
    return text.ok ? ok({ text: text.value, stamp }) : text;
  } catch (error) {
    return err(unreadable(path, error));
  }
}

/** The site that guard has taken up from this file, from the copy that it keeps beside it. */
export function readSiteInForce(path: string): Result<SiteSource, Problem> {
  const kept = readSiteSource(lastGoodPath(path));
  if (kept.ok || kept.error.code !== 'site.not-found') return kept;
  const given = readSiteSource(path); // a name that was misspelt has no copy either
  return err(given.ok ? { ...siteProblem('site.not-in-force', { file: path }), where: path } : given.error);
}

/**
 * The text of a site file, to see whether it is another one, without holding anybody up. Null: it cannot be read now; '': what
 * lies there can be no site, because it is no file or too large.
 */
export async function siteTextNow(path: string): Promise<string | null> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await file.stat();
    return stat.isFile() && stat.size <= MOST_BYTES ? await file.readFile('utf8') : '';
  } catch {
    return null;
  }
}

/** Another one means another file, or a changed one; '' where there is none. */
export function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
}

function unreadable(path: string, error: unknown): Problem {
  const { code, message } = error as NodeJS.ErrnoException;
  const told = code === 'ENOENT' ? notFound(path) : siteProblem('site.unreadable', { message });
  return { ...told, where: path };
}

/** `site.yml` where `site.yaml` is there is the commonest slip. */
function notFound(path: string): Problem {
  const near = nearest(basename(path), yamlBeside(path)).map((name) => join(dirname(path), name));
  return near.length === 0
    ? siteProblem('site.not-found')
    : siteProblem('site.not-found/near', { near: anyOf(near) });
}

function yamlBeside(path: string): string[] {
  try {
    return readdirSync(dirname(path)).filter((name) => /\.ya?ml$/.test(name));
  } catch {
    return []; // nor is there such a folder
  }
}
