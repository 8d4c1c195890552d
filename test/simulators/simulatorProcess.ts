import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import { testProgram } from '../harness/programs.ts';
import { removeFolder } from '../harness/removeFolder.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

/** A program of ours as a process: what its `ready` line says, and how to end it. */
export type Running = {
  readonly child: ChildProcess;
  readonly ready: Record<string, unknown>;
  stop(): Promise<number | null>;
};

/** Starts a composition root and waits for `ready`; rejects with what it said on stderr when it ends before. */
export function startProgram(program: string, args: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [...testProgram(program), ...args], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += String(text);
  });
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('ready ')) resolve({ child, ready: JSON.parse(line.slice(6)), stop });
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${complaint}`)));
  });
}

/** A running simulator with its folder, its backchannel and its log. */
export async function startSimulator(building: object): Promise<Running & SimulatorPlaces> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-sim-'));
  const file = join(folder, 'building.yaml');
  writeFileSync(file, stringify(building));
  const [socket, log] = [join(folder, 'back.sock'), join(folder, 'exchanges.ndjson')];
  const args = [file, '--links', folder, '--backchannel', socket, '--log', log];
  const sweep = () => removeFolder(folder);
  const running = await startProgram('simulators/main', args).catch((error) => {
    sweep();
    throw error;
  });
  const stop = () => running.stop().finally(sweep);
  return { ...running, stop, folder, log, back: await Backchannel.connect(socket) };
}

export type SimulatorPlaces = {
  readonly folder: string;
  readonly log: string;
  readonly back: Backchannel;
};

const run = promisify(execFile);

/** Asks with mbpoll, a master nobody here wrote; references are 1-based. Returns what it prints after `[n]:`. */
export async function mbpoll(path: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await run('mbpoll', ['-m', 'rtu', '-P', 'none', '-1', ...args, path]);
  return [...stdout.matchAll(/^\[\d+\]:\s*(\S+)/gm)].map(([, value = '']) => value);
}
