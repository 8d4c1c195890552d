import { Worker } from 'node:worker_threads';
import type { Clock } from '../core/clock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { Installation } from '../site/installation.ts';
import { guardProblem } from '../text/problems/guardProblems.ts';

/** A site file that may be taken up. `text` is the very text that was checked. */
export type CheckedSite = {
  readonly installation: Installation;
  readonly text: string;
  /** Of own profiles that cannot be used, and other things worth a word that refuse nothing. */
  readonly problems: readonly Problem[];
};

// Started from source the thread runs from source as well: Node strips the types itself.
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './siteThread.ts' : './siteThread.js',
  import.meta.url,
);

/** The largest site that may be takes a busy board less; a disk that has not answered by then does not. */
const PATIENCE_MS = 120_000;

/**
 * Reads and checks a site file, or a `text` that is to be it, in a thread of its own, which ends afterwards: parsing and the proof
 * of alarm times take their time. One that does not come to an end is given up, because whoever asks next waits for it.
 */
export function readSiteInThread(
  path: string,
  clock: Clock,
  text?: string,
): Promise<Result<CheckedSite, readonly Problem[]>> {
  const { promise, resolve } = Promise.withResolvers<Result<CheckedSite, readonly Problem[]>>();
  const thread = new Worker(ENTRY, { workerData: { path, text }, name: 'site', execArgv: [] });
  const failed = (problem: Problem) => resolve(err([{ ...problem, where: path }]));
  const broken = (message: string) => failed(guardProblem('site.reader', { message }));
  const patience = clock.after(PATIENCE_MS, 'site file', () => {
    failed(guardProblem('site.no-answer', { seconds: PATIENCE_MS / 1000 }));
    void thread.terminate(); // never answers where the thread waits in the kernel
  });
  thread.once('message', (read: Result<CheckedSite, readonly Problem[]>) =>
    resolve(read.ok ? ok(read.value) : err(read.error)),
  );
  thread.once('error', (error) => broken(error instanceof Error ? error.message : String(error)));
  thread.once('exit', () => broken('its thread has ended'));
  return promise.finally(() => patience.cancel());
}
