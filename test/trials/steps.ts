import type { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import type { AnswerPush } from '../../simulators/backchannel/buildingProtocol.ts';
import { until } from '../harness/until.ts';
import { airOf, CLEAN, LEAK, LIVING, PERIOD_MS } from './house.ts';

/** One step: from the change of the register (a moment before, at most) to the end of the write that closes the relay. */
export type Step = { readonly device: string; readonly latencyMs: number };

const PATIENCE_S = 60;
// A relay of the simulated board has one command: FC 05 or 15, at the coil itself or at its timed pulse.
const BEEP = 10; // tenths of a second
const COIL_WRITES = [0x05, 0x0f];

/** Plays steps on a simulated building: gas in one room, the siren, clean air, silence. */
export class Steps {
  readonly #building: Backchannel;
  readonly #random: () => number;
  #writes: AnswerPush[] = [];

  constructor(building: Backchannel, random: () => number) {
    this.#building = building;
    this.#random = random;
  }

  /** Listens to the siren from now on. */
  async listen(): Promise<void> {
    await this.#building.subscribe((answer) => {
      if (answer.device === 'board' && COIL_WRITES.includes(answer.functionCode)) this.#writes.push(answer);
    });
  }

  /** `count` steps one after the other, at random phases of the polling. `onStep` is told each while its siren sounds. */
  async play(count: number, onStep: (step: Step) => Promise<void> | void): Promise<void> {
    for (let i = 0; i < count; i++) {
      await new Promise((resolve) => setTimeout(resolve, this.#random() * PERIOD_MS));
      const device = LIVING[Math.floor(this.#random() * LIVING.length)] ?? '';
      this.#writes = [];
      const changedAt = monotonicMs();
      await this.#building.set(airOf(device), LEAK);
      const on = await until(`the siren sounds for ${device}`, () => this.#writes.find(sounds), PATIENCE_S);
      await onStep({ device, latencyMs: on.at - changedAt });
      await this.#building.set(airOf(device), CLEAN);
      await until('the siren is off again', () => !sounds(this.#writes.at(-1)), PATIENCE_S);
    }
  }
}

/** Closed for as long as the lease is. A fault's beep, which a broken disk brings about too, is shorter. */
function sounds(write: AnswerPush | undefined): boolean {
  return (write?.values[0] ?? 0) > BEEP;
}

/** CLOCK_MONOTONIC, as the simulator dates its answers. */
function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
