import { EventEmitter } from 'node:events';
import type { IClientOptions, MqttClient } from 'mqtt';
import type { BrokerNode } from './brokerNode.ts';
import type { Owner } from './scheduler.ts';
import { Wire } from './wire.ts';

type Done = (error?: Error | null, packet?: { readonly reasonCode: number }) => void;
type PublishOptions = { readonly retain?: boolean };

/** From here on a reason code is a refusal. */
const REFUSED = 128;

/** One connection to the simulated broker, as far as a link uses the library's client. */
export class BrokerClient extends EventEmitter {
  connected = false;
  readonly stream = { on: () => {}, destroy: () => this.#close(), end: () => this.#goodbye() };
  readonly topics = new Set<string>();
  readonly will: { readonly topic: string; readonly payload: Uint8Array } | null;
  readonly owner: Owner;
  readonly #broker: BrokerNode;
  readonly #there: Wire;
  readonly #back: Wire;
  readonly #unacknowledged = new Set<Done>();
  #leaving = false;
  #closed = false;

  constructor(broker: BrokerNode, owner: Owner, { will }: IClientOptions) {
    super();
    this.#broker = broker;
    this.owner = owner;
    this.will = will === undefined ? null : { topic: will.topic, payload: will.payload as Uint8Array };
    const { scheduler, random } = broker;
    this.#there = new Wire(scheduler, random, 'broker', 'to the broker', () => broker.takes);
    this.#back = new Wire(scheduler, random, owner, 'from the broker', () => broker.takes);
    this.#there.send(() => broker.connect(this));
  }

  /** How the library's type is met. */
  get asClient(): MqttClient {
    return this as unknown as MqttClient;
  }

  publish(topic: string, payload: Uint8Array, { retain = false }: PublishOptions, done: Done): void {
    this.#unacknowledged.add(done);
    const bytes = Uint8Array.from(payload);
    this.#there.send(() => this.#broker.publish(this, topic, bytes, retain, done));
  }

  subscribe(topics: readonly string[], _options: object, done: Done): void {
    this.#there.send(() => {
      this.#broker.subscribe(this, topics);
      this.#back.send(() => done(null));
    });
  }

  end(force = false): void {
    if (force) this.#close();
    else {
      this.#leaving = true;
      if (this.#unacknowledged.size === 0) this.#goodbye();
    }
  }

  // what the broker says

  accepted(): void {
    this.#back.send(() => {
      if (this.#closed) return;
      this.connected = true;
      this.emit('connect', { properties: { receiveMaximum: 20 } });
    });
  }

  /** It hangs up, after saying why where it says anything. */
  hangUp(error: Error | null): void {
    this.#back.send(() => {
      if (this.#closed) return;
      if (error !== null) this.emit('error', error);
      this.#close();
    });
  }

  acknowledge(done: Done, reasonCode: number): void {
    this.#back.send(() => {
      if (!this.#unacknowledged.delete(done)) return;
      if (reasonCode < REFUSED) done(null, { reasonCode });
      else done(Object.assign(new Error(`Publish error: ${reasonCode}`), { code: reasonCode }));
      if (this.#leaving && this.#unacknowledged.size === 0) this.#goodbye();
    });
  }

  deliver(topic: string, payload: Uint8Array, retain: boolean): void {
    this.#back.send(() => {
      if (!this.#closed) this.emit('message', topic, Buffer.from(payload), { retain });
    });
  }

  /** The process behind it was killed: its kernel closes the connection. */
  killed(): void {
    this.#there.send(() => this.#broker.disconnect(this, true));
  }

  #goodbye(): void {
    if (this.#closed) return;
    this.#there.send(() => this.#broker.disconnect(this, false));
    this.#end();
  }

  #close(): void {
    if (this.#closed) return;
    this.#there.send(() => this.#broker.disconnect(this, true));
    this.#end();
  }

  #end(): void {
    this.#closed = true;
    this.connected = false;
    this.#broker.scheduler.at(0, this.owner, 'closed', () => this.emit('close'));
  }
}
