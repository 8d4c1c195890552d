import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { renderUnicodeCompact } from 'uqr';
import { systemClock } from '../../core/clock.ts';
import { type Log, silentLog } from '../../core/log.ts';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { type RunningDesk, runDesk } from '../../desk/desk.ts';
import type { Demonstration } from '../../desk/http/api/demoApi.ts';
import type { Io } from '../verb.ts';
import { UPTIME_MS } from './stage.ts';

/** Desk of a demonstration, claimed. `link` opens it on this machine, logged in; `qr` the same address for a phone in this network. */
export type DemoDesk = {
  readonly desk: RunningDesk;
  readonly link: string;
  readonly phone: string;
  readonly qr: string;
};

/** Who the page of a demonstration logs in as; the password comes with the link. */
const PERSON = 'Demo';

/** Starts desk over the stage's folder and claims it for whoever has the link. */
export async function openDemoDesk(
  folder: string,
  play: Demonstration,
  io: Io,
  addresses: readonly string[],
  log: Log = silentLog,
): Promise<Result<DemoDesk, Problem>> {
  const started = await runDesk({
    ...{
      site: join(folder, 'site.yaml'),
      run: folder,
      clock: systemClock({ offsetMs: UPTIME_MS }),
      log,
      demo: play,
    },
    listen: { host: '0.0.0.0', port: 0 },
    plain: { host: '127.0.0.1', port: 0 },
  });
  if (!started.ok) return started;
  const desk = started.value;
  const password = randomBytes(9).toString('base64url');
  const { language } = io;
  await fetch(`http://127.0.0.1:${desk.plainPort}/api/claim`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: desk.claim, name: PERSON, password, language }),
  });
  const link = `http://localhost:${desk.plainPort}/#demo=${password}`;
  const phone = `https://${addresses[0] ?? 'localhost'}:${desk.port}/#demo=${password}`;
  return ok({ desk, link, phone, qr: renderUnicodeCompact(phone) });
}

/** Opens the link where there is a desktop with a browser; says nothing where there is none. */
export function openInBrowser(link: string, environment: NodeJS.ProcessEnv, platform: string): void {
  const [command, ...args] =
    platform === 'darwin' ? ['open', link] : platform === 'win32' ? ['explorer', link] : ['xdg-open', link];
  const desktop =
    platform !== 'linux' || environment.DISPLAY !== undefined || environment.WAYLAND_DISPLAY !== undefined;
  if (!desktop || command === undefined) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {}); // the link is printed
  child.unref();
}
