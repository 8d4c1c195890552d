import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { SOURCE_FLAGS } from '../../../gateway/core/program.ts';
import { removeFolder } from '../../harness/removeFolder.ts';
import { SOAK } from '../../harness/soak.ts';

// Faults that were in guard or could be, put back one at a time: a simulation that does not find them proves nothing.

const ROOT = join(import.meta.dirname, '../../..');
const MOST_SEEDS = 80;
const patches = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.patch'));

test.each(patches)('%s can still be put back', (patch) => {
  const check = ['apply', '-C1', '--check', join(import.meta.dirname, patch)];
  expect(spawnSync('git', check, { cwd: ROOT, encoding: 'utf8' }).stderr).toBe('');
});

test.runIf(SOAK).each(patches)('%s is found', (patch) => {
  const copy = mkdtempSync(join(tmpdir(), 'lifeline-fault-'));
  try {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT });
    const packed = execFileSync('tar', ['-cf', '-', '--null', '-T', '-'], {
      ...{ cwd: ROOT, input: files, maxBuffer: 1 << 30 },
    });
    execFileSync('tar', ['-xf', '-'], { cwd: copy, input: packed });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    execFileSync('git', ['apply', '-C1', join(import.meta.dirname, patch)], { cwd: copy });
    // a seed that breaks without the fault as well does not find it
    let found = seek(copy, 1, MOST_SEEDS);
    while (found !== null && seek(ROOT, found.seed, found.seed) !== null)
      found = seek(copy, found.seed + 1, MOST_SEEDS);
    console.log(
      `${basename(patch, '.patch')}: ${found === null ? 'not found' : `seed ${found.seed}, ${found.broken}`}`,
    );
    expect(found).not.toBeNull();
  } finally {
    removeFolder(copy);
  }
});

/** The first seed that breaks a promise in a tree, and how; null: none of these does. */
function seek(root: string, first: number, last: number): { seed: number; broken: string } | null {
  const args = ['test/simulation/findSeed.ts', `${first}`, `${last - first + 1}`];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...SOURCE_FLAGS, ...args], {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 },
  });
  if (stdout !== '') return JSON.parse(stdout);
  if (status !== 0) throw new Error(`no seed could be played: ${stderr}`);
  return null;
}
