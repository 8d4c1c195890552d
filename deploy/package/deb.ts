import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './shipped.ts';

/** A package of which everything is known but its size. */
export type Deb = {
  readonly name: string;
  readonly version: string;
  readonly architecture: 'amd64' | 'arm64';
  readonly fields: Readonly<Record<string, string>>; // Depends, Description …
  readonly scripts: Readonly<Record<string, string>>; // postinst …: text
  readonly conffiles?: readonly string[];
  readonly triggers?: string; // deb-triggers(5)
};

/** Whoever hands packages on names themselves: LIFELINE_MAINTAINER. */
export const MAINTAINER = process.env.LIFELINE_MAINTAINER ?? 'The Lifeline project <lifeline@localhost>';

export type BuiltDeb = { readonly file: string; readonly bytes: number; readonly installedBytes: number };

/**
 * Makes a package of a tree as it will lie on the target. Modes and times are set here and owners by dpkg-deb, so that neither
 * the machine nor the person that builds leaves a trace. `epochS`: the time of every file, Unix seconds.
 */
export function buildDeb(deb: Deb, tree: string, to: string, epochS: number): BuiltDeb {
  const control = join(tree, 'DEBIAN');
  const files = filesBelow(tree).sort();
  const installedBytes = files.reduce((sum, file) => sum + statSync(join(tree, file)).size, 0);
  mkdirSync(control);
  const fields = {
    ...{ Package: deb.name, Version: deb.version, Architecture: deb.architecture },
    ...{ Maintainer: MAINTAINER, Priority: 'optional' },
    ...{ 'Installed-Size': String(Math.ceil(installedBytes / 1024)), Section: 'misc' },
    ...deb.fields,
  };
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}\n`);
  writeFileSync(join(control, 'control'), lines.join(''));
  const sums = files
    .filter((file) => lstatSync(join(tree, file)).isFile())
    .map((file) => {
      const hash = createHash('md5')
        .update(readFileSync(join(tree, file)))
        .digest('hex');
      return `${hash}  ${file}\n`;
    });
  writeFileSync(join(control, 'md5sums'), sums.join(''));
  if (deb.conffiles !== undefined) writeFileSync(join(control, 'conffiles'), `${deb.conffiles.join('\n')}\n`);
  if (deb.triggers !== undefined) writeFileSync(join(control, 'triggers'), deb.triggers);
  for (const [name, text] of Object.entries(deb.scripts)) writeFileSync(join(control, name), text);
  settle(tree, epochS);
  for (const name of Object.keys(deb.scripts)) chmodSync(join(control, name), 0o755);
  const file = join(to, `${deb.name}_${deb.version}_${deb.architecture}.deb`);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z15', '--build', tree, file], {
    env: { PATH: process.env.PATH, SOURCE_DATE_EPOCH: String(epochS) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { file, bytes: statSync(file).size, installedBytes };
}

const PROGRAM = /(^|\/)(s?bin|libexec)\/[^/]+$|\.sh$/;

/** Modes by what a file is, times all the same. */
function settle(folder: string, epochS: number, path = ''): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    const inside = `${path}/${entry.name}`;
    if (entry.isDirectory()) settle(file, epochS, inside);
    else if (entry.isFile()) chmodSync(file, PROGRAM.test(inside) ? 0o755 : 0o644);
    lutimesSync(file, epochS, epochS);
  }
  chmodSync(folder, 0o755);
  lutimesSync(folder, epochS, epochS);
}
