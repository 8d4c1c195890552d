import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { privateKeyFrom } from '../../telemetry/index.ts';
import { recordProblem } from '../../text/problems/recordProblems.ts';
import type { SignedRecord } from './signedRecord.ts';

/** The key that a gateway signs its papers with. */
export type GatewayKey = { readonly key: KeyObject; readonly publicKey: string };

const KEY_FILE = 'record-key.pem';

/** The gateway's key in a folder; made when there is none, for its owner alone. */
export function gatewayKey(folder: string): Result<GatewayKey, Problem> {
  const file = join(folder, KEY_FILE);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
    // whole or not at all: half a key would be a gateway that never signs again
    const beside = `${file}.${process.pid}`;
    writeFileSync(beside, pem, { mode: 0o600, flush: true });
    try {
      linkSync(beside, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // somebody else was first
    } finally {
      rmSync(beside, { force: true });
    }
  }
  const key = privateKeyFrom(readFileSync(file, 'utf8'));
  if (!key.ok) return err({ ...key.error, where: file });
  const publicKey = createPublicKey(key.value).export({ format: 'pem', type: 'spki' }).toString();
  return ok({ key: key.value, publicKey });
}

/** The three files of a paper, which other programs take as they are: `file.pem`, `file.sig`, and last the paper itself. */
export function filesOf(
  file: string,
  { bytes, signature, publicKey }: SignedRecord,
): readonly (readonly [path: string, content: string | Uint8Array])[] {
  return [
    [`${file}.pem`, publicKey],
    [`${file}.sig`, signature],
    [file, bytes],
  ];
}

/** Writes a paper, for a program that does nothing else. */
export function writeRecord(file: string, record: SignedRecord): void {
  for (const [path, content] of filesOf(file, record)) writeFileSync(path, content, { flush: true });
}

/** A paper from its files; the key from elsewhere where one is named. */
export function readRecord(file: string, keyFile = `${file}.pem`): Result<SignedRecord, Problem> {
  try {
    return ok({
      bytes: readFileSync(file),
      signature: readFileSync(`${file}.sig`),
      publicKey: readFileSync(keyFile, 'utf8'),
    });
  } catch (error) {
    const { path = file } = error as NodeJS.ErrnoException;
    return err({ ...recordProblem('record.file', { file: path }), where: path });
  }
}
