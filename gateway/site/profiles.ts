import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Catalog, lazyCatalog } from '../../drivers/catalog.ts';
import type { ProfileFile } from '../../drivers/profile/check.ts';
import { readUtf8 } from '../../drivers/text/readUtf8.ts';
import { packageRoot } from '../core/program.ts';

/**
 * The device profiles: those that come with the gateway and, beside the site file, those of a `profiles/` folder of the
 * installer's own. Of two with one id the installer's wins.
 *
 * @param siteFile path of the site file; without one only the shipped profiles are read
 */
export function readProfiles(siteFile?: string): Catalog {
  const catalog = lazyCatalog(readProfileFiles(siteFile));
  // what is wrong with an own profile is told, whether or not a device uses it
  if (siteFile !== undefined) for (const id of ownIds(siteFile)) catalog.profiles.get(id);
  return catalog;
}

function ownIds(siteFile: string): string[] {
  return filesOf(join(dirname(siteFile), 'profiles')).map(({ path }) => idOf(path));
}

/** The files of the same profiles, golden frames included. A shipped one that the installer has an own one of is left out. */
export function readProfileFiles(siteFile?: string): ProfileFile[] {
  const shipped = join(packageRoot(), 'drivers', 'profiles');
  if (siteFile === undefined) return filesOf(shipped);
  const own = filesOf(join(dirname(siteFile), 'profiles'));
  const replaced = new Set(own.map(({ path }) => idOf(path)));
  return [...filesOf(shipped).filter(({ path }) => !replaced.has(idOf(path))), ...own];
}

/** Where own profiles are looked for when no site file is named: in `profiles/` of the folder one stands in. */
export const OWN_SITE = 'site.yaml';

/** The `frames.txt` of an own profile; for a shipped one, whose folder belongs to the program, a file in the folder one stands in. */
export function framesFile(id: string, siteFile: string): string {
  const own = join(dirname(siteFile), 'profiles', id);
  return existsSync(join(own, 'profile.yaml')) ? join(own, 'frames.txt') : `${id}.frames.txt`;
}

/** Profiles of a folder that somebody names: one profile, several, or the file itself. */
export function profileFilesAt(path: string): ProfileFile[] {
  const folder = basename(path) === 'profile.yaml' ? dirname(path) : path;
  if (!existsSync(folder)) return [];
  const own = filesIn(folder);
  return own.length > 0 ? own : filesOf(folder);
}

/** A profile's folder has its id for a name. */
function idOf(path: string): string {
  return basename(dirname(path));
}

/** `<folder>/<id>/profile.yaml` and `frames.txt`, as far as they are there. */
function filesOf(folder: string): ProfileFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => filesIn(join(folder, name)));
}

function filesIn(folder: string): ProfileFile[] {
  return ['profile.yaml', 'frames.txt']
    .map((file) => join(folder, file))
    .filter((path) => existsSync(path))
    .map((path) => {
      const text = readUtf8(readFileSync(path), path);
      return text.ok ? { path, text: text.value } : { path, text: '', unreadable: text.error };
    });
}
