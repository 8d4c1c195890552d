import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../gateway/core/clock.ts';
import { DESK_FLAGS, OPCUA_FLAGS } from '../../gateway/core/program.ts';
import { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import { Desk } from './desk.ts';
import { type Speaking, type Spoken, startLifeline } from './lifeline.ts';
import { Mosquitto } from './mosquitto.ts';
import { PlatformSide } from './platformSide.ts';
import { Program } from './program.ts';
import { removeFolder } from './removeFolder.ts';
import { until } from './until.ts';
import type { WrongClock } from './wrongClock.ts';

// Sensors count as warmed up when the machine has run for a while; a test machine may have just been started.
const UPTIME_MS = 3_600_000;

/** How a program is started: more in its environment, or by another command. */
export type Conditions = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly under?: readonly string[];
  readonly flags?: readonly string[]; // of Node
};

/**
 * The real programs around one gateway, each in a process of its own as in the field, in a folder that goes with them:
 * simulated building, broker, guard, courier, platform. Everything is on loopback and pseudo-terminals. What the
 * programs say is shown when LIFELINE_TEST_WORDS is set.
 */
export class Stage implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'lifeline-'));
  readonly site = join(this.folder, 'site.yaml');
  readonly journal = join(this.folder, 'journal');
  readonly clock: Clock = systemClock({ offsetMs: UPTIME_MS });
  readonly #programs: Program[] = [];
  readonly #closers: (() => unknown)[] = [];

  constructor() {
    for (const name of ['lines', 'profiles']) mkdirSync(join(this.folder, name));
  }

  /** A program by its source path without extension; not yet ready. It ends with the stage. */
  program(name: string, ...args: readonly string[]): Program {
    return this.#program(name, args, {});
  }

  /** The simulator with a building in the shape of a building file; its lines are under `lines/<link>`. */
  async simulate(building: object): Promise<Backchannel> {
    const file = this.write('building.yaml', building);
    const socket = join(this.folder, 'building.sock');
    const profiles = join(this.folder, 'profiles');
    const folders = ['--links', join(this.folder, 'lines'), '--profiles', profiles];
    await this.program('simulators/main', file, '--backchannel', socket, ...folders).ready();
    const backchannel = await Backchannel.connect(socket);
    this.onClose(() => backchannel.close());
    return backchannel;
  }

  /** A real mosquitto; `lines` are added to its configuration. */
  async broker(lines: readonly string[] = []): Promise<Mosquitto> {
    const broker = new Mosquitto(lines);
    this.onClose(() => broker.remove());
    return broker.start();
  }

  /** The platform, subscribed to what `gateway` will say. */
  async platform(broker: Mosquitto, gateway: string): Promise<PlatformSide> {
    const side = await PlatformSide.join(broker.url, gateway);
    this.onClose(() => side.leave());
    return side;
  }

  /** Guard on `site`, or on the site file as it is; in an environment or under a command that breaks something. */
  guard(site?: object | string, conditions: Conditions = {}): Promise<Program> {
    if (site !== undefined) this.write('site.yaml', site);
    return this.#program('gateway/cli', ['guard', this.site, '--run', this.folder], conditions).ready();
  }

  courier(conditions: Conditions = {}): Promise<Program> {
    return this.#program('gateway/cli', ['courier', this.site, '--run', this.folder], conditions).ready();
  }

  /** The OPC UA server as it runs in the field, with as little memory. */
  opcua(...args: readonly string[]): Promise<Program> {
    const all = ['opcua', this.site, '--run', this.folder, ...args];
    return this.#program('gateway/cli', all, { flags: OPCUA_FLAGS }).ready();
  }

  /** The page's program as it runs in the field, with as little memory. */
  pageOf(...args: readonly string[]): Promise<Program> {
    const all = ['desk', this.site, '--run', this.folder, '--plain', 'off', ...args];
    return this.#program('gateway/cli', all, { flags: DESK_FLAGS }).ready();
  }

  /** Guard and courier on a machine whose clock is wrong. */
  async onWrongClock(clock: WrongClock, site: object): Promise<{ guard: Program; courier: Program }> {
    this.write('site.yaml', site);
    const { environment, root } = clock;
    const args = [this.site, this.folder, root];
    const guard = await this.#program('test/harness/guardAtRoot', args, { environment }).ready();
    return { guard, courier: await this.courier({ environment }) };
  }

  /** A person at guard's socket, who comes back whenever guard does. */
  async desk(): Promise<Desk> {
    const desk = new Desk(join(this.folder, 'desk.sock'), this.clock);
    this.onClose(() => desk.close());
    await until('guard answers at its desk', () => desk.alive);
    return desk;
  }

  /** Runs `lifeline …` to its end, as a person would who stands in the stage's folder. */
  lifeline(...args: readonly string[]): Promise<Spoken> {
    return startLifeline(this.folder, ...args).ended;
  }

  /** The same for what runs until it is interrupted; it ends with the stage. */
  startLifeline(...args: readonly string[]): Speaking {
    const speaking = startLifeline(this.folder, ...args);
    this.onClose(() => speaking.interrupt());
    return speaking;
  }

  /** Writes a file of the folder; an object becomes YAML (JSON is YAML). @returns its path */
  write(name: string, content: object | string): string {
    const path = join(this.folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 1));
    return path;
  }

  /** The programs that run, by process id. */
  get pids(): readonly number[] {
    return this.#programs.filter(({ running }) => running).map(({ pid }) => pid);
  }

  /** `step` is done when the stage closes, before what was there earlier. */
  onClose(step: () => unknown): void {
    this.#closers.push(step);
  }

  #program(
    name: string,
    args: readonly string[],
    { environment = {}, under = [], flags = [] }: Conditions,
  ): Program {
    const own = { ...process.env, LIFELINE_MONO_OFFSET_MS: String(UPTIME_MS), ...environment };
    const program = new Program(name, args, own, under, flags);
    this.#programs.push(program);
    this.onClose(() => program.stop());
    return program;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closers.splice(0).toReversed()) await close();
    removeFolder(this.folder);
  }
}

/** A stage for one test, cleared away when the test is over, however it ends. */
export function openStage(): Stage {
  const stage = new Stage();
  onTestFinished(() => stage[Symbol.asyncDispose]());
  return stage;
}
