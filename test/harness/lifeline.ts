import { spawn } from 'node:child_process';
import { programArguments } from '../../gateway/core/program.ts';

/** What a command line came to. */
export type Spoken = { readonly status: number; readonly out: string; readonly err: string };

/** Runs `lifeline …` to its end, in `folder`, as a person would type it. */
export function lifeline(folder: string, ...args: readonly string[]): Promise<Spoken> {
  const child = spawn(process.execPath, [...programArguments('gateway/cli'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const spoken = { out: '', err: '' };
  for (const stream of ['out', 'err'] as const)
    child[`std${stream}`].setEncoding('utf8').on('data', (text: string) => {
      spoken[stream] += text;
    });
  return new Promise((resolve) =>
    child.once('close', (status) => resolve({ ...spoken, status: status ?? 1 })),
  );
}
