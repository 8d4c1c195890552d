import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { decodeBirth } from '../../telemetry/wire/birth.ts';
import type { Birth } from '../../telemetry/wire/model.ts';
import { birthChecksum } from './checksum.ts';
import { readMeta, writeMeta } from './schema.ts';

/** The journal before this one, as far as it is known: the sequences it reached. */
export type Previous = NonNullable<Birth['previous']>;

/** The journals before this one, the newest first. */
export type Lineage = readonly Previous[];

/** Whose journal this is, its random 64-bit name, and what came before it. */
export type Identity = {
  readonly gateway: string;
  readonly epoch: string;
  readonly previous: Previous | null;
  /** What came before the previous one; a file of an older program does not say. */
  readonly earlier?: Lineage;
};

/** So far back a journal names its predecessors: what they left is on the platform long before. */
export const MOST_NAMED = 32;

/** The identity of a file; null where it has none or its checksum fails. */
export function readIdentity(db: DatabaseSync): Identity | null {
  const text = readMeta(db, 'identity');
  if (text === null || readMeta(db, 'identityCrc') !== String(crc32(text))) return null;
  return JSON.parse(text) as Identity;
}

/** As its birth documents tell it, of a file that does not say itself any more. */
export function identityInBirths(db: DatabaseSync): Identity | null {
  for (const { hash, body, crc } of db.prepare('SELECT hash, body, crc FROM birth ORDER BY id').all()) {
    if (!(body instanceof Uint8Array) || birthChecksum(String(hash), body) !== crc) continue;
    const birth = decodeBirth(body);
    if (birth.ok) return birth.value;
  }
  return null;
}

/** Names a new file, inside the caller's transaction. */
export function writeIdentity(db: DatabaseSync, identity: Identity): void {
  const text = JSON.stringify(identity);
  writeMeta(db, 'identity', text);
  writeMeta(db, 'identityCrc', String(crc32(text)));
}

/** What a new file that comes after those of `before` is called. */
export function identityAfter(before: Lineage, gateway: string, epoch: string): Identity {
  const [previous = null, ...earlier] = before.slice(0, MOST_NAMED);
  return { gateway, epoch, previous, earlier };
}

/** The journals before the one with this identity. */
export function lineageOf({ previous, earlier = [] }: Identity): Lineage {
  return previous === null ? [] : [previous, ...earlier];
}

/** Both, each epoch once and as far as either knows; the order is that of `first`, then what only `second` names. */
export function joinLineages(first: Lineage, second: Lineage): Lineage {
  const joined = new Map<string, Previous>();
  for (const { epoch, event, telemetry } of [...first, ...second]) {
    const known = joined.get(epoch) ?? { epoch, event: 0, telemetry: 0 };
    joined.set(epoch, {
      epoch,
      event: Math.max(known.event, event),
      telemetry: Math.max(known.telemetry, telemetry),
    });
  }
  return [...joined.values()];
}
