import { stat } from 'node:fs/promises';
import { SerialPort as Adapter } from 'serialport';
import { err, ok, type Problem, type Result } from '../../drivers/result.ts';
import { type Clock, every, type Timer } from './clock.ts';
import { isPolled, readPort, writePort } from './polledPort.ts';
import { lockPort, type PortLock } from './portLock.ts';
import { portProblem } from './portProblems.ts';
import type { SerialFormat } from './serialFormat.ts';

export type SerialClosing = {
  /** Whether DTR falls when the port is closed. An Arduino is reset when it rises again. Usual for a port. */
  readonly dropsDtr?: boolean;
  /** So long `close` waits for what was written to leave: a dead port drains never. */
  readonly drainMs?: number;
};

// A read does not always tell that an adapter was pulled: now and then it returns nothing for ever. So we look whether the
// device is still there.
const PRESENCE_MS = 500;

/**
 * A serial adapter, held exclusively. Turning an RS-485 pair round is the adapter's business (USB adapters do it by
 * themselves) or the kernel driver's (`rs485-enabled-at-boot-time` in the device tree): user space is too slow for it.
 */
export class SerialPort {
  /** `at` is `clock.mono()` when the chunk was seen. */
  onBytes: (bytes: Uint8Array, at: number) => void = () => {};
  /** The adapter was unplugged: called once per loss, never after `close`. */
  onLost: (problem: Problem) => void = () => {};
  readonly #path: string;
  #format: SerialFormat;
  readonly #closing: SerialClosing;
  readonly #clock: Clock;
  #adapter: Adapter | undefined;
  #lock: PortLock | undefined;
  #presence: Timer | undefined;
  #restUntil = 0;

  constructor(path: string, format: SerialFormat, clock: Clock, closing: SerialClosing = {}) {
    this.#path = path;
    this.#format = format;
    this.#clock = clock;
    this.#closing = closing;
  }

  /** Opens; an expected failure (not there, no permission, busy) is a value. May be opened again after a loss. */
  async open(): Promise<Result<void, Problem>> {
    await this.close();
    let lock: PortLock | null;
    let device: number;
    try {
      const found = await stat(this.#path);
      if (!found.isCharacterDevice()) return err({ ...portProblem('port.not-serial'), where: this.#path });
      device = found.rdev;
      lock = await lockPort(this.#path);
    } catch (error) {
      return err(this.#cannotOpen(error));
    }
    if (lock === null) return err(this.#cannotOpen('Cannot lock port'));
    const failure = await this.#openAdapter(device);
    if (failure !== null) {
      await lock.release();
      return err(this.#cannotOpen(failure));
    }
    this.#lock = lock;
    return ok(undefined);
  }

  /**
   * Sets an open port to another format and keeps it: only the rate can be changed in an open port, for the rest it is closed
   * and opened again, some milliseconds. What comes meanwhile is lost. A failure is a loss of the port.
   */
  async reformat(format: SerialFormat): Promise<Result<void, Problem>> {
    const adapter = this.#adapter;
    const { baud, parity, stopBits } = this.#format;
    this.#format = format;
    if (adapter === undefined) return err(this.#cannotOpen('not open'));
    if (parity === format.parity && stopBits === format.stopBits) {
      if (baud === format.baud) return ok(undefined);
      const failed = await new Promise<Error | null>((resolve) =>
        adapter.update({ baudRate: format.baud }, (error) => resolve(error ?? null)),
      );
      return failed === null ? ok(undefined) : this.#cannotReformat(adapter, failed);
    }
    this.#letGo();
    await new Promise<void>((resolve) => adapter.close(() => resolve()));
    let device: number;
    try {
      const found = await stat(this.#path);
      if (!found.isCharacterDevice()) return err({ ...portProblem('port.not-serial'), where: this.#path });
      device = found.rdev;
    } catch (error) {
      return this.#cannotReformat(adapter, error);
    }
    const failure = await this.#openAdapter(device);
    return failure === null ? ok(undefined) : this.#cannotReformat(adapter, failure);
  }

  #cannotReformat(adapter: Adapter, failure: unknown): Result<never, Problem> {
    const problem = this.#cannotOpen(failure);
    if (this.#adapter === undefined || this.#adapter === adapter) {
      void this.#release(this.#letGo());
      this.onLost(problem);
    }
    return err(problem);
  }

  async #openAdapter(device: number): Promise<Error | null> {
    const { baud, parity, stopBits } = this.#format;
    const adapter = new Adapter({
      path: this.#path,
      baudRate: baud,
      dataBits: 8,
      parity,
      stopBits,
      lock: true,
      hupcl: this.#closing.dropsDtr ?? true,
      autoOpen: false,
    });
    const failure = await new Promise<Error | null>((resolve) => adapter.open(resolve));
    if (failure !== null) return failure;
    this.#adapter = adapter;
    this.#watch(adapter, device);
    const take = (bytes: Uint8Array) => {
      if (adapter === this.#adapter) this.onBytes(bytes, this.#clock.mono());
    };
    if (isPolled(adapter.port))
      readPort(
        adapter.port,
        this.#clock,
        take,
        (error) => this.#lose(adapter, error.message),
        () => this.#restUntil,
      );
    else adapter.on('data', take);
    adapter.on('error', (error) => this.#lose(adapter, error.message));
    adapter.on('close', (error: Error | null) => this.#lose(adapter, error?.message ?? 'closed'));
    return null;
  }

  /** What comes before `until` (mono) is not worth a look: the kernel keeps it. A look costs as much as all of its bytes. */
  rest(until: number): void {
    this.#restUntil = until;
  }

  /** Bytes written to a closed or lost port go nowhere. */
  write(bytes: Uint8Array): void {
    this.#restUntil = 0;
    const adapter = this.#adapter;
    if (!adapter?.isOpen) return;
    const isIdle = adapter.writableLength === 0; // else what is written now would overtake
    const written = isIdle && isPolled(adapter.port) ? writePort(adapter.port, bytes) : 0;
    if (written < bytes.length) adapter.write(bytes.subarray(written));
  }

  async close(): Promise<void> {
    const adapter = this.#letGo();
    if (adapter?.isOpen) await this.#drain(adapter);
    await this.#release(adapter);
  }

  /** Nothing that still comes from the adapter is heard; it is open yet. */
  #letGo(): Adapter | undefined {
    const adapter = this.#adapter;
    this.#adapter = undefined;
    this.#presence?.cancel();
    return adapter;
  }

  async #release(adapter: Adapter | undefined): Promise<void> {
    const lock = this.#lock;
    this.#lock = undefined;
    if (adapter?.isOpen) await new Promise<void>((resolve) => adapter.close(() => resolve()));
    await lock?.release();
  }

  async #drain(adapter: Adapter): Promise<void> {
    const { drainMs } = this.#closing;
    if (drainMs === undefined) return;
    await new Promise<void>((resolve) => {
      const patience = this.#clock.after(drainMs, 'last bytes', resolve);
      adapter.drain(() => {
        patience.cancel();
        resolve();
      });
    });
  }

  #watch(adapter: Adapter, device: number): void {
    this.#presence = every(this.#clock, PRESENCE_MS, 'serial adapter presence', async () => {
      const now = await stat(this.#path).catch(() => null);
      if (now?.rdev !== device) this.#lose(adapter, UNPLUGGED);
    });
  }

  #lose(adapter: Adapter, reason: string): void {
    if (adapter !== this.#adapter) return;
    void this.#release(this.#letGo());
    this.onLost({
      ...(reason === UNPLUGGED
        ? portProblem('port.lost/unplugged')
        : portProblem('port.lost/adapter', { reason })),
      where: this.#path,
    });
  }

  #cannotOpen(error: unknown): Problem {
    const reason = error instanceof Error ? error.message : String(error);
    const known = FAILURES.find(({ pattern }) => pattern.test(reason));
    const problem = known === undefined ? portProblem('port.failed', { reason }) : portProblem(known.problem);
    return { ...problem, where: this.#path };
  }
}

const UNPLUGGED = 'unplugged';

const FAILURES = [
  { pattern: /no such file|ENOENT|ENXIO|ENODEV/i, problem: 'port.missing' },
  { pattern: /permission denied|EACCES|EPERM/i, problem: 'port.permission' },
  { pattern: /cannot lock|temporarily unavailable|EBUSY|resource busy/i, problem: 'port.busy' },
] as const;
