import { err, ok, type Result } from '../../drivers/result.ts';
import type { Message } from './anyMessage.ts';
import { GatewayView, type GatewayViewOptions } from './gatewayView.ts';
import type { DecodeProblem } from './message.ts';
import type { Proof } from './proof.ts';

export type PlatformOptions = Omit<GatewayViewOptions, 'proof'> & {
  readonly prefix?: string;
  /** The keys of a gateway that signs its events; undefined for one that does not. */
  readonly proofOf?: (gateway: string) => Omit<Proof, 'gateway'> | undefined;
};

/** Which gateway spoke, and what became legible by it. */
export type Ingested = { readonly gateway: string; readonly messages: readonly Message[] };

const VERSION = 'v1';
const GATEWAY = /^[A-Za-z0-9_-]{1,64}$/;

/** Many gateways behind one broker. Each is a view of its own: nothing here grows with anything but their number. */
export class Platform {
  readonly #views = new Map<string, GatewayView>();
  readonly #start: string;
  readonly #options: PlatformOptions;

  constructor(options: PlatformOptions = {}) {
    this.#start = `${options.prefix ?? 'lifeline'}/${VERSION}/`;
    this.#options = options;
  }

  /** What to subscribe to: everything gateways say, nothing that is said to them. */
  get subscriptions(): readonly string[] {
    return ['birth/#', 'state', 'event', 'tel'].map((topic) => `${this.#start}+/${topic}`);
  }

  /** Takes an MQTT message as it came; `atMs` as for `GatewayView.ingest`. Never throws, whatever the payload. */
  ingest(topic: string, payload: Uint8Array, atMs: number | null = null): Result<Ingested, DecodeProblem> {
    const [gateway = '', ...rest] = topic.startsWith(this.#start)
      ? topic.slice(this.#start.length).split('/')
      : [];
    if (!GATEWAY.test(gateway))
      return err({
        code: 'telemetry.unknown-topic',
        what: 'this is not the topic of a gateway',
        where: topic,
        hint: `topics are ${this.#start}<gateway>/…`,
      });
    const view = this.#views.get(gateway) ?? this.#open(gateway);
    const result = view.ingest(rest.join('/'), payload, atMs);
    if (!result.ok) return err({ ...result.error, where: topic });
    this.#views.set(gateway, view);
    return ok({ gateway, messages: result.value });
  }

  #open(gateway: string): GatewayView {
    const { proofOf, ...options } = this.#options;
    const proof = proofOf?.(gateway);
    return new GatewayView(proof === undefined ? options : { ...options, proof: { ...proof, gateway } });
  }

  get gateways(): ReadonlyMap<string, GatewayView> {
    return this.#views;
  }
}
