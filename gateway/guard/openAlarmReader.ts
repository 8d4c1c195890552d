import { Worker } from 'node:worker_threads';
import { err, type Problem, type Result } from '../core/result.ts';
import type { AlarmStep } from '../journal/types.ts';
import { guardProblem } from '../text/problems/guardProblems.ts';

// Started from source the thread runs from source as well: Node strips the types itself.
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './openAlarmThread.ts' : './openAlarmThread.js',
  import.meta.url,
);

/** What is open by a journal, read in a thread of its own, which ends afterwards: a disk may take its time. */
export function openAlarmsInThread(journal: string): Promise<Result<readonly AlarmStep[], Problem>> {
  return new Promise((resolve) => {
    const thread = new Worker(ENTRY, { workerData: journal, name: 'open alarms', execArgv: [] });
    thread.unref(); // a disk that hangs must not keep guard from ending
    const failed = (message: string) =>
      resolve(err({ ...guardProblem('guard.open-alarms', { message }), where: journal }));
    thread.once('message', resolve);
    thread.once('error', (error) => failed(error instanceof Error ? error.message : String(error)));
    thread.once('exit', () => failed('its thread has ended'));
  });
}
