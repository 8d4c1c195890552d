import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A release of Node for a processor that is not this machine's, by its hash (npm's `integrity`). */
type Pinned = { readonly package: string; readonly version: string; readonly integrity: string };

/** Files of one release of Node: the program, and the licences of it and of what is linked in. */
export type NodeRelease = { readonly binary: string; readonly licences: string };

/**
 * The Node for `architecture`: this checkout's own, or the same version for the other processor, fetched once by npm into `cache` and held
 * against its hash. It stays as its makers built it, byte for byte.
 */
export function nodeRelease(architecture: 'amd64' | 'arm64', root: string, cache: string): NodeRelease {
  const own = process.arch === 'arm64' ? 'arm64' : 'amd64';
  if (architecture === own) {
    const folder = join(root, 'node_modules', 'node');
    const licences = join(folder, 'node_modules', `node-linux-${process.arch}`, 'LICENSE');
    return { binary: join(folder, 'bin', 'node'), licences };
  }
  const pinned = (
    JSON.parse(readFileSync(join(import.meta.dirname, 'runtime.json'), 'utf8')) as Record<string, Pinned>
  )[architecture];
  if (pinned === undefined) throw new Error(`no Node is pinned for ${architecture} in runtime.json`);
  const folder = join(cache, `node-${pinned.version}-${architecture}`);
  const release = { binary: join(folder, 'bin', 'node'), licences: join(folder, 'LICENSE') };
  if (existsSync(folder)) return release;
  mkdirSync(cache, { recursive: true });
  const archive = execFileSync('npm', ['pack', '--silent', `${pinned.package}@${pinned.version}`], {
    cwd: cache,
    encoding: 'utf8',
  }).trim();
  const file = join(cache, archive);
  const hash = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (hash !== pinned.integrity)
    throw new Error(`${archive} has the hash ${hash}, and runtime.json says ${pinned.integrity}`);
  execFileSync('tar', ['-xzf', file, '-C', cache, 'package/bin/node', 'package/LICENSE']);
  renameSync(join(cache, 'package'), folder);
  rmSync(file);
  return release;
}
