import { err, ok, type Result } from '../../../drivers/result.ts';
import type { Proof } from '../sign/proof.ts';
import type { DecodeProblem } from './decodeMessage.ts';
import { type FlatEvent, type FlatRow, flatEvents, flatRows } from './flatRows.ts';
import {
  GatewayView,
  type GatewayViewOptions,
  type Receipt,
  type SavedGateway,
  type Shared,
  sharedOf,
  type Taken,
} from './gatewayView.ts';

export type PlatformOptions = Omit<GatewayViewOptions, 'proof'> & {
  readonly prefix?: string;
  /** Bytes that gateways may hold together while births are missing. Default 64 MiB. */
  readonly heldBytes?: number;
  /** Names that are listened to before they have said a birth, so that inventing names costs little here. Default 10,000. */
  readonly mostUnborn?: number;
  /** The keys of a gateway that signs its events; undefined for one that does not. */
  readonly proofOf?: (gateway: string) => Omit<Proof, 'gateway'> | undefined;
};

/** Which gateway spoke, what became legible by it, and which events and parts in that are new. */
export type Ingested = Taken & { readonly gateway: string };

export type SavedPlatform = {
  readonly version: 1;
  readonly gateways: readonly (readonly [gateway: string, view: SavedGateway])[];
  readonly refused: number;
};

const VERSION = 'v1';
const GATEWAY = /^[A-Za-z0-9_-]{1,64}$/;

const HELD_BYTES = 67_108_864;
const MOST_UNBORN = 10_000;

/** Many gateways behind one broker. Each is a view of its own: nothing here grows with anything but their number. */
export class Platform {
  readonly #views = new Map<string, GatewayView>();
  readonly #start: string;
  readonly #options: PlatformOptions;
  readonly #shared: Shared;
  readonly #unborn = new Set<string>();
  #refused = 0;

  constructor(options: PlatformOptions = {}) {
    this.#start = `${options.prefix ?? 'lifeline'}/${VERSION}/`;
    this.#options = options;
    this.#shared = sharedOf(options.heldBytes ?? HELD_BYTES);
  }

  /** What to subscribe to: everything gateways say, nothing that is said to them. */
  get subscriptions(): readonly string[] {
    return ['birth/#', 'state', 'event', 'tel'].map((topic) => `${this.#start}+/${topic}`);
  }

  /** Takes an MQTT message as it came; `receipt`: when, and whether the broker had kept it. Never throws, whatever the payload. */
  ingest(topic: string, payload: Uint8Array, receipt: Receipt = {}): Result<Ingested, DecodeProblem> {
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
    const isBirth = rest[0] === 'birth';
    const view = this.#views.get(gateway) ?? this.#open(gateway);
    if (
      !isBirth &&
      !this.#views.has(gateway) &&
      this.#unborn.size >= (this.#options.mostUnborn ?? MOST_UNBORN)
    ) {
      this.#refused += 1;
      return err(tooManyUnborn(topic));
    }
    const result = view.ingest(rest.join('/'), payload, receipt);
    if (!result.ok) return err({ ...result.error, where: topic });
    this.#views.set(gateway, view);
    if (view.isBorn) this.#unborn.delete(gateway);
    else this.#unborn.add(gateway);
    return ok({ gateway, ...result.value });
  }

  /** The new telemetry in what was taken, as flat rows. */
  *rows({ gateway, messages, arrivals }: Ingested): Iterable<FlatRow> {
    const view = this.#views.get(gateway);
    if (view !== undefined) for (const message of messages) yield* flatRows(gateway, message, view, arrivals);
  }

  /** The new events in what was taken, each with its date. */
  *events({ gateway, messages, arrivals }: Ingested): Iterable<FlatEvent> {
    const view = this.#views.get(gateway);
    if (view !== undefined)
      for (const message of messages) yield* flatEvents(gateway, message, view, arrivals);
  }

  /** Everything that has to be kept over a restart, as plain data (JSON). A large fleet saves view by view. */
  save(): SavedPlatform {
    const gateways = [...this.#views].map(([gateway, view]) => [gateway, view.save()] as const);
    return { version: 1, gateways, refused: this.#refused };
  }

  /** A platform that goes on exactly where `save` was made; `options` are to be those of then. Throws for another version. */
  static restore(saved: SavedPlatform, options: PlatformOptions = {}): Platform {
    if (saved.version !== 1)
      throw new TypeError(`this knows what version 1 saved, not version ${saved.version}`);
    const platform = new Platform(options);
    for (const [gateway, view] of saved.gateways) platform.restoreGateway(gateway, view);
    platform.#refused = saved.refused;
    return platform;
  }

  /** Takes up one gateway where it was saved, in place of what is known of it. */
  restoreGateway(gateway: string, saved: SavedGateway): void {
    const view = GatewayView.restore(saved, this.#optionsOf(gateway), this.#shared);
    this.#views.set(gateway, view);
    if (!view.isBorn) this.#unborn.add(gateway);
  }

  #open(gateway: string): GatewayView {
    return new GatewayView(this.#optionsOf(gateway), this.#shared);
  }

  #optionsOf(gateway: string): GatewayViewOptions {
    const { proofOf, ...options } = this.#options;
    const proof = proofOf?.(gateway);
    return proof === undefined ? options : { ...options, proof: { ...proof, gateway } };
  }

  /** Messages of names that are not listened to, because too many others never said a birth. */
  get refused(): number {
    return this.#refused;
  }

  get gateways(): ReadonlyMap<string, GatewayView> {
    return this.#views;
  }
}

function tooManyUnborn(topic: string): DecodeProblem {
  return {
    code: 'telemetry.too-many-unborn',
    what: 'too many names are speaking here of which no birth has come; no more are listened to',
    where: topic,
    hint: 'look who may publish below this prefix, and ask gateways for their birth (command birth)',
  };
}
