import type { Problem } from '../../drivers/result.ts';
import { type Clock, sleep } from '../../gateway/core/clock.ts';
import { type SerialFormat, SerialPort } from './serialPort.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 4000;

/** A serial port that is opened again whenever it was lost, for as long as the program lives. */
export class KeptOpen {
  /** The port is open, for the first time or again. */
  onOpen: (port: SerialPort) => void = () => {};
  /** It is not open any more, or could not be opened: told at every attempt. */
  onLost: (problem: Problem) => void = () => {};
  readonly #path: string;
  readonly #format: SerialFormat;
  readonly #clock: Clock;
  #port: SerialPort | undefined;
  #ended = false;
  #running: Promise<void> = Promise.resolve();

  constructor(path: string, format: SerialFormat, clock: Clock) {
    this.#path = path;
    this.#format = format;
    this.#clock = clock;
  }

  /** Resolves when the port is open or the first attempt has failed. */
  start(): Promise<void> {
    this.#running = this.#open(this.#format, FIRST_RETRY_MS);
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
    const falling = await SerialPort.open(this.#path, { ...this.#format, dropsDtr: true }, this.#clock);
    if (falling.ok) await falling.value.close();
    this.#again(FIRST_RETRY_MS);
  }

  async #open(format: SerialFormat, retryMs: number): Promise<void> {
    const opened = await SerialPort.open(this.#path, format, this.#clock);
    if (!opened.ok) {
      this.onLost(opened.error);
      this.#again(retryMs);
      return;
    }
    const port = opened.value;
    if (this.#ended) {
      await port.close();
      return;
    }
    this.#port = port;
    port.onLost = (problem) => {
      this.#port = undefined;
      this.onLost(problem);
      this.#again(FIRST_RETRY_MS);
    };
    this.onOpen(port);
  }

  #again(retryMs: number): void {
    if (this.#ended) return;
    sleep(this.#clock, retryMs, `open ${this.#path} again`).then(() => {
      if (this.#ended) return;
      this.#running = this.#open(this.#format, Math.min(2 * retryMs, LAST_RETRY_MS));
    });
  }
}
