import type { Quality } from '../../../drivers/quality.ts';

const MOST_KEPT = 256;
const made: (readonly Quality[])[] = [];

/** As many times `good`: nearly every column has nothing else to say, so they share it. */
export function allGood(length: number): readonly Quality[] {
  if (length > MOST_KEPT) return new Array<Quality>(length).fill('good');
  made[length] ??= Object.freeze(new Array<Quality>(length).fill('good'));
  return made[length];
}
