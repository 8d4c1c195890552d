import type { Problem } from '../../result.ts';

/**
 * Something a profile says that cannot be right (`error`: the profile is not used) or should be better (`warning`).
 * `path` leads to the entry in the file.
 */
export type ProfileFinding = {
  readonly level: 'error' | 'warning';
  readonly path: readonly (string | number)[];
  readonly problem: Problem;
};
