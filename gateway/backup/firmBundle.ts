import { spawnSync } from 'node:child_process';
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { syncFolder } from '../journal/file/database.ts';
import type { Installation } from '../site/installation.ts';
import { bundleProblem } from '../text/problems/bundleProblems.ts';

/**
 * What a firm prepares for a box at its desk, so that nobody types on site: a tar of the site file and what it names, and its Ed25519
 * signature beside it. Plain tools make both: `tar -cf`, and `openssl pkeyutl -sign -rawin`. A stick is not secret: who finds it reads it.
 */
export const BUNDLE_FILE = 'lifeline-bundle.tar';
const MOST_BYTES = 16_000_000;
/** `box`: for which boxes it is, by name or board, one a line; without it, for whoever gets it. */
const TAKEN = /^(site\.yaml|secrets\.yaml|box|(certificates|profiles)(\/[\w-][\w.-]*)*)$/;

export type BundleAsk = {
  readonly folder: string; // where the bundle lies: a stick
  readonly firmKey: string; // path of the firm's public key, PEM, put here by whoever made this box
  readonly site: string; // path of the site file of this box
  readonly names: readonly string[]; // what this box is called, and its board
  /** Judges a site file as `lifeline check` does. */
  readonly load: (path: string) => Result<Installation, readonly Problem[]>;
};

/** Takes a bundle into a box without a site. The bytes that were proved are those that are unpacked; the site file comes last, whole. */
export function takeBundle(ask: BundleAsk): Result<{ readonly gateway: string }, readonly Problem[]> {
  const file = join(ask.folder, BUNDLE_FILE);
  if (existsSync(ask.site)) return err([{ ...bundleProblem('bundle.site-there'), where: ask.site }]);
  const proved = readProved(file, ask.firmKey);
  if (!proved.ok) return err([proved.error]);
  const staging = mkdtempSync(join(dirname(resolve(ask.site)), '.lifeline-bundle-'));
  try {
    const wrong = unpack(proved.value, staging) ?? forAnother(staging, ask.names);
    if (wrong !== null) return err([{ ...wrong, where: file }]);
    const site = ask.load(join(staging, 'site.yaml'));
    if (!site.ok) return site;
    place(staging, ask.site);
    return ok({ gateway: site.value.gateway.id });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function readProved(file: string, firmKey: string): Result<Buffer, Problem> {
  const key = readKey(firmKey);
  if (key === null) return err({ ...bundleProblem('bundle.no-key'), where: firmKey });
  // a pipe on a stick would be waited for
  if (![file, `${file}.sig`].every((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true))
    return err({ ...bundleProblem('bundle.missing', { file: BUNDLE_FILE }), where: dirname(file) });
  if (statSync(file).size > MOST_BYTES || statSync(`${file}.sig`).size > MOST_BYTES)
    return err({ ...bundleProblem('bundle.large', { most: MOST_BYTES / 1e6 }), where: file });
  const bytes = readFileSync(file);
  if (!verify(null, bytes, key, readFileSync(`${file}.sig`)))
    return err({ ...bundleProblem('bundle.signature', { key: firmKey }), where: file });
  return ok(bytes);
}

function readKey(path: string): KeyObject | null {
  try {
    const key = createPublicKey(readFileSync(path));
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

function unpack(bytes: Buffer, staging: string): Problem | null {
  const words = ['--no-same-owner', '--no-same-permissions', '-x', '-C', staging];
  const { status } = spawnSync('tar', words, { input: bytes, stdio: ['pipe', 'ignore', 'ignore'] });
  const found = readdirSync(staging, { withFileTypes: true, recursive: true });
  const foreign = found.find((entry) => {
    const name = join(entry.parentPath, entry.name).slice(staging.length + 1);
    return !(entry.isFile() || entry.isDirectory()) || !TAKEN.test(name);
  });
  if (foreign !== undefined) return bundleProblem('bundle.content', { name: foreign.name });
  return status === 0 ? null : bundleProblem('bundle.content', { name: `tar: ${status}` });
}

function forAnother(staging: string, names: readonly string[]): Problem | null {
  const file = join(staging, 'box');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const wanted = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (wanted.some((name) => names.includes(name))) return null;
  const [said, here] = [wanted.slice(0, 5), names].map((list) => list.join(', '));
  return bundleProblem('bundle.other-box', { wanted: said ?? '', here: here ?? '' });
}

/** Who owns the folder owns what comes into it; its group reads. Nothing of a box without a site is in the way. */
function place(staging: string, site: string): void {
  const folder = dirname(resolve(site));
  const { uid, gid } = statSync(folder);
  rmSync(join(staging, 'box'), { force: true });
  for (const entry of readdirSync(staging, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, entry.isDirectory() ? 0o750 : 0o640);
    if (process.getuid?.() === 0) chownSync(path, uid, gid);
  }
  const names = readdirSync(staging).filter((name) => name !== 'site.yaml');
  for (const name of [...names, 'site.yaml']) {
    const to = join(folder, name);
    if (name !== 'site.yaml') rmSync(to, { recursive: true, force: true });
    renameSync(join(staging, name), to);
  }
  syncFolder(folder);
}
