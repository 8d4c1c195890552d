import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

it('the demonstration, without a terminal, plays its story and nothing is missing', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'gateway', 'cli.ts'), 'demo'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const status = await new Promise((resolve) => child.once('exit', resolve));

  const verdict =
    /verdict: complete — (\d+) samples taken, (\d+) received, 0 missing, \d+ duplicated, 0 in tombstones; every peak arrived/.exec(
      said,
    );
  expect(verdict, said).not.toBeNull();
  expect(Number(verdict?.[1])).toBeGreaterThan(400);
  expect(verdict?.[2]).toBe(verdict?.[1]);
  expect(said).toContain(
    'the one sample of 18.4 %LEL in gas-201/concentration: the largest maximum received is 18.4',
  );
  expect(said).toContain('ALARM red escalated: Gas 301');
  expect(said).toContain('ALARM yellow raised: Heating: not sensing');
  expect(status).toBe(0);
}, 150_000);
