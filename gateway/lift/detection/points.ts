import type { Quality } from '../../../drivers/quality.ts';

/**
 * Value of a virtual point. Without a value where it is not known; an entrapment that stood before the silence is still
 * shown, as `stale`.
 */
export type VirtualValue = {
  readonly name: string;
  readonly value: boolean | string | null;
  readonly quality: Quality;
};
