import type { Clock } from '../../core/clock.ts';

/** Something that is done again and again. */
export type Chore = {
  /** Now, and not only when its time has come. */
  hurry(): void;
  /** Resolves when what was begun is done. */
  stop(): Promise<void>;
};

/**
 * Does `work` every `periodMs`, at once again where it says that there is more. What it throws is told, and it is done again when
 * its time comes.
 */
export function startChore(
  clock: Clock,
  name: string,
  periodMs: number,
  work: () => Promise<boolean>,
  onError: (error: unknown) => void,
): Chore {
  let stopped = false;
  let hurried = false; // perhaps while it is being done: what has come since is not in it
  let wake: () => void = () => {};
  const run = async (): Promise<void> => {
    while (!stopped) {
      hurried = false;
      const more = await work().catch((error: unknown) => {
        if (!stopped) onError(error);
        return false;
      });
      if (more || hurried || stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = clock.after(periodMs, name, resolve, 'coarse');
        wake = () => {
          timer.cancel();
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    hurry: () => {
      hurried = true;
      wake();
    },
    stop: () => {
      stopped = true;
      wake();
      return running;
    },
  };
}
