import type { AnnunciationScreen } from '../../control/annunciation.ts';
import type { Problem, Result } from '../../core/result.ts';
import type { AnnunciateCommand } from '../annunciate/types.ts';

/** What the desk asks of whoever drives the sirens. */
export type Annunciation = {
  command(command: AnnunciateCommand): Result<null, Problem> | Promise<Result<null, Problem>>;
  screen(): AnnunciationScreen;
};
