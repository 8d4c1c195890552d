import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Birth } from '../telemetry/model.ts';
import { readMeta, writeMeta } from './schema.ts';

/** The journal before this one, as far as it is known: the sequences it reached. */
export type Previous = NonNullable<Birth['previous']>;

/** Whose journal this is, its random 64-bit name, and what came before it. */
export type Identity = {
  readonly gateway: string;
  readonly epoch: string;
  readonly previous: Previous | null;
};

/** The identity of a file; null where it has none or its checksum fails. */
export function readIdentity(db: DatabaseSync): Identity | null {
  const text = readMeta(db, 'identity');
  if (text === null || readMeta(db, 'identityCrc') !== String(crc32(text))) return null;
  return JSON.parse(text) as Identity;
}

/** Names a new file, inside the caller's transaction. */
export function writeIdentity(db: DatabaseSync, identity: Identity): void {
  const text = JSON.stringify(identity);
  writeMeta(db, 'identity', text);
  writeMeta(db, 'identityCrc', String(crc32(text)));
}
