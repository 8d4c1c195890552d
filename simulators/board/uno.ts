import type { Clock, Timer } from '../../gateway/core/clock.ts';
import { Atmega, CLOCK_HZ, type PinDrive } from './atmega.ts';
import { Pacer } from './pacer.ts';
import type { UsbPort } from './usbPort.ts';

/** An Uno's bootloader waits so long for a new program before it starts the one that is there. */
const BOOTLOADER_MS = 500;
/** StandardFirmata blinks its version for 1.9 s before it says anything; 2.2 s of the processor's own time. */
const STARTING_CYCLES = 2.2 * CLOCK_HZ;
/** After something happened the processor runs at its own speed for so long, in its own time: 4 ms. */
const AWAKE_CYCLES = 0.004 * CLOCK_HZ;
const LOOK_EVERY_MS = 1;
/** StandardFirmata only looks at its pins and its line when nothing happens: now and then a turn of its loop is enough. */
const DOZING_CYCLES = 64;

/**
 * An Arduino Uno: the processor, kept to real time, behind its USB port. While nothing is on the line and no contact moves
 * it dozes, which costs little and cannot be seen from outside; a byte wakes it within a millisecond or so.
 */
export class Uno {
  /** A pin is driven otherwise than before; `at` in the clock's milliseconds. */
  onDrive: (pin: number, drive: PinDrive, at: number) => void = () => {};
  readonly #usb: UsbPort;
  readonly #clock: Clock;
  readonly #atmega: Atmega;
  readonly #pacer = new Pacer();
  readonly #closed = new Set<number>(); // pins that a contact connects to ground
  readonly #outgoing: number[] = [];
  #powered = false;
  #frozen = false;
  #startsAt = 0;
  #awakeUntil = 0; // in cycles
  #resets = 0;
  #stopped = false;
  #cancel: () => void = () => {};

  constructor(program: Uint8Array, usb: UsbPort, clock: Clock) {
    this.#usb = usb;
    this.#clock = clock;
    this.#atmega = new Atmega(program);
    this.#atmega.onByte = (byte) => this.#outgoing.push(byte);
    this.#atmega.onDrive = (pin, drive, cycles) => {
      this.#level(pin);
      this.onDrive(pin, drive, this.#pacer.timeOf(cycles));
    };
    usb.onDtr = () => this.reset();
  }

  get state(): { powered: boolean; frozen: boolean; resets: number } {
    return { powered: this.#powered, frozen: this.#frozen, resets: this.#resets };
  }

  /** Power comes: the cable is in. */
  powerOn(): void {
    if (this.#powered) return;
    this.#powered = true;
    this.reset();
  }

  /** All pins are dead. */
  powerOff(): void {
    this.reset();
    this.#powered = false;
  }

  /** The reset line: by DTR, or by the button on the board. */
  reset(): void {
    const now = this.#clock.mono();
    this.#resets += 1;
    this.#frozen = false;
    this.#outgoing.length = 0;
    this.#pacer.align(0, now); // its cycles are counted from the reset
    this.#atmega.reset();
    this.#awakeUntil = 0;
    this.#startsAt = now + BOOTLOADER_MS;
    this.#pacer.align(0, this.#startsAt);
  }

  /** The program hangs: pins stay as they are. A reset ends that. */
  freeze(frozen: boolean): void {
    this.#frozen = frozen;
    this.#pacer.align(this.#atmega.cycles, this.#clock.mono());
  }

  /** A contact connects the pin to ground, or leaves it open. */
  connect(pin: number, closed: boolean): void {
    if (closed) this.#closed.add(pin);
    else this.#closed.delete(pin);
    this.#level(pin);
    this.#wake();
  }

  start(): void {
    this.#turn();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #turn = (): void => {
    if (this.#stopped) return;
    const now = this.#clock.mono();
    const bytes = this.#usb.read();
    const runs = this.#powered && !this.#frozen && now >= this.#startsAt;
    if (runs && bytes.length > 0) {
      this.#wake();
      this.#atmega.receive(bytes);
    }
    const starting = this.#atmega.cycles < STARTING_CYCLES;
    const awake = starting || this.#atmega.busy || this.#atmega.cycles < this.#awakeUntil;
    if (runs) this.#run(now, awake);
    if (this.#outgoing.length > 0) {
      this.#usb.write(Uint8Array.from(this.#outgoing.splice(0)));
      this.#awakeUntil = this.#atmega.cycles + AWAKE_CYCLES;
    }
    const behind = this.#clock.mono() - this.#pacer.timeOf(this.#atmega.cycles) > LOOK_EVERY_MS;
    this.#again(runs && awake && (behind || !starting));
  };

  #run(now: number, awake: boolean): void {
    if (awake) {
      this.#atmega.run(this.#pacer.goal(this.#atmega.cycles, now));
      return;
    }
    this.#atmega.run(this.#atmega.cycles + DOZING_CYCLES);
    this.#pacer.align(this.#atmega.cycles, now);
  }

  #again(atOnce: boolean): void {
    if (atOnce) {
      const immediate = setImmediate(this.#turn);
      this.#cancel = () => clearImmediate(immediate);
    } else {
      const timer: Timer = this.#clock.after(LOOK_EVERY_MS, 'uno', this.#turn, 'coarse');
      this.#cancel = () => timer.cancel();
    }
  }

  #wake(): void {
    const now = this.#clock.mono();
    // what happens, happens now, however far the processor had got
    if (now >= this.#startsAt) this.#pacer.align(this.#atmega.cycles, now);
    this.#awakeUntil = this.#atmega.cycles + AWAKE_CYCLES;
  }

  /** An open contact leaves the level to the pull-up; without one the pin reads as it likes, here as closed. */
  #level(pin: number): void {
    const drive = this.#atmega.drive(pin);
    if (drive === 'high' || drive === 'low') return;
    this.#atmega.setLevel(pin, drive === 'pulled-up' && !this.#closed.has(pin));
  }
}
