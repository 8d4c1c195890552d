import { join } from 'node:path';
import type { ControlAsk } from '../../gateway/control/client.ts';
import { journalFile, spareFolder } from '../../gateway/journal/file/database.ts';
import { type Random, seededRandom, seedOf } from '../../simulators/random.ts';
import { BeyondTheWall } from './beyondTheWall.ts';
import { SimulatedDisk } from './disk.ts';
import { Field } from './field.ts';
import { GuardProcess, type Machine } from './guardProcess.ts';
import { GAS_POINTS } from './house.ts';
import { JournalAudit } from './journalAudit.ts';
import { Misfortunes, type Of } from './misfortunes.ts';
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

const DAMAGED = '{"version":';
/** Alarms in these states stand until something is read or done: others may end by the clock. */
const LASTING = ['unacknowledged-active', 'latched-unacknowledged', 'latched-acknowledged'];

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
  readonly #misfortunes: Misfortunes;
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
  /** After so many more events guard is killed, once an alarm was raised. */
  #fuse: number | null = null;
  #isLit = false;

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
    this.#misfortunes = new Misfortunes(this.#machine, this.#promises, (what) => this.#say(what));
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
    this.#fuse = null;
    this.#misfortunes.mend();
    this.#disk.mood = 'well';
    await this.#beyond.mend();
    if (this.#guard === null) await this.#start();
    await this.#pass(120_000);
    const standing = this.#guard?.alarms().map(({ occurrence }) => occurrence) ?? [];
    await this.#stop();
    if (!this.#wentBack) this.#audit.standing(standing);
    await this.#beyond.settle(this.#audit, this.#wentBack);
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
      else this.#misfortunes.happen(this.#random, this.#of, guard);
      return;
    }
    const drawn = this.#random();
    if (drawn < 0.04) await this.#calm();
    else if (drawn < 0.25) this.#misfortunes.air(this.#of);
    else if (drawn < 0.45) this.#misfortunes.happen(this.#random, this.#of, guard);
    else if (drawn < 0.55) await this.#beyond.misfortune(this.#random);
    else if (drawn < 0.57) this.#pressReset();
    else if (drawn < 0.58) this.#forge(guard);
    else if (drawn < 0.62) this.#lightFuse();
    else if (drawn < 0.85) this.#command(guard);
    else if (drawn < 0.93) this.#reload(guard);
    else if (drawn < 0.965) this.#kill();
    else await this.#stop();
  }

  /** All is well for a while, and then somebody is to be woken up. */
  async #calm(): Promise<void> {
    this.#say('calm');
    this.#misfortunes.mend();
    for (const point of GAS_POINTS) {
      this.#misfortunes.setAir(point, 0);
    }
    await this.#pass(40_000);
    const point = this.#of(GAS_POINTS);
    this.#say(`${point} 80 %LEL, in the calm`);
    this.#misfortunes.setAir(point, 80);
    await this.#pass(6_000);
  }

  /** One of several people asks for something, and does not wait for the others. */
  #command(guard: GuardProcess): void {
    const asked = somethingAsked(this.#of, guard.alarms());
    this.#ask(guard, 'actor' in asked ? asked.actor : 'somebody', asked);
  }

  #pressReset(): void {
    this.#say('reset is pressed at the node');
    this.#promises.touched(this.#guard?.alarms().map(({ occurrence }) => occurrence) ?? []);
    this.#promises.hand();
    this.#field.pressReset();
  }

  /** Guard will be killed in the middle of what it does with the next alarm: before it is saved, or before it is journaled. */
  #lightFuse(): void {
    this.#fuse = Math.floor(16 * this.#random() ** 3);
    this.#isLit = false;
    this.#misfortunes.air(this.#of);
  }

  /** Somebody at courier's socket says that the platform has what does not exist yet. */
  #forge(guard: GuardProcess): void {
    const push = guard.snapshot('journal');
    if (push?.push !== 'journal' || push.epoch === '') return;
    this.#say('a delivery of what does not exist is forged');
    const { epoch, heads } = push;
    // well beyond what is written until it arrives
    const rows = { from: heads.event.seq + 20, to: Number.MAX_SAFE_INTEGER, parts: null };
    void guard.ask('courier', {
      ...{ verb: 'delivered', deliveries: [{ uplink: 'city', epoch, stream: 'event', ...rows }] },
    });
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
      // the site file may be another one again by now
      if (request.verb === 'reload' && answer?.ok) this.#promises.begun(guard.installation);
    });
  }

  async #start(): Promise<void> {
    // in some seeds alone: what comes after it can be held against less
    if (this.#seed % 3 === 0 && this.#random() < 0.15 && this.#folder.putBack()) {
      this.#say('an older copy of the state folder is put back');
      this.#wentBack = true;
    }
    const saved = join(this.#folder.state, 'alarms.json');
    if (this.#random() < 0.04 && this.#disk.files.has(saved)) {
      this.#say('alarms.json is damaged');
      this.#disk.files.set(saved, DAMAGED);
      this.#audit.lost([...this.#raised]);
    }
    if (this.#variant === 'broken' || this.#variant === 'renamed') this.#variant = 'whole';
    const read = this.#machine.readSite();
    if (!read.ok) throw new Error('no site');
    this.#say('guard starts');
    const stood = this.#standing();
    this.#promises.excused();
    const guard = new GuardProcess(this.#machine, ++this.#runs, read.value);
    guard.listen((alarms) => {
      this.#promises.stand(alarms);
      for (const { occurrence, rule, cause, quality, declared } of alarms) {
        if (this.#raised.has(occurrence)) continue;
        this.#raised.add(occurrence);
        this.#isLit = this.#fuse !== null;
        if (cause === 'raised') this.#promises.raised(rule, quality, declared.mono);
      }
    });
    this.#fuse = null;
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
    this.#fuse = null;
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
    this.#beyond.released();
  }

  #kill(): void {
    const guard = this.#guard;
    if (guard === null) return;
    this.#fuse = null;
    this.#isLit = false;
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
    if (text === undefined || text === DAMAGED) return [];
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
    if (this.#isLit && this.#fuse !== null && --this.#fuse < 0) this.#kill();
    const guard = this.#guard;
    const pending = guard === null ? 0 : this.#scheduler.count(guard.owner);
    this.#promises.check(guard, pending);
    this.#beyond.check();
    const fault = guard?.problems.find(({ code }) => code.startsWith('guard.internal'));
    if (fault !== undefined) throw new Broken(`a fault inside guard: ${fault.what}`);
    for (const { what, at } of this.#asked.values()) this.#promises.answered(what, this.#scheduler.now - at);
  }

  readonly #of: Of = (among) => among[Math.floor(this.#random() * among.length)] as (typeof among)[number];

  #say(what: string): void {
    this.#steps.push(`${((this.#scheduler.now - 3_600_000) / 1000).toFixed(3)} s  ${what}`);
  }
}
