import { join } from 'node:path';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import { type ControlClient, connectControl } from '../../control/client.ts';
import type { ValueScreen } from '../../control/valueScreen.ts';
import { every, type Timer } from '../../core/clock.ts';
import { coloured } from '../alarms/paint.ts';
import type { Io } from '../verb.ts';
import { type LiveScene, liveScreen } from './liveScreen.ts';

const EVERY_MS = 1000;
const CTRL_C = '\u0003';
const ALTERNATE_SCREEN = '\x1b[?1049h\x1b[?25l';
const ORDINARY_SCREEN = '\x1b[?25h\x1b[?1049l';
const MOST_KEPT = 200;

/** What a gateway reads and what stands, on a terminal that somebody looks at, once a second, until `q`. */
export class LiveView {
  /** Resolves when somebody wants to leave. */
  readonly left: Promise<void>;
  readonly #leave: () => void;
  readonly #io: Io;
  readonly #run: string;
  readonly #keys: LiveScene['keys'];
  readonly #said: string[] = [];
  #client: ControlClient | null = null;
  #timer: Timer | null = null;
  #values: ValueScreen | null = null;
  #alarms: AlarmScreen | null = null;

  /** @param run the folder of guard's sockets */
  constructor(run: string, io: Io, keys: LiveScene['keys']) {
    this.#run = run;
    this.#io = io;
    this.#keys = keys;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.left = promise;
    this.#leave = resolve;
  }

  start(): void {
    const { clock } = this.#io;
    this.#client = connectControl(join(this.#run, 'desk.sock'), clock, { name: 'view' });
    this.#io.out(ALTERNATE_SCREEN);
    process.stdin.setRawMode(true);
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', this.#pressed);
    process.stdout.on('resize', this.#draw);
    this.#timer = every(clock, EVERY_MS, 'live view', () => this.#look());
    this.#draw();
  }

  /** A line of a program: shown at the bottom, and printed when the view is over. */
  say(text: string): void {
    if (this.#timer === null) {
      this.#io.err(text);
      return;
    }
    this.#said.push(...text.trimEnd().split('\n'));
    if (this.#said.length > MOST_KEPT) this.#said.splice(0, this.#said.length - MOST_KEPT);
    this.#draw();
  }

  /** Gives the terminal back as it was, with what was said meanwhile. */
  async stop(): Promise<void> {
    if (this.#timer === null) return;
    this.#timer.cancel();
    this.#timer = null;
    process.stdin.off('data', this.#pressed);
    process.stdout.off('resize', this.#draw);
    process.stdin.setRawMode(false);
    process.stdin.pause();
    this.#io.out(ORDINARY_SCREEN);
    for (const line of this.#said.splice(0)) this.#io.err(`${line}\n`);
    await this.#client?.stop();
  }

  readonly #pressed = (keys: unknown): void => {
    const typed = String(keys);
    if (typed.includes('q') || typed.includes(CTRL_C)) this.#leave();
  };

  async #look(): Promise<void> {
    const [values, alarms] = await Promise.all([
      this.#client?.request({ verb: 'values' }),
      this.#client?.request({ verb: 'alarms' }),
    ]);
    if (values?.ok === true) this.#values = values.value as ValueScreen;
    if (alarms?.ok === true) this.#alarms = alarms.value as AlarmScreen;
    this.#draw();
  }

  readonly #draw = (): void => {
    if (this.#timer === null) return;
    const { columns = 80, rows = 24 } = process.stdout;
    const scene = { values: this.#values, alarms: this.#alarms, said: this.#said, keys: this.#keys };
    const picture = liveScreen(scene, { columns, rows }, this.#io.language, coloured);
    this.#io.out(`\x1b[H${picture.slice(0, rows).join('\x1b[K\r\n')}\x1b[K\x1b[J`);
  };
}
