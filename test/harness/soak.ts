/** How often to do something: `times` in the ordinary suite, ten times as often in `npm run soak`. */
export function soak(times: number): number {
  return process.env.LIFELINE_SOAK === '1' ? 10 * times : times;
}
