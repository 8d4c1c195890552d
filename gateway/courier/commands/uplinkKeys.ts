import type { KeyObject } from 'node:crypto';
import { type CommandKey, readCommandKeys } from '../../control/commandKeys.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { SiteUplink } from '../../site/schema/uplinkSchema.ts';
import type { Secrets } from '../../site/secrets.ts';
import { aboutTopic, keyId, privateKeyFrom, signSign1 } from '../../telemetry/index.ts';

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
