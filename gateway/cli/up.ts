import type { Clock } from '../core/clock.ts';
import { sleep } from '../core/clock.ts';
import { COURIER_FLAGS, GUARD_FLAGS } from '../core/program.ts';
import { type Child, startChild } from './child.ts';
import { DEFAULT_RUN_FOLDER, type Io, parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'up <site.yaml> [--run DIR]',
  summary:
    'Runs guard and courier side by side and starts again whichever ends (in the field systemd does this).',
  async run(args, io) {
    const { positionals, values } = parse(args, { run: { type: 'string' } }, { min: 1, max: 1 });
    const pass = [...positionals, '--run', values.run ?? DEFAULT_RUN_FOLDER];
    const parts = ['guard', 'courier'].map((name) => keepRunning(name, pass, io));
    await io.ended;
    await Promise.all(parts.map((part) => part.stop()));
    return 0;
  },
};

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
// Having run this long counts as having been well: the next pause is short again.
const WELL_AFTER_MS = 30_000;

/** Keeps one process alive, with growing pauses while it fails at once. */
function keepRunning(name: string, args: readonly string[], io: Io): { stop(): Promise<void> } {
  let child: Child | null = null;
  let stopping = false;
  let stopped: () => void = () => {};
  const pauseOver = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  const flags = name === 'guard' ? GUARD_FLAGS : COURIER_FLAGS;
  const words = (line: string) => io.err(`${line}\n`);
  const loop = (async () => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopping) {
      const since = io.clock.mono();
      child = startChild('gateway/cli', [name, ...args], words, process.env, flags);
      const status = await child.exited;
      if (stopping) break;
      pauseMs = io.clock.mono() - since > WELL_AFTER_MS ? FIRST_PAUSE_MS : pauseMs;
      io.err(`up: ${name} ended with status ${status}; starting it again in ${pauseMs / 1000} s\n`);
      await Promise.race([pause(io.clock, pauseMs), pauseOver]);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  })();
  return {
    async stop() {
      stopping = true;
      stopped();
      await child?.stop();
      await loop;
    },
  };
}

function pause(clock: Clock, ms: number): Promise<void> {
  return sleep(clock, ms, 'restart pause');
}
