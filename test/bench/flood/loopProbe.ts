/** Longest turn of an event loop: in the thread's own processor time, and as it passed on the wall; how many there were. */
export type LoopTurns = { readonly cpuMs: number; readonly wallMs: number; readonly turns: number };

/**
 * Looks at every turn of the event loop it lives in. The loop never sleeps meanwhile, so that a turn is what lies between
 * two looks; what is measured is the work done in it, and a host that gave the thread no processor shows in the wall alone.
 */
export class LoopProbe {
  #cpuMs = 0;
  #wallMs = 0;
  #turns = 0;
  #ended = false;
  #cpuAt = threadMs();
  #wallAt = performance.now();

  constructor() {
    this.#look();
  }

  end(): LoopTurns {
    this.#ended = true;
    return { cpuMs: this.#cpuMs, wallMs: this.#wallMs, turns: this.#turns };
  }

  readonly #look = (): void => {
    const [cpu, wall] = [threadMs(), performance.now()];
    this.#cpuMs = Math.max(this.#cpuMs, cpu - this.#cpuAt);
    this.#wallMs = Math.max(this.#wallMs, wall - this.#wallAt);
    this.#turns++;
    [this.#cpuAt, this.#wallAt] = [cpu, wall];
    if (!this.#ended) setImmediate(this.#look);
  };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
