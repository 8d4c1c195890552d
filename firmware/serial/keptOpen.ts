import type { Problem } from '../../drivers/result.ts';
import { Attempts } from '../../gateway/core/backoff.ts';
import { type Clock, sleep } from '../../gateway/core/clock.ts';
import type { SerialFormat } from '../../gateway/core/serialFormat.ts';
import { SerialPort } from '../../gateway/core/serialPort.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 4000;
const LAST_BYTES_MS = 500;

/** A serial port that is opened again whenever it was lost, for as long as the program lives. */
export class KeptOpen {
  /** The port is open, for the first time or again. */
  onOpen: (port: SerialPort) => void = () => {};
  /** It is not open any more, or could not be opened: told at every attempt. */
  onLost: (problem: Problem) => void = () => {};
  readonly #path: string;
  readonly #format: SerialFormat;
  readonly #dropsDtr: boolean;
  readonly #clock: Clock;
  readonly #attempts = new Attempts(FIRST_RETRY_MS, LAST_RETRY_MS);
  #port: SerialPort | undefined;
  #ended = false;
  #running: Promise<void> = Promise.resolve();

  /** `dropsDtr`: whether DTR falls when the port is closed. An Arduino is reset when it rises again. */
  constructor(path: string, format: SerialFormat, dropsDtr: boolean, clock: Clock) {
    this.#path = path;
    this.#format = format;
    this.#dropsDtr = dropsDtr;
    this.#clock = clock;
  }

  /** Resolves when the port is open or the first attempt has failed. */
  start(): Promise<void> {
    this.#running = this.#open();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#ended = true;
    await this.#running;
    await this.#port?.close();
  }

  /** Closes the port so that DTR falls, and opens it again: an Arduino starts anew. */
  async reset(problem: Problem): Promise<void> {
    await this.#port?.close();
    this.#port = undefined;
    this.onLost(problem);
    const falling = this.#make(true);
    if ((await falling.open()).ok) await falling.close();
    this.#again();
  }

  #make(dropsDtr: boolean): SerialPort {
    return new SerialPort(this.#path, this.#format, this.#clock, { dropsDtr, drainMs: LAST_BYTES_MS });
  }

  async #open(): Promise<void> {
    const port = this.#make(this.#dropsDtr);
    const opened = await port.open();
    if (!opened.ok) {
      this.onLost(opened.error);
      this.#again();
      return;
    }
    if (this.#ended) {
      await port.close();
      return;
    }
    this.#port = port;
    this.#attempts.reset();
    port.onLost = (problem) => {
      this.#port = undefined;
      this.onLost(problem);
      this.#again();
    };
    this.onOpen(port);
  }

  #again(): void {
    if (this.#ended) return;
    void sleep(this.#clock, this.#attempts.failed(), `open ${this.#path} again`).then(() => {
      if (this.#ended) return;
      this.#running = this.#open();
    });
  }
}
