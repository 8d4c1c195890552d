import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { systemClock } from '../core/clock.ts';
import { programArguments } from '../core/program.ts';
import { within } from '../core/within.ts';

/** A program of this package running in a process of its own. */
export type Child = {
  readonly process: ChildProcess;
  /** What it printed behind `ready `, as JSON; rejects with its last words when it ends before that. */
  readonly ready: Promise<Record<string, unknown>>;
  readonly exited: Promise<number>;
  /** One line to its standard input. */
  say(line: string): void;
  /** Asks it to end, and ends it when it has not after `patienceMs`. */
  stop(patienceMs?: number): Promise<void>;
};

/** A guard ends within two seconds. What takes longer than this hangs. */
const STOP_PATIENCE_MS = 10_000;

/** Starts `program` (a source path without extension). Its stderr goes to `words`, line by line; `flags` are Node's. */
export function startChild(
  program: string,
  args: readonly string[],
  words: (line: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
  flags: readonly string[] = [],
): Child {
  const child = spawn(process.execPath, [...programArguments(program, flags), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: environment,
  });
  return attend(child, program, words);
}

/** Attends a program of this package that was started already, its three standard streams piped. */
export function attend(
  child: ChildProcessWithoutNullStreams,
  program: string,
  words: (line: string) => void,
): Child {
  const last: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    last.push(line);
    if (last.length > 8) last.shift();
    words(line);
  });
  const exited = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const ready = new Promise<Record<string, unknown>>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('ready ')) resolve(JSON.parse(line.slice(6)) as Record<string, unknown>);
    });
    void exited.then((code) => reject(new Error(`${program} ended with status ${code}: ${last.join('\n')}`)));
  });
  ready.catch(() => {});
  child.stdin.on('error', () => {}); // it ended; `exited` says so
  return {
    process: child,
    ready,
    exited,
    say: (line) => void child.stdin.write(`${line}\n`),
    async stop(patienceMs = STOP_PATIENCE_MS) {
      child.kill('SIGTERM');
      await within(systemClock(), patienceMs, `${program} ends`, exited);
      child.kill('SIGKILL'); // does nothing to one that has ended
      await exited;
    },
  };
}
