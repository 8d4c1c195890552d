import { join } from 'node:path';
import type { ControlAsk } from '../../gateway/control/client.ts';
import { journalFile, spareFolder } from '../../gateway/journal/file/database.ts';
import { type FaultInput, faultSchema } from '../../simulators/device/fault.ts';
import { type Random, seededRandom, seedOf } from '../../simulators/random.ts';
import { BeyondTheWall } from './beyondTheWall.ts';
import { type DiskMood, SimulatedDisk } from './disk.ts';
import { Field } from './field.ts';
import { GuardProcess, type Machine } from './guardProcess.ts';
import { GAS_POINTS, LINES } from './house.ts';
import { JournalAudit } from './journalAudit.ts';
import { somethingAsked } from './people.ts';
import { Broken, Promises } from './promises.ts';
import { Scheduler } from './scheduler.ts';
import { installed, type Release, VARIANTS, type Variant } from './sites.ts';
import { StateFolder } from './stateFolder.ts';

/** What came of a seed: how it ended, and the steps in words that led there. */
export type Played = {
  readonly seed: number;
  readonly broken: string | null;
  readonly steps: readonly string[];
  readonly inputs: number;
  readonly events: number;
  readonly virtualMs: number;
  readonly sirens: number; // due, and heard
  readonly received: number; // events and parts, by the platform
};

/** Alarms in these states stand until something is read or done: others may end by the clock. */
const LASTING = ['unacknowledged-active', 'latched-unacknowledged', 'latched-acknowledged'];

const LINE_TROUBLE = ['a', 'b', 'siren'] as const;
const DEVICES = ['gas-1', 'gas-2', 'gas-3'] as const;
const MOODS: readonly DiskMood[] = ['well', 'well', 'slow', 'full', 'hung'];

/**
 * Plays one seed: a house, its gateway, and people and misfortunes that meet in an order nobody chose. `inputs`: how many, or
 * which of them: each draws from a source of its own, so that others stay what they are where one is left out.
 */
export async function play(seed: number, inputs: number | readonly number[] = 200): Promise<Played> {
  const player = new Player(seed);
  try {
    await player.play(typeof inputs === 'number' ? Array.from({ length: inputs }, (_, n) => n) : inputs);
    return player.played(null);
  } catch (error) {
    const what = error instanceof Broken ? error.message : `${(error as Error).stack}`;
    return player.played(what);
  } finally {
    player.clear();
  }
}

class Player {
  readonly #seed: number;
  #random: Random;
  readonly #scheduler: Scheduler;
  readonly #field: Field;
  readonly #disk: SimulatedDisk;
  readonly #folder: StateFolder;
  readonly #machine: Machine;
  readonly #promises: Promises;
  readonly #steps: string[] = [];
  readonly #asked = new Map<number, { readonly what: string; readonly at: number; readonly owner: string }>();
  readonly #beyond: BeyondTheWall;
  #guard: GuardProcess | null = null;
  #variant: Variant = 'whole';
  #runs = 0;
  #epochs = 0;
  #boots = 0;
  #inputs = 0;
  #asks = 0;
  readonly #audit = new JournalAudit();
  /** Occurrences that somebody was shown. */
  readonly #raised = new Set<string>();
  /** An older copy of the state was put back: what was after it is gone, and is said to be. */
  #wentBack = false;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = seededRandom(seedOf(seed, 'inputs'));
    this.#scheduler = new Scheduler(seededRandom(seedOf(seed, 'order')));
    this.#field = new Field(this.#scheduler, seed);
    this.#disk = new SimulatedDisk(this.#scheduler);
    this.#folder = new StateFolder(this.#disk);
    this.#promises = new Promises(this.#field, () => this.#scheduler.now);
    const release: Release = seed % 2 === 0 ? 'ack' : 'puback';
    this.#machine = {
      scheduler: this.#scheduler,
      field: this.#field,
      disk: this.#disk,
      folders: this.#folder,
      boot: 'b007000000000000',
      utcOffset: Date.UTC(2026, 5, 1),
      readSite: () => installed(this.#variant, this.#folder.site, release),
      newEpoch: () => (++this.#epochs).toString(16).padStart(16, '0'),
    };
    this.#beyond = new BeyondTheWall(
      this.#machine,
      seed,
      release,
      this.#folder.current,
      () => this.#guard,
      (what) => this.#say(what),
    );
  }

  async play(inputs: readonly number[]): Promise<void> {
    await this.#start();
    await this.#beyond.start();
    await this.#pass(8_000);
    for (const n of inputs) {
      this.#inputs++;
      this.#random = seededRandom(seedOf(this.#seed, `input ${n}`));
      await this.#input();
      await this.#pass(this.#random() < 0.06 ? 30_000 * this.#random() : 900 * this.#random() ** 2);
    }
    // everything is mended, and time passes: what was promised for later has to come
    this.#say('all is mended');
    this.#mend();
    this.#disk.mood = 'well';
    await this.#beyond.mend();
    if (this.#guard === null) await this.#start();
    await this.#pass(120_000);
    await this.#stop();
    await this.#beyond.settle(this.#audit);
    if (!this.#wentBack) this.#audit.chains(this.#raised);
  }

  played(broken: string | null): Played {
    return {
      ...{ seed: this.#seed, broken, steps: this.#steps, inputs: this.#inputs },
      events: this.#scheduler.events,
      virtualMs: this.#scheduler.now - 3_600_000,
      sirens: this.#promises.checked,
      received: this.#beyond.received,
    };
  }

  clear(): void {
    this.#guard?.kill();
    this.#folder.clear();
  }

  async #input(): Promise<void> {
    const guard = this.#guard;
    if (guard === null) {
      if (this.#random() < 0.5) await this.#start();
      else this.#misfortune();
      return;
    }
    const drawn = this.#random();
    if (drawn < 0.04) await this.#calm();
    else if (drawn < 0.25) this.#air();
    else if (drawn < 0.45) this.#misfortune();
    else if (drawn < 0.55) await this.#beyond.misfortune(this.#random);
    else if (drawn < 0.85) this.#command(guard);
    else if (drawn < 0.93) this.#reload(guard);
    else if (drawn < 0.965) this.#kill();
    else await this.#stop();
  }

  #air(): void {
    const point = this.#of(GAS_POINTS);
    const lel = this.#of([0, 0, 30, 60, 80]);
    this.#say(`${point} ${lel} %LEL`);
    this.#field.setGas(point, lel);
    this.#promises.air(point, lel);
  }

  /** All is well for a while, and then somebody is to be woken up. */
  async #calm(): Promise<void> {
    this.#say('calm');
    this.#mend();
    for (const point of GAS_POINTS) {
      this.#field.setGas(point, 0);
      this.#promises.air(point, 0);
    }
    await this.#pass(40_000);
    const point = this.#of(GAS_POINTS);
    this.#say(`${point} 80 %LEL, in the calm`);
    this.#field.setGas(point, 80);
    this.#promises.air(point, 80);
    await this.#pass(6_000);
  }

  #mend(): void {
    for (const line of LINES) this.#plug(line);
    for (const device of DEVICES) this.#clear(device);
  }

  #misfortune(): void {
    const drawn = this.#random();
    if (drawn < 0.3) {
      const line = this.#of(LINE_TROUBLE);
      if (this.#field.unplugged.has(line)) this.#plug(line);
      else {
        this.#say(`line ${line} is unplugged`);
        this.#promises.trouble(line, true);
        this.#field.unplug(line);
      }
    } else if (drawn < 0.65) {
      const device = this.#of(DEVICES);
      if (this.#field.troubled.has(device)) this.#clear(device);
      else this.#spoil(device);
    } else if (drawn < 0.9) {
      this.#disk.mood = this.#of(MOODS);
      this.#say(`the disk is ${this.#disk.mood}`);
    } else if (drawn < 0.95) {
      const ms = this.#of([1_500, 4_000, 15_000]);
      this.#say(`the host stands still for ${ms / 1000} s`);
      this.#promises.excused();
      if (this.#guard !== null) this.#scheduler.stall(this.#guard.owner, ms);
    } else {
      const stepMs = this.#of([-86_400_000, -3_000, 3_000, 86_400_000]);
      this.#machine.utcOffset += stepMs;
      this.#say(`the clock is set by ${stepMs / 1000} s`);
    }
  }

  #spoil(device: string): void {
    const fault = this.#of<FaultInput>([
      { kind: 'silent', probability: 1 },
      { kind: 'silent', probability: 0.3 },
      { kind: 'late', probability: 0.3, timeoutMs: 200 },
      { kind: 'wrong-crc', probability: 0.2 },
      { kind: 'noise', bitErrorRate: 0.001 },
    ]);
    this.#say(`${device} ${JSON.stringify(fault)}`);
    this.#field.troubled.set(device, Number.POSITIVE_INFINITY);
    this.#promises.trouble(device, true);
    this.#field.simulation.devices.get(device)?.inflict(faultSchema.parse(fault));
  }

  #clear(device: string): void {
    if (!this.#field.troubled.delete(device)) return;
    this.#say(`${device} is well`);
    this.#field.simulation.devices.get(device)?.clear();
    this.#promises.trouble(device, false);
  }

  #plug(line: string): void {
    if (!this.#field.unplugged.has(line)) return;
    this.#say(`line ${line} is plugged in`);
    this.#field.plug(line);
    this.#promises.trouble(line, false);
  }

  /** One of several people asks for something, and does not wait for the others. */
  #command(guard: GuardProcess): void {
    const asked = somethingAsked((among) => this.#of(among), guard.alarms());
    this.#ask(guard, 'actor' in asked ? asked.actor : 'somebody', asked);
  }

  #reload(guard: GuardProcess): void {
    this.#variant = this.#of(VARIANTS);
    this.#say(`the site file is "${this.#variant}"`);
    this.#promises.excused();
    this.#ask(guard, 'installer', { verb: 'reload', actor: 'installer' });
  }

  #ask(guard: GuardProcess, client: string, request: ControlAsk): void {
    const n = ++this.#asks;
    const what = `${client}: ${request.verb}`;
    this.#say(what);
    if ('occurrence' in request || request.verb === 'silence' || request.verb === 'reset')
      this.#promises.touched(guard.alarms().map(({ occurrence }) => occurrence));
    if (request.verb === 'reopen-valve') this.#promises.hand();
    this.#asked.set(n, { what, at: this.#scheduler.now, owner: guard.owner });
    void guard.ask(client, request).then((answer) => {
      this.#asked.delete(n);
      if (request.verb === 'silence')
        this.#promises.touched(guard.alarms().map(({ occurrence }) => occurrence));
      if (request.verb === 'reload' && answer?.ok) {
        const read = this.#machine.readSite();
        if (read.ok) this.#promises.begun(read.value);
      }
    });
  }

  async #start(): Promise<void> {
    if (this.#random() < 0.15 && this.#folder.putBack()) {
      this.#say('an older copy of the state folder is put back');
      this.#wentBack = true;
    }
    if (this.#variant === 'broken' || this.#variant === 'renamed') this.#variant = 'whole';
    const read = this.#machine.readSite();
    if (!read.ok) throw new Error('no site');
    this.#say('guard starts');
    const stood = this.#standing();
    this.#promises.excused();
    const guard = new GuardProcess(this.#machine, ++this.#runs, read.value);
    guard.listen((alarms) => {
      for (const { occurrence, rule, cause, quality, declared } of alarms) {
        if (this.#raised.has(occurrence)) continue;
        this.#raised.add(occurrence);
        if (cause === 'raised') this.#promises.raised(rule, quality, declared.mono);
      }
    });
    this.#guard = guard;
    this.#promises.begun(read.value);
    const started = await this.#scheduler.until(
      guard.guard.start().then(() => true),
      60_000,
      () => this.#check(),
    );
    if (started === null) throw new Broken('guard did not start within a minute');
    this.#promises.standsAgain(stood, guard);
  }

  async #stop(): Promise<void> {
    const guard = this.#guard;
    if (guard === null) return;
    this.#say('guard is stopped');
    const from = this.#scheduler.runsAt(guard.owner);
    this.#promises.excused();
    const said = await this.#scheduler.until(guard.guard.stop(), 60_000, () => this.#check());
    if (said === null) throw new Broken('guard does not stop');
    this.#promises.stopped(this.#scheduler.now - from);
    guard.kill();
    this.#guard = null;
    this.#forget(guard);
    this.#look();
  }

  #look(): void {
    const { state, run } = this.#machine.folders;
    this.#audit.look(state, journalFile(spareFolder(run)));
  }

  #kill(): void {
    const guard = this.#guard;
    if (guard === null) return;
    this.#say('guard is killed');
    this.#promises.excused();
    guard.kill();
    this.#guard = null;
    this.#forget(guard);
    this.#folder.moveOn();
    this.#look();
    if (this.#random() < 0.2) {
      this.#beyond.killCourier();
      this.#machine.boot = `b007${(++this.#boots).toString().padStart(12, '0')}`;
    }
  }

  #forget({ owner }: GuardProcess): void {
    if ([...this.#disk.unwritten].some((path) => path.endsWith('alarms.json')))
      this.#audit.forgotten([...this.#raised]);
    this.#disk.unwritten.clear();
    for (const [n, asked] of this.#asked) if (asked.owner === owner) this.#asked.delete(n);
  }

  /** Occurrences that stand by what is saved. */
  #standing(): string[] {
    const text = this.#disk.files.get(join(this.#machine.folders.state, 'alarms.json'));
    if (text === undefined) return [];
    const { rules } = JSON.parse(text) as {
      rules: Record<string, { episode: { last: { occurrence: string; to: string } } | null }>;
    };
    return Object.values(rules).flatMap(({ episode }) =>
      episode !== null && LASTING.includes(episode.last.to) ? [episode.last.occurrence] : [],
    );
  }

  async #pass(ms: number): Promise<void> {
    await this.#scheduler.play(ms, () => this.#check());
  }

  #check(): void {
    const guard = this.#guard;
    const pending = guard === null ? 0 : this.#scheduler.count(guard.owner);
    this.#promises.check(guard, pending);
    this.#beyond.check();
    const fault = guard?.problems.find(({ code }) => code.startsWith('guard.internal'));
    if (fault !== undefined) throw new Broken(`a fault inside guard: ${fault.what}`);
    for (const { what, at } of this.#asked.values()) this.#promises.answered(what, this.#scheduler.now - at);
  }

  #of<T>(among: readonly T[]): T {
    return among[Math.floor(this.#random() * among.length)] as T;
  }

  #say(what: string): void {
    this.#steps.push(`${((this.#scheduler.now - 3_600_000) / 1000).toFixed(3)} s  ${what}`);
  }
}
