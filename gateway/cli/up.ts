import { sleep } from '../core/clock.ts';
import { COURIER_FLAGS, DESK_FLAGS, GUARD_FLAGS, OPCUA_FLAGS } from '../core/program.ts';
import { asksForOpcua } from '../site/carriedSite.ts';
import { startChild } from './child.ts';
import { DESK_OPTIONS } from './listenAt.ts';
import { LiveView } from './values/liveView.ts';
import { DEFAULT_RUN_FOLDER, type Io, parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'up <site.yaml> [--run DIR] [--listen HOST:PORT] [--plain HOST:PORT|off] [--no-desk] [--opcua]',
  summary: {
    en: 'Runs guard, courier and desk side by side, and the OPC UA server where the site has one or --opcua asks for it, and starts again whichever ends (in the field systemd does this). On a terminal it shows what is read and what stands.',
    zh: '同时运行守护进程、上报进程和网页服务，现场文件或 --opcua 要求时还有 OPC UA 服务器；哪个结束就重新启动哪个（现场由 systemd 负责）。在终端里显示当前数值和报警。',
  },
  async run(args, given) {
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
    const run = values.run ?? DEFAULT_RUN_FOLDER;
    const pass = [...positionals, '--run', run, '--lang', given.language];
    const view = given.interactive ? new LiveView(run, given, 'live.keys') : null;
    const io: Io = view === null ? given : { ...given, err: (text) => view.say(text) };
    const ending = new AbortController();
    void Promise.race([io.ended, ...(view === null ? [] : [view.left])]).then(() => ending.abort());
    const guardStands = Promise.withResolvers<void>();
    const guard = keepRunning('guard', pass, GUARD_FLAGS, ending.signal, io, guardStands.resolve);
    // of a site that guard refuses courier has nothing to say
    const stands = await Promise.race([guardStands.promise.then(() => true), guard.then(() => false)]);
    if (!ending.signal.aborted && stands) view?.start();
    const courier = keepRunning('courier', pass, COURIER_FLAGS, ending.signal, io);
    const others: Promise<number>[] = [];
    if (values['no-desk'] !== true)
      others.push(keepRunning('desk', [...pass, ...deskArgs], DESK_FLAGS, ending.signal, io));
    if (values.opcua === true || asksForOpcua(positionals[0] ?? ''))
      others.push(keepRunning('opcua', pass, OPCUA_FLAGS, ending.signal, io));
    const status = await guard;
    ending.abort();
    await Promise.all([courier, ...others]);
    await view?.stop();
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
