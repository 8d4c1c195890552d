import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../gateway/core/program.ts';
import { removeFolder } from '../harness/removeFolder.ts';

/** What the script calls in a fresh clone on a machine with these versions. */
function installing(node: string, npm: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-packages-'));
  onTestFinished(() => removeFolder(folder));
  for (const made of ['deploy/setup', 'gateway/telemetry', 'bin', 'node_modules'])
    mkdirSync(join(folder, made), { recursive: true });
  const script = join(folder, 'deploy/setup/packages.sh');
  copyFileSync(join(packageRoot(), 'deploy/setup/packages.sh'), script);
  for (const file of ['package.json', 'package-lock.json', 'gateway/telemetry/package.json'])
    writeFileSync(join(folder, file), '{}');
  const command = (name: string, version: string): void => {
    const path = join(folder, 'bin', name);
    const say = `[ "$1" = --version ] && echo ${version} || echo ${name} "$@" >>"${folder}/called"`;
    writeFileSync(path, `#!/bin/sh\n${say}\n`);
    chmodSync(path, 0o755);
  };
  command('node', node);
  command('npm', npm);
  command('npx', npm);
  execFileSync('sh', [script], {
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
    stdio: 'ignore',
  });
  return readFileSync(join(folder, 'called'), 'utf8').trim();
}

test("packages are installed with what can, also where Debian's own node and npm cannot", () => {
  const own = 'npm install --no-audit --no-fund';
  const fetched = `npx --yes -p node@24 -p npm@11 -- ${own}`;
  expect(installing('v18.20.4', '9.2.0')).toBe(fetched); // Debian 12
  expect(installing('v20.19.2', '9.2.0')).toBe(fetched); // Debian 13
  expect(installing('v18.20.4', '10.8.2')).toBe(fetched);
  expect(installing('v20.20.0', '10.8.2')).toBe(own);
  expect(installing('v24.21.0', '11.19.1')).toBe(own);
});
