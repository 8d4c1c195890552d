import { spawn } from 'node:child_process';
import { testProgram } from './programs.ts';

/** What a command line came to. */
export type Spoken = { readonly status: number; readonly out: string; readonly err: string };

/** A command line that runs until it is asked to end. */
export type Speaking = {
  /** What it has printed so far. */
  said(): { readonly out: string; readonly err: string };
  /** As Ctrl-C does. Resolves when it has ended. */
  interrupt(): Promise<Spoken>;
  readonly ended: Promise<Spoken>;
};

/** Runs `lifeline …` in `folder`, as a person would type it. */
export function startLifeline(folder: string, ...args: readonly string[]): Speaking {
  const child = spawn(process.execPath, [...testProgram('gateway/cli'), ...args], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C.UTF-8' }, // whatever the machine speaks
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const spoken = { out: '', err: '' };
  for (const stream of ['out', 'err'] as const)
    child[`std${stream}`].setEncoding('utf8').on('data', (text: string) => {
      spoken[stream] += text;
    });
  const ended = new Promise<Spoken>((resolve) =>
    child.once('close', (status) => resolve({ ...spoken, status: status ?? 1 })),
  );
  return {
    said: () => spoken,
    interrupt() {
      child.kill('SIGINT');
      return ended;
    },
    ended,
  };
}
