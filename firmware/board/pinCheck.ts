import { CONTACTS } from '../annunciator/contacts.ts';
import { OUTPUT_PINS, type PinLevels } from '../annunciator/outputs.ts';
import type { PinMap } from '../annunciator/pins.ts';
import type { FirmataSession } from './firmataSession.ts';

/** What a pin that was asked about turned out to be. */
export type PinVerdict = 'right' | 'wrong-level' | 'wrong-mode' | 'contact-lost';

/**
 * Asks the board about its pins one after the other, so that one which lost its setting (a board that restarted unseen, a
 * message damaged on the way) is found, and so that a board which is silent is known to be dead.
 */
export class PinCheck {
  onVerdict: (pin: number, verdict: PinVerdict) => void = () => {};
  readonly #session: FirmataSession;
  readonly #outputs: ReadonlyMap<number, keyof PinLevels>;
  readonly #pins: readonly number[];
  readonly #asked = new Map<number, PinLevels>();
  #levels: PinLevels;
  #next = 0;

  constructor(session: FirmataSession, map: PinMap, levels: PinLevels) {
    this.#session = session;
    this.#levels = levels;
    this.#outputs = new Map(OUTPUT_PINS.map((output) => [map.outputs[output], output]));
    this.#pins = [...this.#outputs.keys(), ...CONTACTS.map((contact) => map.contacts[contact])];
    for (const pin of this.#pins) session.io.on(`pin-state-${pin}`, () => this.#answer(pin));
  }

  /** What the pins have just been told. */
  set levels(levels: PinLevels) {
    this.#levels = levels;
  }

  askAll(): void {
    for (const _ of this.#pins) this.askNext();
  }

  askNext(): void {
    const pin = this.#pins[this.#next] ?? 0;
    this.#next = (this.#next + 1) % this.#pins.length;
    this.#asked.set(pin, this.#levels);
    this.#session.askForPin(pin);
  }

  #answer(pin: number): void {
    const asked = this.#asked.get(pin);
    this.#asked.delete(pin);
    if (asked !== undefined) this.onVerdict(pin, this.#verdict(pin, asked));
  }

  #verdict(pin: number, asked: PinLevels): PinVerdict {
    const { pins, MODES } = this.#session.io;
    const output = this.#outputs.get(pin);
    const { mode, state } = pins[pin] ?? {};
    if (output === undefined) return mode === MODES.INPUT && state === 1 ? 'right' : 'contact-lost';
    if (mode !== MODES.OUTPUT) return 'wrong-mode';
    // it may have been moved between question and answer
    const wanted = [asked[output], this.#levels[output]];
    return wanted.includes(state === 1) ? 'right' : 'wrong-level';
  }
}
