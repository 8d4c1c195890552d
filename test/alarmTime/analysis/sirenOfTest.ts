import type { Request } from '../../../drivers/request.ts';
import type { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';

import type { VirtualClock } from '../../harness/virtualClock.ts';

/**
 * Writes to one annunciator as guard does it: one under way, what changed before what is only renewed, the siren (the
 * first write) before the rest. Keeps how long each change took to arrive at the siren.
 */
export class SirenOfTest {
  readonly relayMs: number[] = [];
  readonly writes: readonly Request[];
  readonly #poller: LinePoller;
  readonly #clock: VirtualClock;
  readonly #changed = new Set<number>();
  readonly #due = new Set<number>();
  #wishedAt = 0;
  #busy = false;

  constructor(writes: readonly Request[], poller: LinePoller, clock: VirtualClock) {
    this.writes = writes;
    this.#poller = poller;
    this.#clock = clock;
  }

  /** All outputs are to do something else. While that is on its way nothing new is wished for. */
  change(): void {
    if (this.#changed.size > 0) return;
    this.#wishedAt = this.#clock.mono();
    for (const i of this.writes.keys()) this.#changed.add(i);
    void this.#pump();
  }

  renew(): void {
    for (const i of this.writes.keys()) this.#due.add(i);
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (;;) {
      const [fresh] = [...this.#changed].toSorted((a, b) => a - b);
      const [i = fresh] = fresh === undefined ? [...this.#due] : [];
      const request = i === undefined ? undefined : this.writes[i];
      if (i === undefined || request === undefined) break;
      this.#changed.delete(i);
      this.#due.delete(i);
      await this.#poller.request(request);
      if (fresh === 0) this.relayMs.push(this.#clock.mono() - this.#wishedAt);
    }
    this.#busy = false;
  }
}
