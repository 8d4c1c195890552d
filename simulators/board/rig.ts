import type { Clock, Timer } from '../../gateway/core/clock.ts';
import type { PinDrive } from './atmega.ts';
import {
  type BoardCommand,
  type BoardContact,
  type BoardPush,
  type BoardState,
  CONTACT_PINS,
  LOAD_PINS,
  type LoadView,
} from './boardProtocol.ts';
import {
  type Circuit,
  DEAD_CIRCUIT,
  type Effects,
  effectsOf,
  LOADS,
  type Load,
  letsGoAt,
  openByHand,
  pinMoves,
  type Wiring,
} from './circuit.ts';
import type { Uno } from './uno.ts';
import type { UsbPort } from './usbPort.ts';

const BOUNCE_MS = 1;

/** The board with everything that hangs on it: what it does to its loads, what people do to its contacts. */
export class Rig {
  readonly #uno: Uno;
  readonly #usb: UsbPort;
  readonly #wiring: Wiring;
  readonly #clock: Clock;
  readonly #listeners = new Set<(push: BoardPush) => void>();
  readonly #loads: Record<Load, LoadView>;
  // a housing that is shut, mains that are there
  readonly #closed = new Set<BoardContact>(['tamper', 'mains']);
  #circuit: Circuit = DEAD_CIRCUIT;
  #shown = '';
  #relay: Timer | undefined;

  constructor(uno: Uno, usb: UsbPort, wiring: Wiring, clock: Clock) {
    this.#uno = uno;
    this.#usb = usb;
    this.#wiring = wiring;
    this.#clock = clock;
    const at = clock.mono();
    this.#loads = Object.fromEntries(
      LOADS.map((load) => [load, { pin: LOAD_PINS[load], drive: 'open', at }]),
    ) as Record<Load, LoadView>;
    uno.onDrive = (pin, drive, when) => this.#drive(pin, drive, when);
    for (const contact of this.#closed) uno.connect(CONTACT_PINS[contact], true);
  }

  async start(): Promise<void> {
    this.#uno.start();
    await this.#plug();
    this.#look(this.#clock.mono());
  }

  async stop(): Promise<void> {
    this.#relay?.cancel();
    this.#uno.stop();
    await this.#usb.unplug();
  }

  /** Calls `listener` with everything that moves from now on; returns how to stop that. */
  listen(listener: (push: BoardPush) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async obey(command: BoardCommand): Promise<BoardState> {
    switch (command.verb) {
      case 'contact':
        this.#move(command.contact, command.closed, command.bounces);
        break;
      case 'press':
        this.#move(command.contact, true, command.bounces, () =>
          this.#clock.after(command.ms, 'button is released', () =>
            this.#move(command.contact, false, command.bounces),
          ),
        );
        break;
      case 'unplug':
        if (command.power === 'lost') this.#uno.powerOff();
        await this.#usb.unplug();
        break;
      case 'plug':
        await this.#plug();
        break;
      case 'freeze':
      case 'thaw':
        this.#uno.freeze(command.verb === 'freeze');
        break;
      case 'reset':
        this.#uno.reset();
        break;
      case 'openValve':
        this.#circuit = openByHand(this.#circuit);
        this.#look(this.#clock.mono());
        break;
      case 'state':
      case 'subscribe':
        break;
    }
    return this.#state();
  }

  async #plug(): Promise<void> {
    await this.#usb.plug();
    this.#uno.powerOn();
  }

  #move(contact: BoardContact, closed: boolean, bounces: number, settled: () => void = () => {}): void {
    const set = (now: boolean) => {
      if (now) this.#closed.add(contact);
      else this.#closed.delete(contact);
      this.#uno.connect(CONTACT_PINS[contact], now);
    };
    // one timer after the other: of several that fall due while the host stands still, none would have to be first
    const bounce = (left: number) => {
      set(left % 2 === 0 ? closed : !closed);
      if (left > 0) this.#clock.after(BOUNCE_MS, 'contact bounces', () => bounce(left - 1));
      else settled();
    };
    bounce(2 * bounces);
  }

  #drive(pin: number, drive: PinDrive, at: number): void {
    const load = LOADS.find((name) => LOAD_PINS[name] === pin);
    if (load === undefined) return;
    this.#loads[load] = { pin, drive, at };
    this.#circuit = pinMoves(this.#circuit, load, drive === 'high', at);
    this.#push({ push: 'pin', load, drive, at });
    this.#look(at);
  }

  /** Tells what a person would notice, when that has changed, and looks again when the relay would let go. */
  #look(now: number): void {
    const effects = effectsOf(this.#circuit, this.#wiring, now);
    const shown = JSON.stringify(effects);
    if (shown !== this.#shown) this.#push({ push: 'effects', effects, at: now });
    this.#shown = shown;
    this.#relay?.cancel();
    const due = letsGoAt(this.#circuit, this.#wiring, now);
    if (due !== null)
      this.#relay = this.#clock.after(
        due - this.#clock.mono(),
        'relay lets go',
        () => this.#look(due),
        'coarse',
      );
  }

  #push(push: BoardPush): void {
    for (const listener of this.#listeners) listener(push);
  }

  #state(): BoardState {
    const effects: Effects = effectsOf(this.#circuit, this.#wiring, this.#clock.mono());
    return {
      plugged: this.#usb.plugged,
      held: this.#usb.held,
      ...this.#uno.state,
      loads: { ...this.#loads },
      closed: [...this.#closed],
      effects,
    };
  }
}
