import type { Candidate } from '../schedule/schedule.ts';

/** How long the probe budget made attempts at a device wait, although nothing else stood in their way. */
export class HoldUps<D> {
  readonly #since = new Map<D, number>();

  /** `wanted` could have started at `now`; `admitted` says when they may. */
  note(
    wanted: readonly Candidate<{ readonly device: D }>[],
    admitted: readonly Candidate<{ readonly device: D }>[],
    now: number,
  ): void {
    const heldBack = new Set(admitted.filter(({ from }) => from > now).map(({ what }) => what));
    for (const { what, from } of wanted) {
      if (from > now || !heldBack.has(what)) continue;
      if (!this.#since.has(what.device)) this.#since.set(what.device, now);
    }
  }

  /** It is asked now. @returns for how long it was held back, milliseconds */
  end(device: D, now: number): number {
    const since = this.#since.get(device) ?? now;
    this.#since.delete(device);
    return now - since;
  }
}
