import { createHash } from 'node:crypto';
import {
  type CommandAsk,
  encodeAck,
  encodeCommand,
  type Message,
  Platform,
  type SavedPlatform,
} from '../../gateway/telemetry/index.ts';
import type { Random } from '../../simulators/random.ts';
import type { BrokerNode, Subscription } from './brokerNode.ts';
import { Broken } from './promises.ts';
import type { Owner, Scheduler } from './scheduler.ts';

const GATEWAY = 'simulated';
const TOPIC = `lifeline/v1/${GATEWAY}`;
const COMMIT_MS = [200, 3_000] as const;
const RETRY_MS = 2_000;
const ASK_MS = 20_000;
const MOST_ASKED = 5;

/** An event that has come, by its key. */
export type CityEvents = ReadonlyMap<string, string>;

/** The city's side: the SDK in a process that stores what comes, says so, asks for what is missing, and may be killed. */
export class CityPlatform {
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #broker: BrokerNode;
  readonly #acknowledges: boolean;
  /** Whether the broker keeps its session while it is away. */
  readonly #lasting: boolean;
  readonly #events = new Map<string, string>();
  readonly undecoded: string[] = [];
  #platform = new Platform();
  #stored: SavedPlatform | null = null;
  #session: Subscription | null = null;
  #taken = 0;
  #busy = false;
  #runs = 0;
  #asked = 0;
  #owner: Owner = '';
  #isUp = false;

  /** `acknowledges`: rows are released on its word. */
  constructor(
    scheduler: Scheduler,
    random: Random,
    broker: BrokerNode,
    setting: { acknowledges: boolean; lasting: boolean },
  ) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.#broker = broker;
    this.#acknowledges = setting.acknowledges;
    this.#lasting = setting.lasting;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  get report() {
    return this.#platform.gateways.get(GATEWAY)?.report() ?? null;
  }

  /** The gateway's journal as it is now. */
  get epoch(): string | null {
    return this.#platform.gateways.get(GATEWAY)?.state?.epoch ?? null;
  }

  /** Everything that ever came. */
  get events(): CityEvents {
    return this.#events;
  }

  start(): void {
    this.#owner = `city-${++this.#runs}`;
    this.#platform = this.#stored === null ? new Platform() : Platform.restore(this.#stored);
    this.#taken = 0;
    this.#busy = false;
    this.#isUp = true;
    if (!this.#lasting) this.#session = null;
    this.#after(RETRY_MS * this.#random(), 'city connects', () => this.#connect());
    this.#after(ASK_MS, 'city asks', () => this.#ask());
  }

  /** What was not stored is not here any more. */
  kill(): void {
    this.#isUp = false;
    this.#scheduler.end(this.#owner);
    this.#broker.leave(this.#lasting);
  }

  #connect(): void {
    if (this.#session === null || !this.#broker.knows(this.#session) || this.#session.wake === null) {
      this.#taken = 0;
      this.#session = this.#broker.join(() => this.#hear(), this.#session);
    }
    this.#after(RETRY_MS, 'city looks after its session', () => this.#connect());
  }

  /** Something waits at the broker. */
  #hear(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#after(1 + 50 * this.#random(), 'to the city', () => this.#take());
  }

  #take(): void {
    const session = this.#session;
    const fresh = session?.queue.slice(this.#taken) ?? [];
    for (const { topic, payload, retained } of fresh) this.#ingest(topic, payload, retained);
    this.#taken += fresh.length;
    const gateway = this.#platform.gateways.get(GATEWAY);
    const acks = gateway?.takeComplete() ?? [];
    const saved = JSON.stringify(this.#platform.save());
    const [from, to] = COMMIT_MS;
    this.#after(from + (to - from) * this.#random() ** 3, 'city commits', () => {
      this.#stored = JSON.parse(saved) as SavedPlatform;
      this.#busy = false;
      if (session !== null && session === this.#session) {
        session.queue.splice(0, fresh.length);
        this.#taken -= fresh.length;
        if (session.queue.length > this.#taken) this.#hear();
      }
      if (this.#acknowledges) for (const ack of acks) this.#broker.say(`${TOPIC}/ack`, encodeAck(ack));
    });
  }

  #ingest(topic: string, payload: Uint8Array, retained: boolean): void {
    const done = this.#platform.ingest(topic, payload, { atMs: this.#scheduler.now, retained });
    if (!done.ok) this.undecoded.push(`${topic}: ${done.error.what}`);
    else for (const message of done.value.messages) this.#note(message);
  }

  #note(message: Message): void {
    if (message.kind !== 'event') return;
    const key = `${message.epoch} ${message.seq}`;
    const body = bodyOf(message.event);
    const before = this.#events.get(key);
    if (before !== undefined && before !== body) throw new Broken(`event ${key} came with two bodies`);
    this.#events.set(key, body);
  }

  /** Asks for some of what is missing, and for births that something waits for. */
  #ask(): void {
    this.#after(ASK_MS, 'city asks', () => this.#ask());
    const report = this.report;
    if (report === null) return;
    if (report.held.messages > 0) this.#say({ kind: 'birth', hash: null });
    const gaps = [...report.missing, ...report.behindHead].filter(({ epoch }) => epoch === this.epoch);
    for (const { epoch, stream, from, to } of gaps.slice(0, MOST_ASKED))
      this.#say({ kind: 'replay', epoch, stream, from, to });
  }

  #say(ask: CommandAsk): void {
    const command = encodeCommand({ id: `ask-${++this.#asked}`, issued: null, expires: null, ask });
    this.#broker.say(`${TOPIC}/cmd`, command);
  }

  #after(ms: number, name: string, run: () => void): void {
    this.#scheduler.at(ms, this.#owner, name, run);
  }
}

/** What two copies of an event have in common. */
export function bodyOf(event: unknown): string {
  return createHash('sha1').update(JSON.stringify(event)).digest('hex');
}
