import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../../gateway/cli/child.ts';
import { GUARD_FLAGS } from '../../gateway/core/program.ts';
import { Backchannel } from '../../simulators/backchannel/client.ts';
import { Mosquitto } from '../harness/mosquitto.ts';

// Sensors count as warmed up when the machine has run for a while; a bench machine may have just been started.
const UPTIME_MS = 3_600_000;

/**
 * The processes of one measurement, each what it is in the field, in a folder of their own that goes with them.
 * Everything is on loopback and pseudo-terminals. What the programs say goes to stderr when LIFELINE_BENCH_WORDS is set.
 */
export class Stage implements AsyncDisposable {
  static readonly #open = new Set<Stage>();
  readonly folder = mkdtempSync(join(tmpdir(), 'lifeline-bench-'));
  readonly #site = join(this.folder, 'site.yaml');
  readonly #closers: (() => void | Promise<void>)[] = [];

  constructor() {
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

  /** A device profile for simulator and guard alike. */
  profile(profile: { readonly id: string }): void {
    mkdirSync(join(this.folder, 'profiles', profile.id), { recursive: true });
    this.#write(join('profiles', profile.id, 'profile.yaml'), profile);
  }

  guard(site: object): Promise<Child> {
    this.#write('site.yaml', site);
    return this.#start('gateway/cli', ['guard', this.#site, '--run', this.folder], GUARD_FLAGS);
  }

  courier(): Promise<Child> {
    return this.#start('gateway/cli', ['courier', this.#site, '--run', this.folder]);
  }

  /** Guard's bus alone, without the check that refuses a line asked for more than it can carry. */
  bus(site: object): Promise<Child> {
    this.#write('site.yaml', site);
    return this.#start('test/bench/busRunner', [this.#site], GUARD_FLAGS);
  }

  /** A real mosquitto. @returns its address */
  async broker(): Promise<string> {
    const broker = await new Mosquitto().start();
    this.#closers.push(() => broker.remove());
    return broker.url;
  }

  /** For a bench that is broken off: nothing may go on running without it. */
  static async closeAll(): Promise<void> {
    for (const stage of Stage.#open) await stage[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    Stage.#open.delete(this);
    for (const close of this.#closers.toReversed()) await close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Resolves when the program says that it is ready. */
  async #start(program: string, args: readonly string[], flags: readonly string[] = []): Promise<Child> {
    const environment = { ...process.env, LIFELINE_MONO_OFFSET_MS: String(UPTIME_MS) };
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
