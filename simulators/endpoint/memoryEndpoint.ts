import type { Clock } from '../../gateway/core/clock.ts';
import type { SerialSettings } from '../line/serialTiming.ts';
import type { ByteLine, TunedLine } from './endpoint.ts';

/** A port in the shape the gateway's bus wants, joined to a line in memory: both ends run on one (virtual) clock. */
export class MemoryEndpoint {
  onBytes: (bytes: Uint8Array, at: number) => void = () => {};
  onLost: (problem: { code: string; what: string }) => void = () => {};
  readonly #line: ByteLine;
  readonly #clock: Clock;
  #open = false;
  #plugged = true;

  constructor(line: ByteLine, clock: Clock) {
    this.#line = line;
    this.#clock = clock;
    line.onBytes = (bytes) => {
      if (this.#open) this.onBytes(bytes, clock.mono());
    };
  }

  async open(): Promise<
    { ok: true; value: undefined } | { ok: false; error: { code: string; what: string; hint: string } }
  > {
    if (!this.#plugged)
      return { ok: false, error: { code: 'unplugged', what: 'the cable is out', hint: 'plug it in' } };
    this.#open = true;
    return { ok: true, value: undefined };
  }

  /** Sets the port anew, as closing and opening it would. */
  async reformat(
    settings: SerialSettings,
  ): Promise<
    { ok: true; value: undefined } | { ok: false; error: { code: string; what: string; hint: string } }
  > {
    if ('setMaster' in this.#line) (this.#line as TunedLine).setMaster(settings);
    return this.open();
  }

  write(bytes: Uint8Array): void {
    if (this.#open) this.#line.receive(bytes.slice(), this.#clock.mono());
  }

  async close(): Promise<void> {
    this.#open = false;
  }

  /** Pulls the cable: an open port is lost, and cannot be opened until `plug`. */
  unplug(): void {
    this.#plugged = false;
    if (!this.#open) return;
    this.#open = false;
    this.onLost({ code: 'unplugged', what: 'the cable was pulled' });
  }

  plug(): void {
    this.#plugged = true;
  }
}
