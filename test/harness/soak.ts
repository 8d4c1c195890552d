/** Whether this is `npm run soak`: everything in full, also what takes long and cannot be done a tenth. */
export const SOAK = process.env.LIFELINE_SOAK === '1';

/** How often to do something: `times` in the ordinary suite, ten times as often in `npm run soak`. */
export function soak(times: number): number {
  return SOAK ? 10 * times : times;
}
