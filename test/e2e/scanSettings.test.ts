import { execFileSync, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testProgram } from '../harness/programs.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const DEVICES = [
  { id: 'a', profile: 'qdy30a-pressure', unit: 1, serial: { stopBits: 2 } },
  { id: 'b', profile: 'ya-k300-s', unit: 2, serial: { baud: 19_200 } },
  { id: 'c', profile: 'qdy30a-pressure', unit: 3, serial: { parity: 'even' } },
];

/** What the program sets its port to is asked of the kernel; the parity, which a pseudo-terminal drops, is told by a library. */
test('a search sets a real port to each rate, parity and number of stop bits, and finds who listens there', async () => {
  const stage = openStage();
  await stage.simulate({ lines: [{ id: 'l', link: 'l', portSettings: true, devices: DEVICES }] });
  const link = join(stage.folder, 'lines', 'l');
  const library = join(stage.folder, 'parityTell.so');
  const source = join(import.meta.dirname, '..', 'harness', 'parityTell.c');
  execFileSync('gcc', ['-shared', '-fPIC', '-o', library, source, '-ldl']);
  const child = spawn(process.execPath, [...testProgram('gateway/cli'), 'scan', 'lines/l', '--json'], {
    cwd: stage.folder,
    env: {
      ...process.env,
      LC_ALL: 'C.UTF-8',
      LD_PRELOAD: library,
      PARITY_TOLD: `${realpathSync(link)}=${link}.parity`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  stage.onClose(() => ended);
  await until('all three are heard', () => said.err.split('\n').length > DEVICES.length, 120);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  const { found } = JSON.parse(said.out) as { found: { heard: { unit: number; format: object } }[] };
  expect(found.map(({ heard }) => [heard.unit, heard.format]).toSorted()).toEqual([
    [1, { baud: 9600, parity: 'none', stopBits: 2 }],
    [2, { baud: 19_200, parity: 'none', stopBits: 1 }],
    [3, { baud: 9600, parity: 'even', stopBits: 1 }],
  ]);
});
