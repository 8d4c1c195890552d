import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../../gateway/cli/child.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { COURIER_FLAGS, GUARD_FLAGS } from '../../gateway/core/program.ts';
import { startListener } from '../../gateway/platform/listen/listener.ts';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import { BoardClient } from '../../simulators/board/boardClient.ts';
import { commission } from '../harness/commission.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { removeFolder } from '../harness/removeFolder.ts';

// Sensors count as warmed up when the machine has run for a while; a bench machine may have just been started.
const UPTIME_MS = 3_600_000;

/**
 * The processes of one measurement, each what it is in the field, in a folder of their own that goes with them.
 * Everything is on loopback and pseudo-terminals. What the programs say goes to stderr when LIFELINE_BENCH_WORDS is set.
 */
export class Stage implements AsyncDisposable {
  static readonly #open = new Set<Stage>();
  readonly folder = mkdtempSync(join(tmpdir(), 'lifeline-bench-'));
  readonly site = join(this.folder, 'site.yaml');
  readonly #tty = join(this.folder, 'arduino');
  readonly #closers: (() => void | Promise<void>)[] = [];
  readonly #uptimeMs: number;

  /** `uptimeMs`: since when the machine has been running, as far as the programs know. */
  constructor(uptimeMs = UPTIME_MS) {
    this.#uptimeMs = uptimeMs;
    Stage.#open.add(this);
    mkdirSync(join(this.folder, 'profiles'));
    mkdirSync(join(this.folder, 'lines'));
  }

  /** The simulator with this building: an object in the shape of a building file, or the path of one. */
  async simulate(building: object | string): Promise<Backchannel> {
    const file = typeof building === 'string' ? building : this.#write('building.yaml', building);
    const socket = join(this.folder, 'building.sock');
    const folders = ['--links', join(this.folder, 'lines'), '--profiles', join(this.folder, 'profiles')];
    await this.#start('simulators/main', [file, '--backchannel', socket, ...folders]);
    const backchannel = await Backchannel.connect(socket);
    this.#closers.push(() => backchannel.close());
    return backchannel;
  }

  /** Another building beside it, which may be killed: `name` tells its files apart. */
  building(building: object, name: string): Promise<Child> {
    const file = this.#write(`${name}.yaml`, building);
    const socket = join(this.folder, `${name}.sock`);
    const folders = ['--links', join(this.folder, 'lines'), '--profiles', join(this.folder, 'profiles')];
    return this.#start('simulators/main', [file, '--backchannel', socket, ...folders]);
  }

  /** Guard with a probe in its event loop. */
  floodGuard(site: object): Promise<Child> {
    this.#write('site.yaml', site);
    return this.#start('test/bench/flood/floodGuard', [this.site, this.folder], GUARD_FLAGS);
  }

  /** A device profile for simulator and guard alike. */
  profile(profile: { readonly id: string }): void {
    mkdirSync(join(this.folder, 'profiles', profile.id), { recursive: true });
    this.#write(join('profiles', profile.id, 'profile.yaml'), profile);
  }

  guard(site: object): Promise<Child> {
    this.#write('site.yaml', site);
    return this.#start('gateway/cli', ['guard', this.site, '--run', this.folder], GUARD_FLAGS);
  }

  /** An Arduino with the real StandardFirmata, its serial port at `arduino` in the folder. */
  async board(): Promise<BoardClient> {
    const socket = join(this.folder, 'board.sock');
    await this.#start('simulators/board', ['--link', this.#tty, '--backchannel', socket]);
    const board = await BoardClient.connect(socket);
    this.#closers.push(() => board.close());
    return board;
  }

  /** The annunciator's program on that board. @returns its port for Modbus TCP */
  async node(): Promise<number> {
    const state = join(this.folder, 'node.json');
    commission(state);
    const places = ['--port', this.#tty, '--tcp', '0', '--state', state];
    const child = await this.#start('firmware/annunciator', places);
    const { tcp } = (await child.ready) as { readonly tcp: { readonly port: number } };
    return tcp.port;
  }

  /** Guard without buses on a journal that is there already; see `liveGuard.ts`. */
  liveGuard(site: object, ...args: readonly string[]): Promise<Child> {
    const path = this.#write('site.yaml', site);
    copyFileSync(path, lastGoodPath(path)); // courier goes by the site that guard has taken up
    return this.#start('test/bench/liveGuard', [this.folder, ...args], GUARD_FLAGS);
  }

  courier(): Promise<Child> {
    return this.#start('gateway/cli', ['courier', this.site, '--run', this.folder], COURIER_FLAGS);
  }

  /** Guard's bus alone, without the check that refuses a line asked for more than it can carry. */
  bus(site: object): Promise<Child> {
    this.#write('site.yaml', site);
    return this.#start('test/bench/busRunner', [this.site], GUARD_FLAGS);
  }

  /** A real mosquitto. @returns its address */
  async broker(): Promise<string> {
    return (await this.mosquitto()).url;
  }

  /** The same, to be stopped and started again; `lines` are added to its configuration. */
  async mosquitto(lines: readonly string[] = []): Promise<Mosquitto> {
    const broker = await new Mosquitto(lines).start();
    this.#closers.push(() => broker.remove());
    return broker;
  }

  /** `step` is done when the stage closes, before what was there earlier. */
  onClose(step: () => void | Promise<void>): void {
    this.#closers.push(step);
  }

  /** For a bench that is broken off: nothing may go on running without it. */
  /** A platform that takes off what comes: where nobody is subscribed courier keeps it. Resolves when it is subscribed. */
  async platform(url: string): Promise<void> {
    const listening = Promise.withResolvers<void>();
    const listener = startListener({
      ...{ url, clock: systemClock(), onUpdate: () => {} },
      onSubscribed: () => listening.resolve(),
    });
    this.#closers.push(() => listener.stop());
    await listening.promise;
  }

  static async closeAll(): Promise<void> {
    for (const stage of Stage.#open) await stage[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    Stage.#open.delete(this);
    for (const close of this.#closers.toReversed()) await close();
    removeFolder(this.folder);
  }

  /** Resolves when the program says that it is ready. */
  async #start(program: string, args: readonly string[], flags: readonly string[] = []): Promise<Child> {
    const environment = { ...process.env, LIFELINE_MONO_OFFSET_MS: String(this.#uptimeMs) };
    const words = (line: string) => {
      if (process.env.LIFELINE_BENCH_WORDS !== undefined) process.stderr.write(`${line}\n`);
    };
    const child = startChild(program, args, words, environment, flags);
    this.#closers.push(() => child.stop());
    await child.ready;
    return child;
  }

  /** JSON is YAML. */
  #write(name: string, content: object): string {
    const path = join(this.folder, name);
    writeFileSync(path, JSON.stringify(content, null, 1));
    return path;
  }
}
