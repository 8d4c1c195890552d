import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx', flush: true });
  }
  const key = privateKeyFrom(readFileSync(file, 'utf8'));
  if (!key.ok) return err({ ...key.error, where: file });
  const publicKey = createPublicKey(key.value).export({ format: 'pem', type: 'spki' }).toString();
  return ok({ key: key.value, publicKey });
}

/** Writes a paper as three files that other programs take as they are: `file`, `file.sig`, `file.pem`. */
export function writeRecord(file: string, { bytes, signature, publicKey }: SignedRecord): void {
  writeFileSync(file, bytes, { flush: true });
  writeFileSync(`${file}.sig`, signature, { flush: true });
  writeFileSync(`${file}.pem`, publicKey, { flush: true });
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
