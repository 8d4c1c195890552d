import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildCatalog, type Catalog } from '../drivers/catalog.ts';

/**
 * The catalogue of the package that `from` (a folder inside it, source or built) belongs to, and the profiles of a
 * folder `more` beside it.
 */
export function readCatalog(from: string, more?: string): Catalog {
  const folders = [join(packageRoot(from), 'drivers', 'profiles'), ...(more === undefined ? [] : [more])];
  const paths = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const profiles = paths.filter((path) => path.endsWith('profile.yaml'));
  return buildCatalog(profiles.map((path) => ({ path, text: readFileSync(path, 'utf8') })));
}

/** The folder above `from` that holds package.json. Throws where there is none: the installation is broken. */
export function packageRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`no package.json above ${from}`);
  }
}
