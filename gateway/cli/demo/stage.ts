import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMap, isSeq, parseDocument } from 'yaml';
import { NdjsonConnection } from '../../core/ndjsonConnection.ts';
import { packageRoot } from '../../core/program.ts';
import { type Child, startChild } from '../child.ts';

/** The processes of the demonstration, each what it is in the field, in a folder of their own. */
export type DemoStage = {
  readonly folder: string;
  /** Where the platform reaches the broker: not over the network that is cut. */
  readonly platformUrl: string;
  readonly building: NdjsonConnection;
  /** The Arduino behind the siren: its buttons, what hangs on its pins. */
  readonly board: NdjsonConnection;
  /** Starts courier, once the platform listens: a broker keeps nothing for a platform it has never seen. */
  startCourier(): void;
  cutNetwork(): void;
  restoreNetwork(): void;
  /** Guard's process, for who fills its disk. */
  readonly guardPid: number;
  /** Ends guard in order: everything it took is in the journal. Courier goes on. */
  stopGuard(): Promise<void>;
  stop(): Promise<void>;
};

/** A broker that the demonstration did not start, and how its gateway logs in there. */
export type BrokerThere = {
  readonly url: string;
  readonly login?: { readonly username: string; readonly password: string };
};

// Sensors count as warmed up when the machine has run for a while; the demonstration may be its first minute.
export const UPTIME_MS = 3_600_000;

/**
 * Starts the simulated building, the siren's board with its firmware, the broker and guard. `words` takes what they say
 * to the operator. `there`: a broker that is there already, whose network is not cut here.
 */
export async function openStage(words: (line: string) => void, there?: BrokerThere): Promise<DemoStage> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-demo-'));
  const root = packageRoot();
  const children: Child[] = [];
  const start = (program: string, args: readonly string[]) => {
    const environment = { ...process.env, LIFELINE_MONO_OFFSET_MS: String(UPTIME_MS) };
    const child = startChild(program, args, words, environment);
    children.push(child);
    return child;
  };
  const stop = async () => {
    for (const child of children.toReversed()) await child.stop(); // courier before the broker it talks to
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    mkdirSync(join(folder, 'lines'));
    const backchannel = join(folder, 'building.sock');
    const arduino = { tty: join(folder, 'lines', 'arduino'), backchannel: join(folder, 'board.sock') };
    const board = start('simulators/board', ['--link', arduino.tty, '--backchannel', arduino.backchannel]);
    const building = start('simulators/main', [
      join(root, 'simulators', 'buildings', 'demo.yaml'),
      ...[
        '--links',
        join(folder, 'lines'),
        '--backchannel',
        backchannel,
        '--log',
        join(folder, 'building.ndjson'),
      ],
    ]);
    const broker = there === undefined ? start('simulators/broker', []) : null;
    await board.ready;
    const state = join(folder, 'annunciator.json');
    // somebody has looked at its valve: a node without a state file starts with the gas off
    copyFileSync(join(root, 'deploy', 'demo', 'annunciator.json'), state);
    const node = start('firmware/annunciator', [...['--port', arduino.tty, '--tcp', '0', '--state', state]]);
    const { tcp } = (await node.ready) as { tcp: { port: number } };
    const { url, insideUrl } =
      broker === null ? { url: there?.url, insideUrl: there?.url } : await broker.ready;
    const uplink = { ...there, url: String(url) };
    const site = writeSite(join(root, 'deploy', 'demo', 'site.yaml'), folder, uplink, tcp.port);
    await building.ready;
    const guard = start('gateway/cli', ['guard', site, '--run', folder]);
    await guard.ready;
    return {
      folder,
      platformUrl: String(insideUrl),
      building: await NdjsonConnection.open(backchannel),
      board: await NdjsonConnection.open(arduino.backchannel),
      startCourier: () => void start('gateway/cli', ['courier', site, '--run', folder]),
      cutNetwork: () => broker?.say('cut'),
      restoreNetwork: () => broker?.say('restore'),
      guardPid: guard.process.pid ?? 0,
      stopGuard: () => guard.stop(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The demo's site file, with the addresses of this run's broker and annunciator. */
function writeSite(template: string, folder: string, there: BrokerThere, nodePort: number): string {
  const { url, login } = there;
  const site = parseDocument(readFileSync(template, 'utf8'));
  const uplinks = site.get('uplinks');
  const uplink = isSeq(uplinks) ? uplinks.items[0] : undefined;
  if (isMap(uplink)) {
    uplink.set('url', url);
    if (login !== undefined) {
      uplink.set('username', login.username);
      uplink.set('secret', 'city');
      uplink.set('release', 'ack'); // who has logins has an ingest that says what it stored
      writeFileSync(join(folder, 'secrets.yaml'), `city: ${JSON.stringify(login.password)}\n`, {
        mode: 0o600,
      });
    }
  }
  const buses = site.get('buses');
  const sirens = isSeq(buses)
    ? buses.items.find((bus) => isMap(bus) && bus.get('id') === 'sirens')
    : undefined;
  if (isMap(sirens)) sirens.setIn(['connection', 'port'], nodePort);
  const path = join(folder, 'site.yaml');
  writeFileSync(path, site.toString());
  return path;
}
