import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { Installation } from './installation.ts';
import { enumeration } from './nearest.ts';
import { readSiteText } from './siteText.ts';

/** Entry name → password. Kept apart from the site file, which is shown, copied and mailed. */
export type Secrets = Readonly<Record<string, string>>;

const EXPOSED = 0o037; // the group may read: that is how courier gets at it

/** `secrets.yaml` beside the site file. */
export function secretsPath(installation: Installation): string {
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
    if ((mode & EXPOSED) !== 0)
      return err({
        code: 'secrets.exposed',
        what: `others may read or change it (mode ${(mode & 0o777).toString(8)})`,
        where: path,
        hint: `chmod 640 ${path}, and change the passwords if others were on this machine`,
      });
    source = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok({});
    return err({
      code: 'secrets.unreadable',
      what: `cannot be read (${(error as NodeJS.ErrnoException).code})`,
      where: path,
      hint: 'let the group of the user that runs courier read it',
    });
  }
  const { text } = readSiteText(path, source);
  const entries = z.record(z.string(), z.string()).safeParse(text?.data);
  if (entries.success) return ok(entries.data);
  return err({
    code: 'secrets.malformed',
    what: 'is not a list of names and passwords',
    where: path,
    hint: 'write one `name: "password"` a line, the password in quotes',
  });
}

/** Every secret that an uplink names is there. */
export function checkSecrets(installation: Installation): Problem[] {
  const wanted = installation.uplinks.flatMap(({ id, secret, signEvents }) =>
    [secret, signEvents].filter((name) => name !== undefined).map((name) => ({ id, secret: name })),
  );
  if (wanted.length === 0) return [];
  const path = secretsPath(installation);
  const secrets = loadSecrets(path);
  if (!secrets.ok) return [secrets.error];
  return wanted
    .filter(({ secret }) => !Object.hasOwn(secrets.value, secret))
    .map(({ id, secret }) => ({
      code: 'secrets.missing',
      what: `uplink ${id} needs the secret ${secret}; there is ${enumeration(Object.keys(secrets.value), 'and') || 'none'}`,
      where: path,
      hint: `add the line ${secret}: "…" to that file and give it mode 640`,
    }));
}
