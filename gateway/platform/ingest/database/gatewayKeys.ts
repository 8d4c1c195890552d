import type { KeyObject } from 'node:crypto';
import { type Proof, publicKeyFrom } from '../../../telemetry/index.ts';
import type { Database } from './postgresPool.ts';

/** The keys of gateways that sign their events, as `gateway_key` had them when it was last read. */
export class GatewayKeys {
  readonly #database: Database;
  #keys: ReadonlyMap<string, ReadonlyMap<string, KeyObject>> = new Map();

  constructor(database: Database) {
    this.#database = database;
  }

  async load(): Promise<void> {
    const rows = await this.#database.query<{ gw: string; kid: string; public_key: string }>(
      'select gw, kid, public_key from gateway_key',
    );
    const keys = new Map<string, Map<string, KeyObject>>();
    for (const { gw, kid, public_key } of rows) {
      const known = keys.get(gw) ?? new Map<string, KeyObject>();
      keys.set(gw, known); // also with a key that is none: nothing proves anything then
      const key = publicKeyFrom(public_key);
      if (key.ok) known.set(kid, key.value);
    }
    this.#keys = keys;
  }

  /** What proves events of a gateway; undefined: it need not sign. */
  readonly of = (gateway: string): Proof | undefined => {
    const keys = this.#keys.get(gateway);
    return keys && { gateway, keyOf: (kid) => keys.get(kid), required: true };
  };
}
