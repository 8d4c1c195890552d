import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { SiteUplink } from '../site/schema/uplinkSchema.ts';
import { isInlineKey, publicKeyFrom } from '../telemetry/sign/ed25519.ts';
import type { CommandKind } from '../telemetry/wire/command.ts';

/** A key of the site file: whose signature counts, and for what. */
export type CommandKey = {
  readonly id: string;
  readonly key: KeyObject;
  readonly may: readonly CommandKind[];
};

/** The keys whose commands an uplink takes, from the site file and the files it names; paths start at `folder`. */
export function readCommandKeys(
  uplink: Pick<SiteUplink, 'id' | 'commandKeys'>,
  folder: string,
): Result<readonly CommandKey[], Problem> {
  const keys: CommandKey[] = [];
  for (const { id, publicKey, may } of uplink.commandKeys) {
    const key = readPublicKey(publicKey, folder);
    if (!key.ok) return err({ where: `uplink ${uplink.id}, command key ${id}`, ...key.error });
    keys.push({ id, key: key.value, may });
  }
  return ok(keys);
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
