import { withCrc } from '../../drivers/crc.ts';
import type { Clock, Timer } from '../../gateway/core/clock.ts';
import { RtuFramer, type RtuRequest } from './rtuFramer.ts';
import { type ServedRegisters, serve } from './slave.ts';

/** What the server needs of a serial port. */
export interface RtuPort {
  onBytes: (bytes: Uint8Array, at: number) => void;
  write(bytes: Uint8Array): void;
}

/** USB adapters hand bytes over in bursts, up to 16 ms apart: silence is what is longer than that. */
const BURST_MS = 20;

/** Silence that must lie between two frames: 3.5 characters, 1.75 ms above 19 200 baud (Serial Line 1.02, 2.5.1.1). */
export function frameGapMs(baud: number): number {
  return baud > 19_200 ? 1.75 : (3.5 * 11_000) / baud;
}

/**
 * Modbus RTU on one port. A request is known by its length, so it is obeyed at once; its answer waits until the line has
 * been silent as long as the standard wants.
 */
export class ModbusRtuServer {
  readonly #registers: ServedRegisters;
  readonly #unit: number;
  readonly #clock: Clock;
  readonly #gapMs: number;
  readonly #framer: RtuFramer;
  #silence: Timer | undefined;

  constructor(registers: ServedRegisters, unit: number, baud: number, clock: Clock) {
    this.#registers = registers;
    this.#unit = unit;
    this.#clock = clock;
    this.#gapMs = frameGapMs(baud);
    this.#framer = new RtuFramer(unit);
  }

  /** Serves what comes from `port` from now on. */
  attach(port: RtuPort): void {
    port.onBytes = (bytes) => {
      this.#silence?.cancel();
      this.#answer(port, this.#framer.take(bytes));
      if (!this.#framer.waiting) return;
      this.#silence = this.#clock.after(this.#gapMs + BURST_MS, 'silence on the line', () =>
        this.#answer(port, this.#framer.silence()),
      );
    };
  }

  #answer(port: RtuPort, requests: readonly RtuRequest[]): void {
    for (const { pdu, broadcast } of requests) {
      const reply = serve(this.#registers, pdu);
      if (broadcast) continue;
      const frame = withCrc([this.#unit, ...reply]);
      this.#clock.after(this.#gapMs, 'gap before the answer', () => port.write(frame));
    }
  }
}
