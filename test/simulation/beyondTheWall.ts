import { existsSync } from 'node:fs';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { openJournalReader } from '../../gateway/journal/read/reader.ts';
import { decodeMessage } from '../../gateway/telemetry/index.ts';
import { type Random, seededRandom, seedOf } from '../../simulators/random.ts';
import { type BrokerMood, BrokerNode } from './brokerNode.ts';
import { CityPlatform } from './cityPlatform.ts';
import { CourierProcess } from './courierProcess.ts';
import type { GuardProcess, Machine } from './guardProcess.ts';
import type { JournalAudit } from './journalAudit.ts';
import { Broken } from './promises.ts';
import { installed, type Release } from './sites.ts';

const MOODS: readonly BrokerMood[] = ['well', 'well', 'slow', 'away', 'strict', 'full', 'mute'];
const MOST_PENDING = 500;
const STOP_MS = 4_000;
/** After everything is mended it may take so long until the platform has everything, or knows what it has not. */
const SETTLED_MS = 1_800_000;
const TURN_MS = 20_000;

/** What lies beyond the journal: courier, a broker and the city's platform, and what may happen to them. */
export class BeyondTheWall {
  readonly #machine: Machine;
  readonly #release: Release;
  readonly #broker: BrokerNode;
  readonly #city: CityPlatform;
  readonly #journal: string;
  readonly #guard: () => GuardProcess | null;
  readonly #say: (what: string) => void;
  #courier: CourierProcess | null = null;
  #runs = 0;

  /** `journal`: its folder, under a name that stays. */
  constructor(
    machine: Machine,
    seed: number,
    release: Release,
    journal: string,
    guard: () => GuardProcess | null,
    say: (what: string) => void,
  ) {
    const { scheduler } = machine;
    this.#machine = machine;
    this.#release = release;
    this.#broker = new BrokerNode(scheduler, seededRandom(seedOf(seed, 'broker')));
    this.#city = new CityPlatform(scheduler, seededRandom(seedOf(seed, 'city')), this.#broker, {
      acknowledges: release === 'ack',
      lasting: seededRandom(seedOf(seed, 'beyond'))() < 0.5,
    });
    this.#journal = journal;
    this.#guard = guard;
    this.#say = say;
    this.#city.start();
  }

  /** How many events and parts the platform got. */
  get received(): number {
    return this.#city.report?.received ?? 0;
  }

  async start(): Promise<void> {
    if (this.#courier !== null) return;
    const read = installed('whole', this.#machine.folders.state, this.#release);
    if (!read.ok) throw new Error('no site');
    const { scheduler } = this.#machine;
    const courier = new CourierProcess(
      {
        machine: this.#machine,
        broker: this.#broker,
        random: seededRandom(seedOf(++this.#runs, 'courier')),
        installation: read.value,
        journal: this.#journal,
        guard: this.#guard,
      },
      this.#runs,
    );
    this.#courier = courier;
    this.#say('courier starts');
    await scheduler.until(courier.start(), TURN_MS);
  }

  /** Something happens to courier, the broker or the platform. */
  async misfortune(random: Random): Promise<void> {
    const drawn = random();
    if (drawn < 0.2) await this.#courierComesOrGoes(random);
    else if (drawn < 0.35) this.#cityComesOrGoes();
    else if (drawn < 0.5) {
      const forgets = random() < 0.5;
      this.#say(forgets ? 'another broker takes over, and knows nothing' : 'the broker is started anew');
      this.#broker.restart(forgets);
    } else {
      const mood = MOODS[Math.floor(random() * MOODS.length)] as BrokerMood;
      this.#say(`the broker is ${mood}`);
      this.#broker.mood = mood;
      if (mood === 'away') this.#broker.restart(false);
    }
  }

  /** The machine went down: courier with it. */
  killCourier(): void {
    if (this.#courier === null) return;
    this.#say('courier is killed');
    this.#courier.kill();
    this.#courier = null;
  }

  /** To be called after every event. */
  check(): void {
    const courier = this.#courier;
    if (courier === null) return;
    const pending = this.#machine.scheduler.count(courier.owner);
    if (pending > MOST_PENDING) throw new Broken(`courier waits for ${pending} things: something grows`);
  }

  /** Nobody writes the journal now: what it calls delivered came to the platform, where the platform's word is what counts. */
  released(): void {
    const file = journalFile(this.#journal);
    const opened = this.#release === 'ack' && existsSync(file) ? openJournalReader(file) : null;
    if (!opened?.ok) return;
    const { epoch } = opened.value.identity();
    const { intervals } = opened.value.delivered('city', 'event');
    opened.value.close();
    const told = (this.#city.report?.tombstoned ?? []).filter((one) => one.epoch === epoch);
    for (const [from, to] of intervals)
      for (let seq = from; seq <= to; seq++)
        if (
          !this.#city.events.has(`${epoch} ${seq}`) &&
          !told.some((gap) => gap.from <= seq && seq <= gap.to)
        )
          throw new Broken(`event ${epoch} ${seq} counts as delivered, and the platform never had it`);
  }

  async mend(): Promise<void> {
    this.#broker.mood = 'well';
    if (!this.#city.isUp) this.#city.start();
    await this.start();
  }

  /**
   * Guard is gone and everything else is well: the platform gets everything that lies in the journals, or knows what it
   * has not. Then courier is stopped. `wentBack`: an older copy of the state was put back.
   */
  async settle(audit: JournalAudit, wentBack: boolean): Promise<void> {
    const { scheduler } = this.#machine;
    let open = this.#unknown(audit, wentBack);
    for (let ms = 0; ms < SETTLED_MS && open !== null; ms += TURN_MS) {
      await scheduler.play(TURN_MS, () => this.check());
      open = this.#unknown(audit, wentBack);
    }
    if (open !== null) throw new Broken(open);
    this.#nothingInvented(audit);
    const from = scheduler.now;
    await scheduler.until(this.#courier?.stop() ?? Promise.resolve(), TURN_MS);
    if (scheduler.now - from > STOP_MS)
      throw new Broken(`courier took ${(scheduler.now - from).toFixed(0)} ms to stop`);
  }

  /** What the platform has not and does not know to be missing; null: nothing. */
  #unknown(audit: JournalAudit, wentBack: boolean): string | null {
    const { report, events, undecoded } = this.#city;
    const [wrong] = undecoded;
    if (wrong !== undefined) throw new Broken(`the platform cannot read ${wrong}`);
    if (report === null) return 'the platform never heard of the gateway';
    const [conflict] = report.conflicts;
    if (conflict !== undefined) throw new Broken(`${JSON.stringify(conflict)} came with two bodies`);
    // an older copy of a journal does not know all that was sent of it: the platform misses that, which is all one can tell
    const open = [...report.missing, ...report.behindHead].filter(
      ({ epoch }) => !wentBack || epoch === this.#city.epoch,
    );
    if (this.#release === 'ack' && open.length + report.held.messages > 0)
      return `the platform is not complete: ${JSON.stringify({ open, held: report.held })}`;
    const told = [...report.tombstoned, ...report.missing, ...report.behindHead].filter(
      ({ stream }) => stream === 'event',
    );
    const lost = this.#lost;
    for (const { epoch, seq } of audit.events) {
      if (events.has(`${epoch} ${seq}`)) continue;
      const gap = told.find((one) => one.epoch === epoch && one.from <= seq && seq <= one.to);
      // of the journal in use it can ask for what it misses
      if (gap !== undefined && !('reason' in gap) && epoch === this.#city.epoch)
        return `event ${epoch} ${seq} was asked for, and did not come`;
      if (gap === undefined && !lost.has(`${epoch} ${seq}`))
        return `event ${epoch} ${seq} is in the journal, and the platform neither has it nor misses it`;
    }
    return null;
  }

  /** Events that the broker acknowledged and lost, where its word is all that courier has. */
  get #lost(): ReadonlySet<string> {
    const keys = new Set<string>();
    if (this.#release === 'ack') return keys;
    for (const { topic, payload } of this.#broker.lost) {
      const decoded = topic.endsWith('/event') ? decodeMessage('event', payload, () => undefined) : null;
      if (decoded?.ok && decoded.value.kind === 'event')
        keys.add(`${decoded.value.epoch} ${decoded.value.seq}`);
    }
    return keys;
  }

  #nothingInvented(audit: JournalAudit): void {
    for (const [key, body] of this.#city.events)
      if (audit.bodies.get(key) !== body)
        throw new Broken(
          audit.bodies.has(key)
            ? `event ${key} is another one at the platform than in the journal`
            : `event ${key} came to the platform, and no journal ever had it`,
        );
  }

  async #courierComesOrGoes(random: Random): Promise<void> {
    const courier = this.#courier;
    if (courier === null) await this.start();
    else if (random() < 0.5) this.killCourier();
    else {
      this.#say('courier is stopped');
      this.#courier = null;
      const ended = await this.#machine.scheduler.until(
        courier.stop().then(() => true),
        TURN_MS,
      );
      if (ended === null) throw new Broken('courier does not stop');
    }
  }

  #cityComesOrGoes(): void {
    this.#say(this.#city.isUp ? 'the platform is killed' : 'the platform starts');
    if (this.#city.isUp) this.#city.kill();
    else this.#city.start();
  }
}
