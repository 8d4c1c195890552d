import type { Clock } from '../../../core/clock.ts';
import { portProblem } from '../../../core/portProblems.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import type { Port } from '../types.ts';

/** One end of a line that exists in memory alone. What one end writes the other receives, in order, at once. */
export class MemoryPort implements Port {
  onBytes: Port['onBytes'] = () => {};
  onLost: Port['onLost'] = () => {};
  readonly #clock: Clock;
  #far: MemoryPort | undefined;
  #open = false;
  #plugged = true;
  #restUntil = 0;
  #kept: Uint8Array[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async open(): Promise<Result<void, Problem>> {
    if (!this.#plugged) return err({ ...UNPLUGGED, code: 'port.missing' });
    this.#open = true;
    return ok(undefined);
  }

  /** Bytes written to a closed or lost port go nowhere. */
  write(bytes: Uint8Array): void {
    if (!this.#open) return;
    const copy = bytes.slice();
    this.#clock.after(0, 'memory port', () => this.#far?.receive(copy));
  }

  async close(): Promise<void> {
    this.#open = false;
  }

  /** What the far end put on the line; a port that is not open does not hear it. */
  receive(bytes: Uint8Array): void {
    if (!this.#open) return;
    const restMs = this.#restUntil - this.#clock.mono();
    if (restMs > 0 || this.#kept.length > 0) {
      this.#kept.push(bytes);
      if (this.#kept.length === 1) this.#clock.after(restMs, 'kept bytes', () => this.#handOver());
    } else this.onBytes(bytes, this.#clock.mono());
  }

  /** As a serial port keeps it back: what comes before `until` is handed over then, in one piece. */
  rest(until: number): void {
    this.#restUntil = until;
  }

  #handOver(): void {
    const bytes = Uint8Array.from(this.#kept.flatMap((one) => [...one]));
    this.#kept = [];
    if (this.#open) this.onBytes(bytes, this.#clock.mono());
  }

  /** Pulls this end out: it is lost, and cannot be opened until plugged in again. */
  unplug(): void {
    this.#plugged = false;
    if (!this.#open) return;
    this.#open = false;
    this.onLost(UNPLUGGED);
  }

  plug(): void {
    this.#plugged = true;
  }

  join(far: MemoryPort): void {
    this.#far = far;
  }
}

/** Two ends joined to each other. */
export function memoryPorts(clock: Clock): readonly [MemoryPort, MemoryPort] {
  const near = new MemoryPort(clock);
  const far = new MemoryPort(clock);
  near.join(far);
  far.join(near);
  return [near, far];
}

const UNPLUGGED = portProblem('port.lost/memory');
