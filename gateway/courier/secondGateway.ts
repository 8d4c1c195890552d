import type { Clock, Timer } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import { decodeState } from '../telemetry/index.ts';

export type SecondGatewayOptions = {
  readonly gateway: string;
  readonly clock: Clock;
  /** Another one is there (said again with every word of it); null: it has been silent for long. */
  readonly onSeen: (problem: Problem | null) => void;
};

/** Problem code: two gateways report under one id. */
export const SECOND_GATEWAY = 'uplink.second-gateway';

// A gateway says `state` every minute: who missed three is gone.
const GONE_MS = 200_000;

/**
 * Listens on the `state` topic of this gateway for words that are not its own. Client ids end in a random tail, so a broker throws
 * neither of two boxes with one id off, and the platform would mix two buildings. Only what is said now counts: what a broker has
 * kept may be of a box that this one replaced.
 */
export class SecondGateway {
  readonly #options: SecondGatewayOptions;
  readonly #own = new Set<string>();
  #gone: Timer | null = null;

  constructor(options: SecondGatewayOptions) {
    this.#options = options;
  }

  /** An epoch in which this gateway spoke itself. */
  said(epoch: string): void {
    this.#own.add(epoch);
  }

  /** A message on the topic. */
  heard(payload: Uint8Array, retained: boolean): void {
    if (retained) return;
    const state = decodeState(payload);
    if (!state.ok || !state.value.online || this.#own.has(state.value.epoch)) return;
    const { clock, gateway, onSeen } = this.#options;
    this.#gone?.cancel();
    this.#gone = clock.after(GONE_MS, 'second gateway', () => {
      this.#gone = null;
      onSeen(null);
    });
    onSeen({
      code: SECOND_GATEWAY,
      what: `another gateway reports as ${gateway} too, with a journal of its own (epoch ${state.value.epoch})`,
      hint: 'give one of the two its own gateway.id, or switch the old box off',
    });
  }

  /** The connection is gone: nothing is heard any more. */
  stop(): void {
    this.#gone?.cancel();
    this.#gone = null;
  }
}
