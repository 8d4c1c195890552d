import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A release of Node for a processor that is not this machine's, by its hash (npm's `integrity`). */
type Pinned = { readonly package: string; readonly version: string; readonly integrity: string };

/**
 * The Node binary for `architecture`: this checkout's own, or the same version for the other processor, fetched once by npm
 * into `cache` and held against its hash. It stays as its makers built it, byte for byte.
 */
export function nodeBinary(architecture: 'amd64' | 'arm64', root: string, cache: string): string {
  const own = process.arch === 'arm64' ? 'arm64' : 'amd64';
  if (architecture === own) return join(root, 'node_modules', 'node', 'bin', 'node');
  const pinned = (
    JSON.parse(readFileSync(join(import.meta.dirname, 'runtime.json'), 'utf8')) as Record<string, Pinned>
  )[architecture];
  if (pinned === undefined) throw new Error(`no Node is pinned for ${architecture} in runtime.json`);
  const binary = join(cache, `node-${pinned.version}-${architecture}`);
  if (existsSync(binary)) return binary;
  mkdirSync(cache, { recursive: true });
  const archive = execFileSync('npm', ['pack', '--silent', `${pinned.package}@${pinned.version}`], {
    cwd: cache,
    encoding: 'utf8',
  }).trim();
  const file = join(cache, archive);
  const hash = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (hash !== pinned.integrity)
    throw new Error(`${archive} has the hash ${hash}, and runtime.json says ${pinned.integrity}`);
  execFileSync('tar', ['-xzf', file, '-C', cache, 'package/bin/node']);
  copyFileSync(join(cache, 'package', 'bin', 'node'), `${binary}.part`);
  renameSync(`${binary}.part`, binary);
  rmSync(join(cache, 'package'), { recursive: true });
  rmSync(file);
  return binary;
}
