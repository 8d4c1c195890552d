import { sleep } from '../core/clock.ts';
import { COURIER_FLAGS, DESK_FLAGS, GUARD_FLAGS, OPCUA_FLAGS } from '../core/program.ts';
import { asksForOpcua } from '../site/carriedSite.ts';
import { startChild } from './child.ts';
import { DESK_OPTIONS } from './listenAt.ts';
import { DEFAULT_RUN_FOLDER, type Io, parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'up <site.yaml> [--run DIR] [--listen HOST:PORT] [--plain HOST:PORT|off] [--no-desk] [--opcua]',
  summary:
    'Runs guard, courier and desk side by side, and the OPC UA server where the site has one or --opcua asks for it, and starts again whichever ends (in the field systemd does this).',
  async run(args, io) {
    const { positionals, values } = parse(
      args,
      {
        ...{ run: { type: 'string' }, ...DESK_OPTIONS },
        ...{ 'no-desk': { type: 'boolean' }, opcua: { type: 'boolean' } },
      },
      { min: 1, max: 1 },
    );
    const deskArgs = (['listen', 'plain'] as const).flatMap((name) =>
      values[name] === undefined ? [] : [`--${name}`, values[name]],
    );
    const pass = [...positionals, '--run', values.run ?? DEFAULT_RUN_FOLDER];
    const ending = new AbortController();
    void io.ended.then(() => ending.abort());
    const guardStands = Promise.withResolvers<void>();
    const guard = keepRunning('guard', pass, GUARD_FLAGS, ending.signal, io, guardStands.resolve);
    await Promise.race([guardStands.promise, guard]); // of a site that guard refuses courier has nothing to say
    const courier = keepRunning('courier', pass, COURIER_FLAGS, ending.signal, io);
    const others: Promise<number>[] = [];
    if (values['no-desk'] !== true)
      others.push(keepRunning('desk', [...pass, ...deskArgs], DESK_FLAGS, ending.signal, io));
    if (values.opcua === true || asksForOpcua(positionals[0] ?? ''))
      others.push(keepRunning('opcua', pass, OPCUA_FLAGS, ending.signal, io));
    const status = await guard;
    ending.abort();
    await Promise.all([courier, ...others]);
    return status;
  },
};

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
// Having run this long counts as having been well: the next pause is short again.
const WELL_AFTER_MS = 30_000;
const REFUSED = 1;

/**
 * Keeps one program alive, with growing pauses while it fails at once, until `ending`. Where somebody waits for it to
 * stand (`stands`) and it refuses to start, it is not started again: only the person who reads why can mend that.
 *
 * @returns the status to end with
 */
async function keepRunning(
  name: string,
  args: readonly string[],
  flags: readonly string[],
  ending: AbortSignal,
  io: Io,
  stands?: () => void,
): Promise<number> {
  let pauseMs = FIRST_PAUSE_MS;
  let refusable = stands !== undefined;
  const stood = () => {
    refusable = false;
    stands?.();
  };
  while (!ending.aborted) {
    const since = io.clock.mono();
    const child = startChild(
      'gateway/cli',
      [name, ...args],
      (line) => io.err(`${line}\n`),
      process.env,
      flags,
    );
    const stop = () => void child.stop();
    ending.addEventListener('abort', stop);
    void child.ready.then(stood, () => {}); // `exited` says that it never was
    const status = await child.exited;
    ending.removeEventListener('abort', stop);
    if (ending.aborted) break;
    if (refusable && status === REFUSED) return REFUSED;
    stood();
    pauseMs = io.clock.mono() - since > WELL_AFTER_MS ? FIRST_PAUSE_MS : pauseMs;
    io.err(`up: ${name} ended with status ${status}; starting it again in ${pauseMs / 1000} s\n`);
    await Promise.race([sleep(io.clock, pauseMs, 'restart pause'), aborted(ending)]);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
  return 0;
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
