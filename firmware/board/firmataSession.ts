import Firmata from 'firmata';
import five from 'johnny-five';
import type { Transport } from './transport.ts';

const REPORT_VERSION = 0xf9;
const REPORT_FIRMWARE = [0xf0, 0x79, 0xf7];
// we ask ourselves, as often as the board is opened; Firmata would do so once
const NEVER_MS = 2 ** 31 - 1;

/**
 * Johnny-Five's board over one transport. `onReady` comes when the board is known for the first time, `onAnnounced`
 * whenever its firmware names itself after that: because it was asked, or because it has just started.
 */
export class FirmataSession {
  onReady: () => void = () => {};
  onAnnounced: () => void = () => {};
  readonly io: Firmata;
  readonly #transport: Transport;
  #begun = false;
  #ready = false;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.io = new Firmata(transport, { reportVersionTimeout: NEVER_MS });
    this.io.on('error', () => {}); // the port says so itself
    this.io.once('reportversion', () => {
      this.#begun = true;
    });
    this.io.on('queryfirmware', () => {
      if (this.#ready) this.onAnnounced();
    });
    // the process ends when the composition root says so, and not when Johnny-Five hears Ctrl-C
    const options = { io: this.io, repl: false, debug: false, sigint: false };
    const board = new five.Board(options);
    board.on('error', () => {}); // its patience is not ours
    // Firmata may say so more than once
    board.on('ready', () => {
      if (this.#ready) return;
      this.#ready = true;
      this.onReady();
    });
    transport.emit('open');
  }

  /** The board broke off in the middle of introducing itself. Firmata does not begin that again: it takes a new session. */
  get stuck(): boolean {
    return this.#begun && !this.#ready;
  }

  get ready(): boolean {
    return this.#ready;
  }

  askForFirmware(): void {
    this.#transport.write(Buffer.from([REPORT_VERSION, ...REPORT_FIRMWARE]));
  }

  /** Its pin and what it is set to come back as `pin-state-<pin>`. */
  askForPin(pin: number): void {
    const pinStateQuery = 0x6d;
    this.io.sysexCommand([pinStateQuery, pin]);
  }

  dispose(): void {
    this.#transport.removeAllListeners();
  }
}
