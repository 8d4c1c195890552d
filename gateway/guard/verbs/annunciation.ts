import type { AnnunciateCommand, AnnunciationScreen } from '../annunciate/types.ts';
import type { Problem, Result } from '../../core/result.ts';

/** What the desk asks of whoever drives the sirens. */
export type Annunciation = {
  command(command: AnnunciateCommand): Result<null, Problem> | Promise<Result<null, Problem>>;
  screen(): AnnunciationScreen;
};
