import { runCommandLine } from './cli/commandLine.ts';
import type { Io } from './cli/verb.ts';
import { type Clock, systemClock } from './core/clock.ts';
import { languageOf } from './text/language.ts';

// A reader that went away (`lifeline listen | head`) is not an error, nor is a terminal that was closed: the program and what it
// has started come to their end in order, unheard.
const unheard = Promise.withResolvers<void>();
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!GONE.includes(error.code ?? '')) throw error;
    unheard.resolve();
  });

const GONE = ['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'];

function systemIo(): Io {
  return {
    clock: injectedClock(process.env.LIFELINE_BOOT_ID, process.env.LIFELINE_MONO_OFFSET_MS),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    interactive: process.stdout.isTTY === true && process.stdin.isTTY === true,
    // an empty variable counts as not set (POSIX.1-2017, 8.2)
    language: languageOf(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG),
    ended: new Promise((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
      process.once('SIGHUP', () => resolve()); // the terminal was closed
      void unheard.promise.then(resolve);
    }),
  };
}

/** Boot id and monotonic time can be set from outside, so that the real programs can be shown another boot. */
function injectedClock(boot: string | undefined, offsetMs: string | undefined): Clock {
  return systemClock({
    ...(boot === undefined ? {} : { boot }),
    ...(offsetMs === undefined ? {} : { offsetMs: Number(offsetMs) }),
  });
}

// What a verb left behind (a thread that waits for a disk, a connection) must not keep the process.
const status = await runCommandLine(process.argv.slice(2), systemIo());
process.stdout.write('', () => process.exit(status));
