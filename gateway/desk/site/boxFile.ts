import { basename, dirname, join } from 'node:path';
import { readProfileFiles } from '../../site/profiles.ts';
import type { BoxFile } from '../http/api/siteApi.ts';

/** Own device profiles of a site, by id: those beside the site file, not those that come with the program. */
function ownProfiles(site: string): Record<string, string> {
  const folder = join(dirname(site), 'profiles');
  const own = readProfileFiles(site).filter(({ path }) => dirname(dirname(path)) === folder);
  return Object.fromEntries(own.map(({ path, text }) => [basename(dirname(path)), text]));
}

/** A box as a file that may be handed on: its site and its own profiles. No passwords, keys, people or rows are in it. */
export function boxFileOf(
  site: string,
  text: string,
  { gateway, software, made }: Pick<BoxFile, 'gateway' | 'software' | 'made'>,
): BoxFile {
  return { format: 'lifeline-box/1', gateway, software, made, site: text, profiles: ownProfiles(site) };
}
