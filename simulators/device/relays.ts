/** When a relay changed: `at` is CLOCK_MONOTONIC in milliseconds. */
export type RelayChange = { readonly on: boolean; readonly at: number };

type Relay = { on: boolean; fallsAt: number; stuck: boolean; readonly changes: RelayChange[] };

const MOST_CHANGES = 256;

/**
 * The relays of a board, by coil address. One that was closed for a time falls by itself, at that very moment whoever
 * looks later; a new command, timed or not, takes the place of the old one. A stuck relay stays as it is.
 */
export class Relays {
  readonly #relays = new Map<number, Relay>();
  readonly #now: () => number;

  constructor(addresses: readonly number[], now: () => number) {
    this.#now = now;
    for (const address of addresses)
      this.#relays.set(address, { on: false, fallsAt: Number.POSITIVE_INFINITY, stuck: false, changes: [] });
  }

  has(address: number): boolean {
    return this.#relays.has(address);
  }

  isOn(address: number): boolean {
    return this.#settled(address)?.on ?? false;
  }

  /** Its last changes, oldest first. */
  changes(address: number): readonly RelayChange[] {
    return this.#settled(address)?.changes ?? [];
  }

  switch(address: number, on: boolean): void {
    this.#command(address, on, Number.POSITIVE_INFINITY);
  }

  /** Closes it for `ms` from now on. */
  pulse(address: number, ms: number): void {
    this.#command(address, true, this.#now() + ms);
  }

  /** Power is lost: all fall, but those that are stuck. */
  drop(): void {
    for (const address of this.#relays.keys()) this.switch(address, false);
  }

  /** Sticks as it is now; without an address all of them. */
  stick(address?: number): void {
    for (const one of address === undefined ? this.#relays.keys() : [address]) {
      const relay = this.#settled(one);
      if (relay !== undefined) relay.stuck = true;
    }
  }

  /** All move again, with the next command. */
  free(): void {
    for (const relay of this.#relays.values()) relay.stuck = false;
  }

  #command(address: number, on: boolean, fallsAt: number): void {
    const relay = this.#settled(address);
    if (relay === undefined || relay.stuck) return;
    relay.fallsAt = fallsAt;
    turn(relay, on, this.#now());
  }

  #settled(address: number): Relay | undefined {
    const relay = this.#relays.get(address);
    if (relay === undefined || relay.stuck || relay.fallsAt > this.#now()) return relay;
    const { fallsAt } = relay;
    relay.fallsAt = Number.POSITIVE_INFINITY;
    turn(relay, false, fallsAt);
    return relay;
  }
}

function turn(relay: Relay, on: boolean, at: number): void {
  if (relay.on === on) return;
  relay.on = on;
  relay.changes.push({ on, at });
  if (relay.changes.length > MOST_CHANGES) relay.changes.shift();
}
