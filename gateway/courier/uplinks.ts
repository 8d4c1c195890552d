import { isDeepStrictEqual } from 'node:util';
import type { LiftStatuses } from '../control/liftStatuses.ts';
import type { Log } from '../core/log.ts';
import type { Problem } from '../core/result.ts';
import type { Delivery } from '../journal/types.ts';
import { readCredentials } from '../mqtt/credentials.ts';
import type { LinkCredentials } from '../mqtt/mqttLink.ts';
import type { CarriedSite } from '../site/carriedSite.ts';
import type { SiteUplink as UplinkSite } from '../site/schema/uplinkSchema.ts';
import { loadSecrets, secretsPath } from '../site/secrets.ts';
import { readUplinkKeys, type UplinkKeys } from './commands/uplinkKeys.ts';
import type { ResumePosition } from './flow/lanes.ts';
import type { Uplink } from './uplink.ts';

/** What makes an uplink what it is; when any of it changes, it is made anew. */
export type UplinkSetup = {
  readonly gateway: string;
  readonly site: UplinkSite;
  readonly credentials: LinkCredentials;
  readonly keys: UplinkKeys;
};

type Running = { readonly setup: UplinkSetup; readonly uplink: Uplink };

/** The uplinks of the site as it is now. What is wrong with one stops no other. */
export class Uplinks {
  readonly #log: Log;
  readonly #make: (setup: UplinkSetup, position: ResumePosition | null) => Uplink;
  readonly #running = new Map<string, Running>();
  readonly #notSetUp: (id: string, problem: Problem) => void;
  #change: Promise<void> = Promise.resolve();

  /** `make` is given how far the uplink of the same id had come. `notSetUp`: one cannot be made of the site as it is. */
  constructor(
    log: Log,
    make: (setup: UplinkSetup, position: ResumePosition | null) => Uplink,
    notSetUp: (id: string, problem: Problem) => void,
  ) {
    this.#log = log;
    this.#make = make;
    this.#notSetUp = notSetUp;
  }

  /** Takes up the site: an uplink that is as it was goes on undisturbed, one that changed goes on from where it was. */
  adopt(installation: CarriedSite): Promise<void> {
    this.#change = this.#change.then(() => this.#adopt(installation));
    return this.#change;
  }

  /** The journal or what is known of guard may have changed. */
  wake(): void {
    for (const { uplink } of this.#running.values()) uplink.wake();
  }

  /** How the lifts stand now. */
  liftsStand(statuses: LiftStatuses): void {
    for (const { uplink } of this.#running.values()) uplink.liftsStand(statuses);
  }

  /** Whether any of them is told how lifts stand. */
  get wantLiftStatus(): boolean {
    return [...this.#running.values()].some(({ uplink }) => uplink.wantsLiftStatus);
  }

  /** Everything that was delivered, for a guard that may not have heard of it. */
  delivered(): Delivery[] {
    return [...this.#running.values()].flatMap(({ uplink }) => uplink.delivered());
  }

  async stop(): Promise<void> {
    await this.#change;
    await Promise.all([...this.#running.values()].map(({ uplink }) => uplink.stop()));
    this.#running.clear();
  }

  async #adopt(installation: CarriedSite): Promise<void> {
    const setups = this.#setups(installation);
    const positions = new Map<string, ResumePosition>();
    // one whose certificates cannot be read now goes on with those it has
    const changed = [...this.#running].filter(
      ([id, { setup }]) => setups.get(id) !== null && !isDeepStrictEqual(setup, setups.get(id)),
    );
    await Promise.all(
      changed.map(([id, { uplink }]) =>
        this.#contained(id, async () => {
          this.#running.delete(id);
          await uplink.stop();
          const { position } = uplink;
          if (position !== null) positions.set(id, position);
        }),
      ),
    );
    for (const [id, setup] of setups) {
      if (setup === null || this.#running.has(id)) continue;
      await this.#contained(id, async () => {
        const uplink = this.#make(setup, positions.get(id) ?? null);
        this.#running.set(id, { setup, uplink });
        uplink.start();
      });
    }
  }

  /** A bug in one uplink is told, and neither ends courier nor keeps it from the next change of the site. */
  async #contained(id: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      this.#log.problem({
        code: 'uplink.internal',
        what,
        where: id,
        hint: 'this is a bug: please report it',
      });
    }
  }

  /** Null: it cannot be set up, and that was said. */
  #setups(installation: CarriedSite): Map<string, UplinkSetup | null> {
    const read = loadSecrets(secretsPath(installation));
    if (!read.ok) this.#log.problem(read.error);
    const secrets = read.ok ? read.value : {};
    const setups = new Map<string, UplinkSetup | null>();
    for (const site of installation.uplinks) {
      const credentials = readCredentials(site, installation.folder, secrets);
      const keys = readUplinkKeys(site, installation.folder, secrets);
      for (const part of [credentials, keys])
        if (!part.ok) {
          this.#log.problem(part.error);
          if (!this.#running.has(site.id)) this.#notSetUp(site.id, part.error);
        }
      const setup = credentials.ok &&
        keys.ok && {
          gateway: installation.gateway.id,
          site,
          credentials: credentials.value,
          keys: keys.value,
        };
      setups.set(site.id, setup || null);
    }
    return setups;
  }
}

/** Everybody a site sends something to: its uplinks, and who is told of alarms. Their ids are never the same. */
export function idsOf({ uplinks, notifications }: Pick<CarriedSite, 'uplinks' | 'notifications'>): string[] {
  return [...uplinks, ...notifications].map(({ id }) => id);
}
