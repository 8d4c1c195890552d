/** One of the addresses of a broker, and what was seen of it. */
export type BrokerAddress = {
  readonly url: string;
  /** What it is spoken to in: MQTT 5, or 4 for 3.1.1. */
  version: 5 | 4;
  /** What it took before; null: nothing yet. */
  worked: 5 | 4 | null;
  /** The problem that was told of it last. */
  told: string | null;
};

/**
 * The addresses that one connection may be made to, in the order of preference. Whoever is lost goes on with the next one, and
 * stays where it is taken: a broker that comes back has no right to be come back to.
 */
export class Brokers {
  readonly #all: readonly BrokerAddress[];
  #at = 0;
  #tried = 0;

  constructor(url: string, others: readonly string[] = []) {
    this.#all = [...new Set([url, ...others])].map((one) => ({
      url: one,
      version: 5,
      worked: null,
      told: null,
    }));
  }

  /** The one whose turn it is. */
  get current(): BrokerAddress {
    return this.#all[this.#at] as BrokerAddress;
  }

  /** There is another one to go to. */
  get several(): boolean {
    return this.#all.length > 1;
  }

  /** The current one is no good. @returns whether all had their turn since one served for long: it is time to wait longer */
  next(): boolean {
    this.#at = (this.#at + 1) % this.#all.length;
    this.#tried = (this.#tried + 1) % this.#all.length;
    return this.#tried === 0;
  }

  /** The current one takes us: nothing that was told of any stands any more. */
  accepted(): void {
    for (const one of this.#all) one.told = null;
  }

  /** The current one served for long: after it all others are worth a try at once. */
  lasted(): void {
    this.#tried = 0;
  }
}
