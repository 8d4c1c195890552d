import { stat } from 'node:fs/promises';
import { SerialPort as Adapter } from 'serialport';
import { err, ok, type Problem, type Result } from '../../drivers/result.ts';
import type { Clock, Timer } from '../../gateway/core/clock.ts';

export type SerialFormat = {
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
  /** Whether DTR falls when the port is closed. An Arduino is reset when it rises again. */
  readonly dropsDtr: boolean;
};

// `serialport` does not always notice that an adapter was pulled: now and then its read returns nothing for ever, at the
// full cost of a processor, until a write fails. So we look whether the device is still there.
const PRESENCE_MS = 500;

/** An open serial port. It is lost once; after `close` it says nothing any more. */
export class SerialPort {
  onBytes: (bytes: Uint8Array) => void = () => {};
  onLost: (problem: Problem) => void = () => {};
  readonly #path: string;
  readonly #adapter: Adapter;
  readonly #clock: Clock;
  readonly #device: number;
  #presence: Timer | undefined;
  #closed = false;

  private constructor(path: string, adapter: Adapter, device: number, clock: Clock) {
    this.#path = path;
    this.#adapter = adapter;
    this.#device = device;
    this.#clock = clock;
    adapter.on('data', (bytes: Buffer) => {
      if (!this.#closed) this.onBytes(bytes);
    });
    adapter.on('error', (error) => this.#lose(error.message));
    adapter.on('close', (error: Error | null) => this.#lose(error?.message ?? 'closed'));
    this.#watch();
  }

  static async open(path: string, format: SerialFormat, clock: Clock): Promise<Result<SerialPort, Problem>> {
    const { baud, parity, stopBits, dropsDtr } = format;
    let device: number;
    try {
      device = (await stat(path)).rdev;
    } catch (error) {
      return err(cannotOpen(path, error));
    }
    const adapter = new Adapter({
      path,
      baudRate: baud,
      dataBits: 8,
      parity,
      stopBits,
      lock: true,
      hupcl: dropsDtr,
      autoOpen: false,
    });
    const failure = await new Promise<Error | null>((resolve) => adapter.open(resolve));
    return failure === null
      ? ok(new SerialPort(path, adapter, device, clock))
      : err(cannotOpen(path, failure));
  }

  write(bytes: Uint8Array): void {
    if (!this.#closed && this.#adapter.isOpen) this.#adapter.write(bytes);
  }

  /** Sends what was written, as far as the port still takes it, and closes. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#presence?.cancel();
    const adapter = this.#adapter;
    if (!adapter.isOpen) return;
    await new Promise<void>((resolve) => {
      const patience = this.#clock.after(500, 'last bytes', resolve); // a dead port drains never
      adapter.drain(() => {
        patience.cancel();
        resolve();
      });
    });
    if (adapter.isOpen) await new Promise<void>((resolve) => adapter.close(() => resolve()));
  }

  #watch(): void {
    this.#presence = this.#clock.after(PRESENCE_MS, 'serial adapter presence', async () => {
      const now = await stat(this.#path).catch(() => null);
      if (this.#closed) return;
      if (now?.rdev === this.#device) this.#watch();
      else this.#lose('unplugged');
    });
  }

  #lose(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#presence?.cancel();
    if (this.#adapter.isOpen) this.#adapter.close(() => {});
    this.onLost({
      code: 'port.lost',
      where: this.#path,
      what: `the port is gone (${reason})`,
      hint: 'plug it in again; use its name under /dev/serial/by-id, which survives replugging',
    });
  }
}

function cannotOpen(path: string, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  const known = FAILURES.find(({ pattern }) => pattern.test(reason));
  return {
    code: known?.code ?? 'port.failed',
    where: path,
    what: known?.what ?? `cannot be opened (${reason})`,
    hint: known?.hint ?? 'check that this is a serial port and that it can do this baud rate',
  };
}

const FAILURES: readonly { pattern: RegExp; code: string; what: string; hint: string }[] = [
  {
    pattern: /no such file|ENOENT|ENXIO|ENODEV/i,
    code: 'port.missing',
    what: 'no such serial port',
    hint: 'plug it in; `ls /dev/serial/by-id` shows what is there',
  },
  {
    pattern: /permission denied|EACCES|EPERM/i,
    code: 'port.permission',
    what: 'not allowed to open this serial port',
    hint: 'add the user to the group that owns it (on Debian `dialout`) and log in again',
  },
  {
    pattern: /cannot lock|temporarily unavailable|EBUSY|resource busy/i,
    code: 'port.busy',
    what: 'another program holds this serial port',
    hint: 'stop the other program (`fuser` shows it)',
  },
];
