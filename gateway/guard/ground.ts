import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { ok, type Problem, type Result } from '../core/result.ts';
import type { Installation } from '../site/installation.ts';
import { Board } from './board.ts';
import { makeRunFolder, startingSite, stateFolder } from './startingSite.ts';

export type GuardOptions = {
  readonly site: string; // path of the site file
  readonly run: string; // folder of the control sockets
  readonly clock: Clock;
  readonly log: Log;
  readonly systemRoot?: string | undefined; // where the system tells of its clock; default: /
};

/** What a guard stands on before anything runs. */
export type Ground = {
  readonly installation: Installation;
  readonly board: Board;
  readonly state: string; // folder of the journal and the small state files
  /** To the log, and to whoever looks at the board. */
  readonly tell: (problem: Problem) => void;
};

/** Reads the site file (or its last good copy) and makes the folders. Nothing of the field has been touched yet. */
export async function groundOf({
  site,
  run,
  log,
}: GuardOptions): Promise<Result<Ground, readonly Problem[]>> {
  const board = new Board();
  const tell = (problem: Problem) => {
    log.problem(problem);
    board.note(problem);
  };
  const loaded = await startingSite(site);
  if (!loaded.ok) return loaded;
  const { installation, problems } = loaded.value;
  for (const problem of problems) tell(problem);
  const folder = makeRunFolder(run);
  return folder.ok ? ok({ installation, board, state: stateFolder(installation), tell }) : folder;
}
