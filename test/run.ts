import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BUILT } from './harness/programs.ts';

// Runs the static checks and the whole suite, and ends with one plain line: N passed, N failed.

const root = join(import.meta.dirname, '..');
/**
 * Files that failed are tried once more, alone: what fails only beside others is a fault to look into, which is said, and no
 * reason to refuse a change. Where more fail something is broken.
 */
const MOST_TRIED_AGAIN = 3;
mkdirSync(join(root, 'run'), { recursive: true });

function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): boolean {
  const env = { ...process.env, ...environment };
  const path = join(root, 'node_modules', '.bin', command);
  return spawnSync(path, args, { cwd: root, stdio: 'inherit', env }).status === 0;
}

type TestFile = { readonly name: string; readonly status: string; readonly assertionResults: TestResult[] };
type TestResult = { readonly status: string; readonly fullName: string };

/** Plays what `args` choose. The build is as new as the source: it was made just before, by `pretest`. */
function play(name: string, args: readonly string[]): { readonly good: boolean; readonly files: TestFile[] } {
  const report = join(root, 'run', `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const good = run('vitest', ['run', ...reporters, ...args], { [BUILT]: '1' });
  return {
    good,
    files: (JSON.parse(readFileSync(report, 'utf8')) as { testResults: TestFile[] }).testResults,
  };
}

const countOf = (files: readonly TestFile[], status: string): number =>
  files.flatMap(({ assertionResults }) => assertionResults).filter((one) => one.status === status).length;
const isUnloaded = (file: TestFile): boolean =>
  file.status === 'failed' && file.assertionResults.length === 0;

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

const suite = play('vitest', process.argv.slice(2));
let { good, files } = suite;
const broken = files.filter(({ status }) => status === 'failed');
if (broken.length > 0 && broken.length <= MOST_TRIED_AGAIN) {
  const names = broken.map(({ name }) => relative(root, name));
  console.log(`\n${names.join(', ')}: failed; tried once more, alone`);
  const again = play('vitest-again', names);
  good = again.good;
  files = [...files.filter((file) => !broken.includes(file)), ...again.files];
  const failedBefore = broken
    .flatMap((file) => file.assertionResults)
    .filter((one) => one.status === 'failed');
  for (const { fullName } of failedBefore) console.log(`! failed at the first try: ${fullName}`);
}
passed += countOf(files, 'passed');
failed += countOf(files, 'failed') + files.filter(isUnloaded).length;
if (!good && failed === 0) failed = 1; // an error outside any test is a failure too

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
