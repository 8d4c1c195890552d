import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** The files of the same profiles, golden frames included: shipped ones first. */
export function readProfileFiles(siteFile?: string): ProfileFile[] {
  const folders = [join(packageRoot(), 'drivers', 'profiles')];
  if (siteFile !== undefined) folders.push(join(dirname(siteFile), 'profiles'));
  return folders.flatMap(filesOf);
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
