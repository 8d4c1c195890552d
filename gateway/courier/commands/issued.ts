import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../core/log.ts';
import type { Problem } from '../../core/result.ts';
import { StateFile } from '../../core/stateFile.ts';

const saved = z.record(z.string(), z.number());

/**
 * When the newest command of each key was issued, over restarts of courier. A command that is not newer than that was seen
 * before or overtaken, and is refused: this holds also where the gateway does not know the time.
 */
export class IssuedMemory {
  readonly #file: StateFile;
  readonly #newest = new Map<string, number>();

  /** Kept in the run folder. The log hears when it cannot be read or written; commands are taken all the same. */
  constructor(folder: string, uplink: string, log: Log) {
    const tell = (problem: Problem): void => log.problem(problem);
    this.#file = new StateFile(join(folder, `commands-${uplink}.json`), tell);
    const text = this.#file.load();
    if (!text.ok) tell(text.error);
    for (const [key, issued] of Object.entries(parsed(text.ok ? text.value : null)))
      this.#newest.set(key, issued);
  }

  /**
   * Unix ms; negative infinity before the first. What lies beyond `latest` does not count: a key whose owner once had a
   * clock far ahead, while this gateway had none, is not locked out for ever.
   */
  newest(key: string, latest = Number.POSITIVE_INFINITY): number {
    const newest = this.#newest.get(key) ?? Number.NEGATIVE_INFINITY;
    return newest > latest ? Number.NEGATIVE_INFINITY : newest;
  }

  note(key: string, issued: number): void {
    this.#newest.set(key, issued);
    this.#file.save(JSON.stringify(Object.fromEntries(this.#newest)));
  }

  /** Resolves when what was noted is on disk, or was told that it cannot be. */
  settled(): Promise<void> {
    return this.#file.settled();
  }
}

function parsed(text: string | null): Record<string, number> {
  try {
    const content = saved.safeParse(JSON.parse(text ?? '{}'));
    return content.success ? content.data : {};
  } catch {
    return {}; // torn: as good as none
  }
}
