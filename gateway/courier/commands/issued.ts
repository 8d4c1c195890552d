import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../core/log.ts';
import type { Problem } from '../../core/result.ts';
import { StateFile } from '../../core/stateFile.ts';

/** Unix ms. Everything up to `floor` is over; of what lies above it those in `recent` have been seen. */
type Issued = { readonly floor: number; readonly recent: readonly number[] };

const saved = z.record(
  z.string(),
  z.union([z.number(), z.object({ floor: z.number(), recent: z.array(z.number()) })]),
);
const NONE: Issued = { floor: 0, recent: [] };
/** So many are remembered one by one; the earliest of more becomes the floor. */
const MOST_RECENT = 16;

/**
 * When the commands of each key were issued, over restarts of courier: none is taken twice. Where the time is known, one
 * that is not newer than the last is refused as well, for it was overtaken. Where it is not, one that is dated far ahead
 * must not lock out all that come after it: then each is remembered by itself.
 */
export class IssuedMemory {
  readonly #file: StateFile;
  readonly #keys = new Map<string, Issued>();

  /** Kept in the run folder. The log hears when it cannot be read or written; commands are taken all the same. */
  constructor(folder: string, uplink: string, log: Log) {
    const tell = (problem: Problem): void => log.problem(problem);
    this.#file = new StateFile(join(folder, `commands-${uplink}.json`), tell);
    const text = this.#file.load();
    if (!text.ok) tell(text.error);
    for (const [key, issued] of Object.entries(parsed(text.ok ? text.value : null)))
      this.#keys.set(key, typeof issued === 'number' ? { floor: issued, recent: [] } : issued);
  }

  /**
   * Whether a command of this key, issued then, is not new. `latest`: now, and what a sender's clock may be ahead; what was
   * noted beyond it, while the time was not known, does not count. Null: the time is not known.
   */
  isOld(key: string, issued: number, latest: number | null): boolean {
    const { floor, recent } = this.#keys.get(key) ?? NONE;
    if (latest === null) return issued <= floor || recent.includes(issued);
    return [floor, ...recent].some((one) => one <= latest && issued <= one);
  }

  /** One was taken. `sure`: the time was known, so that everything before it is over. */
  note(key: string, issued: number, sure: boolean): void {
    const { floor, recent } = this.#keys.get(key) ?? NONE;
    if (sure) this.#keys.set(key, { floor: issued, recent: recent.filter((one) => one > issued) });
    else {
      const all = [...recent, issued].toSorted((a, b) => a - b);
      const over = all.splice(0, Math.max(0, all.length - MOST_RECENT));
      this.#keys.set(key, { floor: Math.max(floor, ...over), recent: all });
    }
    this.#file.save(JSON.stringify(Object.fromEntries(this.#keys)));
  }

  /** Resolves when what was noted is on disk, or was told that it cannot be. */
  settled(): Promise<void> {
    return this.#file.settled();
  }
}

function parsed(text: string | null): z.infer<typeof saved> {
  try {
    const content = saved.safeParse(JSON.parse(text ?? '{}'));
    return content.success ? content.data : {};
  } catch {
    return {}; // torn: as good as none
  }
}
