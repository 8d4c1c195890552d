import type { NodeBoardState } from '../../drivers/annunciator/node.ts';
import type { Problem } from '../../drivers/result.ts';
import type { Clock, Timer } from '../../gateway/core/clock.ts';
import type { SerialPort } from '../../gateway/core/serialPort.ts';
import type { PinLevels } from '../annunciator/outputs.ts';
import type { PinMap } from '../annunciator/pins.ts';
import { KeptOpen } from '../serial/keptOpen.ts';
import { FirmataSession } from './firmataSession.ts';
import type { PinBoard } from './pinBoard.ts';
import { PinCheck, type PinVerdict } from './pinCheck.ts';
import { PinWriter } from './pinWriter.ts';
import { Transport } from './transport.ts';

/** StandardFirmata's rate. */
const FORMAT = { baud: 57_600, parity: 'none', stopBits: 1 } as const;

const FIRST_ASK_MS = 250; // a board that was not reset answers at once, one that was is still in its bootloader
const ASK_AGAIN_MS = 1000;
const INTRODUCTION_MS = 10_000;
const LONGEST_INTRODUCTION_MS = 60_000; // after resets that did not help: it may only be slow
const CHECK_EVERY_MS = 300;
const SILENT_MS = 3000;
/** Questions asked while it started are answered when it has; a board that restarts takes longer than this. */
const LATE_ANSWERS_MS = 1500;

type Ready = { readonly since: number; readonly writer: PinWriter; readonly check: PinCheck };

/**
 * An Arduino with StandardFirmata on a serial port. It is opened again when it was pulled, reset when it falls silent, and
 * set up anew whenever it has started: each time all pins at once.
 */
export class FirmataBoard implements PinBoard {
  onState: PinBoard['onState'] = () => {};
  onContact: PinBoard['onContact'] = () => {};
  /** What is the matter, as often as it is; null when the board is well again. */
  onNews: (problem: Problem | null) => void = () => {};
  readonly #path: string;
  readonly #map: PinMap;
  readonly #clock: Clock;
  readonly #port: KeptOpen;
  readonly #transport = new Transport();
  #session: FirmataSession | undefined;
  #ready: Ready | undefined;
  #writer: PinWriter | undefined;
  #check: PinCheck | undefined;
  #levels: PinLevels | undefined;
  #heardAt = 0;
  #openedAt = 0;
  #patienceMs = INTRODUCTION_MS;
  #timer: Timer | undefined;

  constructor(path: string, map: PinMap, clock: Clock) {
    this.#path = path;
    this.#map = map;
    this.#clock = clock;
    // DTR stays up when we end: a restarted node then does not restart its board.
    this.#port = new KeptOpen(path, FORMAT, false, clock);
    this.#port.onOpen = (port) => this.#opened(port);
    this.#port.onLost = (problem) => this.#lost(problem);
  }

  /** Resolves when the port is open or the first attempt has failed; the board goes on being looked for. */
  start(): Promise<void> {
    return this.#port.start();
  }

  /** What was shown last stays on the pins. */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#port.stop();
    this.#transport.detach();
  }

  show(levels: PinLevels): void {
    this.#levels = levels;
    if (this.#ready === undefined) return;
    this.#ready.writer.write(levels);
    this.#ready.check.levels = levels;
  }

  #opened(port: SerialPort): void {
    this.#openedAt = this.#clock.mono();
    this.#say('starting');
    this.#transport.attach(port);
    this.#session ??= this.#introduce();
    this.#ask(FIRST_ASK_MS);
  }

  #introduce(): FirmataSession {
    const session = new FirmataSession(this.#transport);
    this.#transport.on('data', () => {
      this.#heardAt = this.#clock.mono();
    });
    session.onReady = () => this.#begin(session);
    session.onAnnounced = () => {
      const since = this.#ready?.since;
      if (since === undefined) this.#begin(session);
      else if (this.#clock.mono() - since > LATE_ANSWERS_MS) this.#restarted(session);
    };
    return session;
  }

  #ask(afterMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(afterMs, 'board introduces itself', () => {
      if (this.#clock.mono() - this.#openedAt >= this.#patienceMs) return this.#silent('board.not-firmata');
      this.#session?.askForFirmware();
      this.#ask(ASK_AGAIN_MS);
    });
  }

  #restarted(session: FirmataSession): void {
    this.#say('starting');
    this.onNews({
      code: 'board.restarted',
      where: this.#path,
      what: 'the board has restarted by itself, its outputs dropped meanwhile',
      hint: 'look at its supply; a relay coil without a diode does this too',
    });
    this.#begin(session);
  }

  #begin(session: FirmataSession): void {
    const levels = this.#levels;
    if (levels === undefined || session !== this.#session) return;
    const now = this.#clock.mono();
    this.#heardAt = now;
    this.#patienceMs = INTRODUCTION_MS;
    if (this.#writer === undefined) {
      this.#writer = new PinWriter(session.io, this.#map);
      this.#writer.listen((contact, closed) => {
        if (this.#ready !== undefined) this.onContact(contact, closed);
      });
      this.#check = new PinCheck(session, this.#map, levels);
      this.#check.onVerdict = (pin, verdict) => this.#mend(pin, verdict);
    }
    const [writer, check] = [this.#writer, this.#check];
    if (check === undefined) return;
    this.#ready = { since: now, writer, check };
    check.levels = levels;
    writer.begin(levels);
    check.askAll();
    this.onNews(null);
    this.onState('ready');
    this.#lookAfter();
  }

  #lookAfter(): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(CHECK_EVERY_MS, 'board is looked after', () => {
      if (this.#clock.mono() - this.#heardAt > SILENT_MS) return this.#silent('board.silent');
      this.#ready?.check.askNext();
      this.#lookAfter();
    });
  }

  #mend(pin: number, verdict: PinVerdict): void {
    const levels = this.#levels;
    if (verdict === 'right' || this.#ready === undefined || levels === undefined) return;
    const { writer } = this.#ready;
    if (verdict === 'wrong-mode') writer.makeOutput(pin);
    if (verdict === 'contact-lost') writer.begin(levels);
    else writer.write(levels);
  }

  #silent(code: 'board.silent' | 'board.not-firmata'): void {
    if (code === 'board.not-firmata')
      this.#patienceMs = Math.min(2 * this.#patienceMs, LONGEST_INTRODUCTION_MS);
    if (this.#session?.stuck === true) {
      this.#session.dispose();
      this.#session = undefined;
      this.#writer = undefined;
      this.#check = undefined;
    }
    void this.#port.reset({ code, where: this.#path, ...SILENCE[code] });
  }

  #lost(problem: Problem): void {
    this.#timer?.cancel();
    this.#transport.detach();
    this.#say('gone');
    this.onNews(problem);
  }

  #say(state: Exclude<NodeBoardState, 'ready'>): void {
    this.#ready = undefined;
    this.onState(state);
  }
}

const SILENCE = {
  'board.silent': {
    what: 'the board does not answer any more',
    hint: 'it is being reset; if that does not help, unplug it and plug it in again',
  },
  'board.not-firmata': {
    what: `no Firmata answered within ${INTRODUCTION_MS / 1000} s`,
    hint: 'write StandardFirmata to the board (Arduino IDE: Examples → Firmata), and check that this is its port',
  },
} as const;
