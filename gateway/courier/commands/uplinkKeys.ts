import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { SiteUplink } from '../../site/schema/uplinkSchema.ts';
import type { Secrets } from '../../site/secrets.ts';
import {
  aboutTopic,
  isInlineKey,
  keyId,
  privateKeyFrom,
  publicKeyFrom,
  signSign1,
} from '../../telemetry/index.ts';
import type { CommandKey } from './authority.ts';

/** Signs a message of the `event` topic. */
export type Seal = (payload: Uint8Array) => Uint8Array;

export type UplinkKeys = {
  /** Whose commands it takes; none: whoever the broker lets through. */
  readonly commands: readonly CommandKey[];
  /** Signs its events; null: they go unsigned. */
  readonly events: KeyObject | null;
};

/** The keys of an uplink, from the site file, the files it names (paths start at `folder`), and the secrets. */
export function readUplinkKeys(
  uplink: SiteUplink,
  folder: string,
  secrets: Secrets,
): Result<UplinkKeys, Problem> {
  const commands = readCommandKeys(uplink, folder);
  if (!commands.ok) return commands;
  const events = readEventKey(uplink, secrets);
  return events.ok ? ok({ commands: commands.value, events: events.value }) : events;
}

function readCommandKeys(uplink: SiteUplink, folder: string): Result<readonly CommandKey[], Problem> {
  const keys: CommandKey[] = [];
  for (const { id, publicKey, may } of uplink.commandKeys) {
    const key = readPublicKey(publicKey, folder);
    if (!key.ok) return err({ where: `uplink ${uplink.id}, command key ${id}`, ...key.error });
    keys.push({ id, key: key.value, may });
  }
  return ok(keys);
}

function readEventKey(uplink: SiteUplink, secrets: Secrets): Result<KeyObject | null, Problem> {
  if (uplink.signEvents === undefined) return ok(null);
  const where = `uplink ${uplink.id}, signEvents`;
  const secret = secrets[uplink.signEvents];
  if (secret === undefined)
    return err({
      code: 'uplink.secret-missing',
      what: `the secret ${uplink.signEvents} is not there`,
      where,
      hint: 'add it to secrets.yaml: openssl genpkey -algorithm ed25519 makes one; events are not sent unsigned instead',
    });
  const key = privateKeyFrom(secret);
  return key.ok ? key : err({ ...key.error, where });
}

/** Signs events of `gateway`. The key's name is made of the key: the platform knows it by that. */
export function sealWith(key: KeyObject, gateway: string): Seal {
  const id = keyId(key);
  return (payload) => signSign1(payload, key, id, aboutTopic(gateway, 'event'));
}

function readPublicKey(text: string, folder: string): Result<KeyObject, Problem> {
  if (isInlineKey(text)) return publicKeyFrom(text);
  const where = resolve(folder, text);
  try {
    const key = publicKeyFrom(readFileSync(where, 'utf8'));
    return key.ok ? key : err({ ...key.error, where });
  } catch (error) {
    return err({
      code: 'uplink.file-unreadable',
      what: `the key file cannot be read: ${(error as NodeJS.ErrnoException).code}`,
      where,
      hint: 'correct the path in the site file, or write the key itself: base64 of its 32 bytes',
    });
  }
}
