import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT } from './harness/programs.ts';

// Runs the static checks and the whole suite, and ends with one plain line: N passed, N failed.

const root = join(import.meta.dirname, '..');
const report = join(root, 'run', 'vitest.json');
mkdirSync(join(root, 'run'), { recursive: true });

function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): boolean {
  const env = { ...process.env, ...environment };
  const path = join(root, 'node_modules', '.bin', command);
  return spawnSync(path, args, { cwd: root, stdio: 'inherit', env }).status === 0;
}

let passed = 0;
let failed = 0;
for (const [name, good] of [
  ['formatting and lint', run('biome', ['check', '--error-on-warnings', '.'])],
  ['types', run('tsc', ['-p', 'tsconfig.json'])],
] as const) {
  if (good) passed++;
  else failed++;
  console.log(`${good ? '✓' : '✗'} ${name}`);
}

// the build is as new as the source: it was made just before, by `pretest`
const suite = run(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { [BUILT]: '1' },
);
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};
const result = JSON.parse(readFileSync(report, 'utf8')) as Report;
const unloaded = result.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
);
passed += result.numPassedTests;
failed += result.numFailedTests + unloaded.length;
if (!suite && failed === 0) failed = 1; // an error outside any test is a failure too

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
