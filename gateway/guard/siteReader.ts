import { Worker } from 'node:worker_threads';
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

/** Reads and checks a site file, or a `text` that is to be it, without holding up whoever asks. */
export type ReadSiteFile = (path: string, text?: string) => Promise<Result<CheckedSite, readonly Problem[]>>;

// Started from source the thread runs from source as well: Node strips the types itself.
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './siteThread.ts' : './siteThread.js',
  import.meta.url,
);

/** Does it in a thread of its own, which ends afterwards: parsing and the proof of alarm times take their time. */
export const readSiteInThread: ReadSiteFile = (path, text) =>
  new Promise((resolve) => {
    const thread = new Worker(ENTRY, { workerData: { path, text }, name: 'site', execArgv: [] });
    const failed = (message: string) =>
      resolve(err([{ ...guardProblem('site.reader', { message }), where: path }]));
    thread.once('message', (read: Result<CheckedSite, readonly Problem[]>) =>
      resolve(read.ok ? ok(read.value) : err(read.error)),
    );
    thread.once('error', (error) => failed(error instanceof Error ? error.message : String(error)));
    thread.once('exit', () => failed('its thread has ended'));
  });
