import {
  AVRADC,
  AVRIOPort,
  AVRTimer,
  AVRUSART,
  adcConfig,
  avrInstruction,
  CPU,
  PinState,
  portBConfig,
  portCConfig,
  portDConfig,
  timer0Config,
  timer1Config,
  timer2Config,
  usart0Config,
} from 'avr8js';

export const CLOCK_HZ = 16_000_000;
export const PIN_COUNT = 20; // D0 to D13, A0 to A5
const FLASH_BYTES = 0x8000;

/** What a pin is to the outside: driven, pulled up inside, or open. */
export type PinDrive = 'high' | 'low' | 'pulled-up' | 'open';

/**
 * An ATmega328P as it sits on an Uno, running a real program. It knows cycles and no time: `run` moves it on. Pins are in
 * the Arduino's numbering.
 */
export class Atmega {
  /** A byte left the processor. */
  onByte: (byte: number) => void = () => {};
  /** A pin is driven otherwise than before, after so many cycles of `cycles`. */
  onDrive: (pin: number, drive: PinDrive, cycles: number) => void = () => {};
  readonly #program: Uint16Array;
  readonly #outside = new Array<boolean>(PIN_COUNT).fill(false);
  readonly #drives = new Array<PinDrive>(PIN_COUNT).fill('open');
  readonly #incoming: number[] = [];
  #cpu: CPU;
  #usart: AVRUSART;
  #ports: readonly AVRIOPort[] = [];

  /** @param program flash contents, 32 kB */
  constructor(program: Uint8Array) {
    if (program.length !== FLASH_BYTES) throw new Error('an ATmega328P has 32 kB of flash');
    this.#program = new Uint16Array(program.slice().buffer);
    ({ cpu: this.#cpu, usart: this.#usart } = this.#powerUp());
  }

  get cycles(): number {
    return this.#cpu.cycles;
  }

  /** Bytes wait to be taken by the processor. */
  get busy(): boolean {
    return this.#incoming.length > 0 || this.#usart.rxBusy;
  }

  drive(pin: number): PinDrive {
    return this.#drives[pin] ?? 'open';
  }

  /** As the reset line does: registers and memory from the start, all pins open. */
  reset(): void {
    ({ cpu: this.#cpu, usart: this.#usart } = this.#powerUp());
    this.#compare();
  }

  /** Runs to `cycles`, and no further than the instruction that reaches it. */
  run(cycles: number): void {
    const cpu = this.#cpu;
    while (cpu.cycles < cycles) {
      avrInstruction(cpu);
      cpu.tick();
      if (this.#incoming.length > 0) this.#feed();
    }
  }

  /** A byte on its way in; each takes its time on the line. */
  receive(bytes: Uint8Array): void {
    this.#incoming.push(...bytes);
    this.#feed();
  }

  /** The level somebody outside gives a pin that is not an output. */
  setLevel(pin: number, high: boolean): void {
    if (this.#outside[pin] === high) return;
    this.#outside[pin] = high;
    this.#ports[pin >> 3 === 0 ? 0 : pin < 14 ? 1 : 2]?.setPin(bitOf(pin), high);
  }

  #feed(): void {
    const next = this.#incoming[0];
    if (next !== undefined && this.#usart.writeByte(next)) this.#incoming.shift();
  }

  #powerUp(): { cpu: CPU; usart: AVRUSART } {
    const cpu = new CPU(this.#program, 2048);
    for (const config of [timer0Config, timer1Config, timer2Config]) new AVRTimer(cpu, config);
    new AVRADC(cpu, adcConfig);
    this.#incoming.length = 0;
    this.#ports = [portDConfig, portBConfig, portCConfig].map((config) => new AVRIOPort(cpu, config));
    for (const port of this.#ports) port.addListener(() => this.#compare());
    this.#outside.forEach((high, pin) => {
      this.#ports[portOf(pin)]?.setPin(bitOf(pin), high);
    });
    const usart = new AVRUSART(cpu, usart0Config, CLOCK_HZ);
    usart.onByteTransmit = (byte) => this.onByte(byte);
    return { cpu, usart };
  }

  #compare(): void {
    for (let pin = 0; pin < PIN_COUNT; pin++) {
      const drive = DRIVES[this.#ports[portOf(pin)]?.pinState(bitOf(pin)) ?? PinState.Input];
      if (drive === this.#drives[pin]) continue;
      this.#drives[pin] = drive;
      this.onDrive(pin, drive, this.#cpu.cycles);
    }
  }
}

const DRIVES: Readonly<Record<PinState, PinDrive>> = {
  [PinState.High]: 'high',
  [PinState.Low]: 'low',
  [PinState.InputPullUp]: 'pulled-up',
  [PinState.Input]: 'open',
};

function portOf(pin: number): number {
  return pin < 8 ? 0 : pin < 14 ? 1 : 2;
}

function bitOf(pin: number): number {
  return pin < 8 ? pin : pin < 14 ? pin - 8 : pin - 14;
}
