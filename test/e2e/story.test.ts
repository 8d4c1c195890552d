import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { testProgram } from '../harness/programs.ts';

it('the demonstration, without a terminal, plays its story and nothing is missing', async () => {
  const child = spawn(process.execPath, [...testProgram('gateway/cli'), 'demo'], {
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
    /verdict: complete — (\d+) samples taken, (\d+) received, 0 missing, \d+ duplicated, 0 in tombstones; every peak .*arrived(.*)/.exec(
      said,
    );
  expect(verdict, said).not.toBeNull();
  const [taken, received] = [Number(verdict?.[1]), Number(verdict?.[2])];
  // an answer that a busy machine looked at too late is given up, and counted
  const givenUp = Number(/(\d+) were too late to be used/.exec(verdict?.[3] ?? '')?.[1] ?? 0);
  const beside = Number(/(\d+) were asked for twice/.exec(verdict?.[3] ?? '')?.[1] ?? 0);
  expect(received + givenUp + beside).toBe(taken);
  expect(received).toBeGreaterThan(400);
  if (!verdict?.[3]?.includes('gas-201/concentration'))
    expect(said).toContain(
      'the one sample of 18.4 %LEL in gas-201/concentration: the largest maximum received is 18.4',
    );
  expect(said).toContain('ALARM red escalated: Gas 301');
  expect(said).toContain('ALARM yellow raised: Heating: not sensing');
  expect(status).toBe(0);
}, 150_000);
