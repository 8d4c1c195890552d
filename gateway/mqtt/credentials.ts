import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { SiteUplink } from '../site/schema/uplinkSchema.ts';
import type { Secrets } from '../site/secrets.ts';
import type { LinkCredentials } from './mqttLink.ts';

/**
 * What an uplink shows to its broker and how it knows that broker: PEM files named in the site file (paths start at
 * `folder`) and the password its `secret` names.
 */
export function readCredentials(
  uplink: SiteUplink,
  folder: string,
  secrets: Secrets,
): Result<LinkCredentials, Problem> {
  const files = { ca: uplink.ca, cert: uplink.clientCertificate, key: uplink.clientKey };
  const pem: Record<string, Buffer> = {};
  for (const [part, name] of Object.entries(files)) {
    if (name === undefined) continue;
    const path = resolve(folder, name);
    try {
      pem[part] = readFileSync(path);
    } catch (error) {
      return err({
        code: 'uplink.file-unreadable',
        what: `uplink ${uplink.id} needs this file: ${(error as NodeJS.ErrnoException).code}`,
        where: path,
        hint: 'correct the path in the site file, or let the user that runs courier read it',
      });
    }
  }
  const password = uplink.secret === undefined ? undefined : secrets[uplink.secret];
  if (uplink.secret !== undefined && password === undefined)
    return err({
      code: 'uplink.secret-missing',
      what: `uplink ${uplink.id} names the secret ${uplink.secret}, which is not there`,
      where: resolve(folder, 'secrets.yaml'),
      hint: `add the line ${uplink.secret}: "…" to that file and give it mode 640`,
    });
  return ok({
    ...pem,
    ...(uplink.username === undefined ? {} : { username: uplink.username }),
    ...(password === undefined ? {} : { password }),
  });
}
