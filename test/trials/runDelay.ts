import { readdirSync, readFileSync } from 'node:fs';

/** By thread: nanoseconds for which it could have run and had no processor, as the kernel counts them. */
export type RunDelays = ReadonlyMap<string, number>;

/** How long every thread of these processes has waited for a processor so far; one that is gone has no say. */
export function runDelays(pids: readonly number[]): RunDelays {
  const delays = new Map<string, number>();
  for (const pid of pids)
    for (const thread of namesIn(`/proc/${pid}/task`)) {
      const path = `/proc/${pid}/task/${thread}/schedstat`;
      const waited = Number(textOf(path).split(' ')[1]);
      if (Number.isFinite(waited)) delays.set(path, waited);
    }
  return delays;
}

/** What was waited between the two, all threads together, in milliseconds. */
export function delayBetween(before: RunDelays, after: RunDelays): number {
  let ns = 0;
  for (const [thread, waited] of after) ns += waited - (before.get(thread) ?? 0);
  return ns / 1e6;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
