import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readUtf8 } from '../../drivers/text/readUtf8.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { allOf, words } from '../text/named.ts';
import { siteProblem } from '../text/siteProblem.ts';
import type { Installation } from './installation.ts';
import { readSiteText } from './siteText.ts';

/** Entry name → password. Kept apart from the site file, which is shown, copied and mailed. */
export type Secrets = Readonly<Record<string, string>>;

const EXPOSED = 0o037; // the group may read: that is how courier gets at it

/** `secrets.yaml` beside the site file. */
export function secretsPath(installation: Pick<Installation, 'folder'>): string {
  return join(installation.folder, 'secrets.yaml');
}

/**
 * Reads a secrets file (`name: password`). No file means no secrets. A file that everybody may read or anybody else may
 * write is refused; no message ever repeats what is in it.
 */
export function loadSecrets(path: string): Result<Secrets, Problem> {
  let source: string;
  try {
    const { mode } = statSync(path);
    if ((mode & EXPOSED) !== 0) {
      const named = { mode: (mode & 0o777).toString(8), path };
      return err({ ...siteProblem('secrets.exposed', named), where: path });
    }
    const read = readUtf8(readFileSync(path), path);
    if (!read.ok) return read;
    source = read.value;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? ok({}) : err({ ...siteProblem('secrets.unreadable', { code }), where: path });
  }
  const { text } = readSiteText(path, source);
  const entries = z.record(z.string(), z.string()).safeParse(text?.data);
  if (entries.success) return ok(entries.data);
  return err({ ...siteProblem('secrets.malformed'), where: path });
}

/** Every secret that an uplink names is there. */
export function checkSecrets(installation: Installation): Problem[] {
  const named = [
    ...installation.uplinks.map(({ id, secret, signEvents }) => ({ id, names: [secret, signEvents] })),
    ...installation.notifications.map(({ id, secret }) => ({ id, names: [secret] })),
  ];
  const wanted = named.flatMap(({ id, names }) =>
    names.filter((name) => name !== undefined).map((name) => ({ id, secret: name })),
  );
  if (wanted.length === 0) return [];
  const path = secretsPath(installation);
  const secrets = loadSecrets(path);
  if (!secrets.ok) return [secrets.error];
  const known = Object.keys(secrets.value);
  const names = known.length === 0 ? words('names.none') : allOf(known);
  return wanted
    .filter(({ secret }) => !Object.hasOwn(secrets.value, secret))
    .map(({ id: uplink, secret }) => ({
      ...siteProblem('secrets.missing', { uplink, secret, names }),
      where: path,
    }));
}
