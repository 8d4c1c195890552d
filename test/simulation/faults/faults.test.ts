import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { SOURCE_FLAGS } from '../../../gateway/core/program.ts';
import { SOAK } from '../../harness/soak.ts';

// Faults that were in guard or could be, put back one at a time: a simulation that does not find them proves nothing.

const ROOT = join(import.meta.dirname, '../../..');
const MOST_SEEDS = 40;
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
    const seek = ['test/simulation/findSeed.ts', '1', `${MOST_SEEDS}`];
    const { stdout } = spawnSync(process.execPath, [...SOURCE_FLAGS, ...seek], {
      ...{ cwd: copy, encoding: 'utf8', maxBuffer: 1 << 30 },
    });
    const found = stdout === '' ? null : (JSON.parse(stdout) as { seed: number; broken: string });
    console.log(
      `${basename(patch, '.patch')}: ${found === null ? 'not found' : `seed ${found.seed}, ${found.broken}`}`,
    );
    expect(found).not.toBeNull();
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
