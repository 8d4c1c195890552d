import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, sleep } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';

/** mosquitto and PostgreSQL of our own on the loopback, in a folder that goes with them. */
export type SmallStack = {
  readonly folder: string;
  readonly brokerUrl: string;
  readonly databaseUrl: string;
  stop(): Promise<void>;
};

const MOSQUITTO = '/usr/sbin/mosquitto';
const VERSIONS = '/usr/lib/postgresql';
const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 20_000;

/** Starts Debian's servers by hand, PostgreSQL never as root. A problem: they are not installed, or do not come up. */
export async function startSmallStack(clock: Clock): Promise<Result<SmallStack, Problem>> {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  const [newest] = versions.toSorted((a, b) => Number(b) - Number(a));
  if (newest === undefined || !existsSync(MOSQUITTO))
    return err(
      problem('mosquitto or PostgreSQL is not installed here', 'apt-get install mosquitto postgresql'),
    );
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-platform-'));
  const children: ChildProcess[] = [];
  const own = { stdio: 'ignore', detached: true } as const; // Ctrl-C is for us: the servers end after who uses them
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  const [brokerPort, databasePort] = [await freePort(), await freePort()];
  const bin = join(VERSIONS, newest, 'bin');
  const data = join(folder, 'postgres');
  mkdirSync(data);
  const as = owner();
  if (as !== null) chownSync(data, as.uid, as.gid);
  if (as !== null) chownSync(folder, as.uid, as.gid);
  const config = join(folder, 'mosquitto.conf');
  // as deploy/platform/mosquitto.conf, with nobody but this machine let in
  writeFileSync(
    config,
    `listener ${brokerPort} 127.0.0.1\nallow_anonymous true\nmax_inflight_messages 4000\nmax_queued_messages 0\nuser mosquitto\n`,
  );
  try {
    const made = ['-D', data, '-U', 'lifeline', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'];
    execFileSync(join(bin, 'initdb'), made, { ...as, cwd: folder, stdio: 'pipe' });
    const settings = ['-h', '127.0.0.1', '-p', String(databasePort), '-k', data];
    children.push(spawn(join(bin, 'postgres'), ['-D', data, ...settings], { ...as, cwd: folder, ...own }));
    children.push(spawn(MOSQUITTO, ['-c', config], own));
    for (const port of [databasePort, brokerPort]) await answering(port, clock);
  } catch (error) {
    await stop();
    const what = `the servers do not come up: ${error instanceof Error ? error.message : String(error)}`;
    return err(problem(what, 'is the machine out of memory or disk?'));
  }
  const databaseUrl = `postgres://lifeline@127.0.0.1:${databasePort}/postgres`;
  return ok({ folder, brokerUrl: `mqtt://127.0.0.1:${brokerPort}`, databaseUrl, stop });
}

/** PostgreSQL refuses to run as root. */
function owner(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function answering(port: number, clock: Clock): Promise<void> {
  for (const until = clock.mono() + PATIENCE_MS; clock.mono() < until; ) {
    if (await answers(port)) return;
    await sleep(clock, LOOK_EVERY_MS, 'small stack');
  }
  throw new Error(`nobody listens on port ${port}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGINT'); // PostgreSQL: at once, in order
  });
}

function problem(what: string, hint: string): Problem {
  return { code: 'ingest.demo', what, hint };
}
