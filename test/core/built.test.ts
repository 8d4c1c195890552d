import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtUtc } from '../../gateway/core/built.ts';

const FIRST = Date.UTC(2026, 10, 1);
const RELEASED = Date.UTC(2031, 4, 6, 7, 8, 9);

test('a release is dated by what its build was told, and not by the clock of the machine that builds', () => {
  const root = mkdtempSync(join(tmpdir(), 'lifeline-built-'));
  const script = join(root, 'deploy', 'setup', 'built.mjs');
  mkdirSync(join(root, 'deploy', 'setup'), { recursive: true });
  copyFileSync(join(import.meta.dirname, '../../deploy/setup/built.mjs'), script);
  execFileSync(process.execPath, [script], {
    env: { ...process.env, SOURCE_DATE_EPOCH: `${RELEASED / 1000}` },
  });
  expect(builtUtc(join(root, 'dist', 'built.json'))).toBe(RELEASED);
});

test.each([
  ['is not there', null],
  ['is no JSON', '{"utc":'],
  ['has another form', '{"utc":"2031"}'],
  ['is older than the software', '{"utc":1000}'],
])('what was built is no older than the software itself where the date %s', (_what, text) => {
  const file = join(mkdtempSync(join(tmpdir(), 'lifeline-built-')), 'built.json');
  if (text !== null) writeFileSync(file, text);
  expect(builtUtc(file)).toBe(FIRST);
});
