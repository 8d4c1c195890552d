import { stat } from 'node:fs/promises';
import { SerialPort as Adapter } from 'serialport';
import type { SerialFormat } from '../../../alarmTime/wire.ts';
import { type Clock, every, type Timer } from '../../../core/clock.ts';
import { portProblem } from '../../../core/portProblems.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import type { Port } from '../types.ts';
import { lockPort, type PortLock } from './portLock.ts';

// `serialport` does not always notice that an adapter was pulled: now and then its read returns nothing for ever, at the
// full cost of a processor, until a write fails. So we look whether the device is still there.
const PRESENCE_MS = 500;

/**
 * A serial adapter on an RS-485 pair. It is held exclusively. Turning the pair round is the adapter's business (USB
 * adapters do it by themselves) or the kernel driver's (`rs485-enabled-at-boot-time` in the device tree): user space is
 * too slow for it.
 */
export class SerialPort implements Port {
  onBytes: Port['onBytes'] = () => {};
  onLost: Port['onLost'] = () => {};
  readonly #path: string;
  readonly #format: SerialFormat;
  readonly #clock: Clock;
  #adapter: Adapter | undefined;
  #lock: PortLock | undefined;
  #presence: Timer | undefined;

  constructor(path: string, format: SerialFormat, clock: Clock) {
    this.#path = path;
    this.#format = format;
    this.#clock = clock;
  }

  async open(): Promise<Result<void, Problem>> {
    await this.close();
    let lock: PortLock | null;
    let device: number;
    try {
      device = (await stat(this.#path)).rdev;
      lock = await lockPort(this.#path);
    } catch (error) {
      return err(this.#cannotOpen(error));
    }
    if (lock === null) return err(this.#cannotOpen('Cannot lock port'));
    const { baud, parity, stopBits } = this.#format;
    const adapter = new Adapter({
      path: this.#path,
      baudRate: baud,
      dataBits: 8,
      parity,
      stopBits,
      lock: true,
      autoOpen: false,
    });
    const failure = await new Promise<Error | null>((resolve) => adapter.open(resolve));
    if (failure !== null) {
      await lock.release();
      return err(this.#cannotOpen(failure));
    }
    this.#lock = lock;
    this.#adapter = adapter;
    this.#watch(adapter, device);
    adapter.on('data', (bytes: Buffer) => this.onBytes(bytes, this.#clock.mono()));
    adapter.on('error', (error) => this.#lose(adapter, error.message));
    adapter.on('close', (error: Error | null) => this.#lose(adapter, error?.message ?? 'closed'));
    return ok(undefined);
  }

  write(bytes: Uint8Array): void {
    if (this.#adapter?.isOpen) this.#adapter.write(bytes);
  }

  async close(): Promise<void> {
    const adapter = this.#adapter;
    const lock = this.#lock;
    this.#adapter = undefined;
    this.#lock = undefined;
    this.#presence?.cancel();
    if (adapter?.isOpen) await new Promise<void>((resolve) => adapter.close(() => resolve()));
    await lock?.release();
  }

  #watch(adapter: Adapter, device: number): void {
    this.#presence = every(this.#clock, PRESENCE_MS, 'serial adapter presence', async () => {
      const now = await stat(this.#path).catch(() => null);
      if (now?.rdev !== device) this.#lose(adapter, UNPLUGGED);
    });
  }

  #lose(adapter: Adapter, reason: string): void {
    if (adapter !== this.#adapter) return;
    void this.close();
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
