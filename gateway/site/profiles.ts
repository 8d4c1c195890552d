import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildCatalog, type Catalog } from '../../drivers/catalog.ts';
import type { ProfileFile } from '../../drivers/profile/check.ts';
import { packageRoot } from '../core/program.ts';

/**
 * The device profiles: those that come with the gateway and, beside the site file, those of a `profiles/` folder of the
 * installer's own. Of two with one id the installer's wins.
 *
 * @param siteFile path of the site file; without one only the shipped profiles are read
 */
export function readProfiles(siteFile?: string): Catalog {
  return buildCatalog(readProfileFiles(siteFile));
}

/** The files of the same profiles, golden frames included. A shipped one that the installer has an own one of is left out. */
export function readProfileFiles(siteFile?: string): ProfileFile[] {
  const shipped = join(packageRoot(), 'drivers', 'profiles');
  if (siteFile === undefined) return filesOf(shipped);
  const own = filesOf(join(dirname(siteFile), 'profiles'));
  const replaced = new Set(own.map(({ path }) => idOf(path)));
  return [...filesOf(shipped).filter(({ path }) => !replaced.has(idOf(path))), ...own];
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
    .flatMap(({ name }) => ['profile.yaml', 'frames.txt'].map((file) => join(folder, name, file)))
    .filter((path) => existsSync(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
