import type Firmata from 'firmata';
import { CONTACTS, type NodeContact } from '../annunciator/contacts.ts';
import { OUTPUT_PINS, type PinLevels } from '../annunciator/outputs.ts';
import type { PinMap } from '../annunciator/pins.ts';

/**
 * Sets the pins of a board through Firmata. All pins of one port travel in one message of three bytes, so that a siren
 * does not wait for a strobe.
 */
export class PinWriter {
  readonly #io: Firmata;
  readonly #map: PinMap;

  constructor(io: Firmata, map: PinMap) {
    this.#io = io;
    this.#map = map;
  }

  /**
   * Everything, from nothing. Levels first: after a reset StandardFirmata has its digital pins as outputs already, and on
   * a board that was not reset nothing must flicker.
   */
  begin(levels: PinLevels): void {
    this.write(levels);
    for (const contact of CONTACTS) this.#io.pinMode(this.#map.contacts[contact], this.#io.MODES.INPUT);
    // a high level on an input is its pull-up
    this.#send(CONTACTS.map((contact) => [this.#map.contacts[contact], true]));
    for (const port of new Set(CONTACTS.map((contact) => this.#map.contacts[contact] >> 3)))
      this.#io.reportDigitalPin(port << 3, 1);
  }

  write(levels: PinLevels): void {
    this.#send(OUTPUT_PINS.map((output) => [this.#map.outputs[output], levels[output]]));
  }

  makeOutput(pin: number): void {
    this.#io.pinMode(pin, this.#io.MODES.OUTPUT);
  }

  /** Calls `take` with every level the board reports of a contact: closed to ground is low. */
  listen(take: (contact: NodeContact, closed: boolean) => void): void {
    for (const contact of CONTACTS)
      this.#io.on(`digital-read-${this.#map.contacts[contact]}`, (value: 0 | 1) =>
        take(contact, value === 0),
      );
  }

  /** Firmata remembers the levels of a port and sends it whole: the last pin of each port takes the others along. */
  #send(levels: readonly (readonly [pin: number, high: boolean])[]): void {
    for (const pins of Map.groupBy(levels, ([pin]) => pin >> 3).values())
      pins.forEach(([pin, high], i) => {
        this.#io.digitalWrite(pin, high ? 1 : 0, i < pins.length - 1);
      });
  }
}
