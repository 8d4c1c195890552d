import type { Dialect } from '../../drivers/dialect/dialect.ts';
import type { Clock } from '../../gateway/core/clock.ts';
import type { DeviceAnswer } from '../device/behaviour.ts';
import type { DeviceReply, SimulatedDevice } from '../device/device.ts';
import type { World } from '../world/world.ts';
import type { Exchange } from './exchange.ts';
import { type SerialSettings, understands } from './serialTiming.ts';

/** An answer on its way, and what to call when it is known what became of it. */
export type PendingAnswer = {
  readonly answer: DeviceAnswer;
  readonly dialect: Dialect;
  /** It comes when the master has given up on it. */
  readonly late: boolean;
  readonly serial: SerialSettings; // how it puts characters on the wire
  readonly settle: (corrupted: boolean, at: number) => void;
};

/** The devices that hang on one line, whatever carries the bytes. */
export class Station {
  readonly line: string;
  readonly devices: readonly SimulatedDevice[];
  onExchange: (exchange: Exchange) => void = () => {};
  readonly #clock: Clock;
  readonly #world: World;

  constructor(line: string, devices: readonly SimulatedDevice[], clock: Clock, world: World) {
    this.line = line;
    this.devices = devices;
    this.#clock = clock;
    this.#world = world;
  }

  /**
   * Gives a request to every device that takes it for its own. Nobody answers a broadcast (unit 0).
   *
   * @param mouth how the master put it on the wire; left out where there is none (Modbus TCP)
   */
  hear(unit: number, pdu: Uint8Array, mouth?: SerialSettings): PendingAnswer[] {
    return this.devices
      .filter((device) => mouth === undefined || understands(device.serial, mouth))
      .filter((device) => device.hears(unit))
      .flatMap((device) => {
        const heard = device.take(pdu);
        const { answer } = heard;
        if (answer !== undefined && unit !== 0) {
          const late = answer.delayMs > device.plan.profile.timing.responseMs;
          const settle = (corrupted: boolean, at: number) => {
            const outcome = outcomeOf(corrupted, late, heard);
            if (outcome === 'clean') this.#world.answered(heard.paths);
            this.#report(device, pdu, heard, outcome, at);
          };
          return [{ answer, dialect: device.dialect, late, settle, serial: heard.serial }];
        }
        this.#report(device, pdu, heard, 'silent', this.#clock.mono());
        return [];
      });
  }

  #report(
    device: SimulatedDevice,
    pdu: Uint8Array,
    heard: DeviceReply,
    outcome: Exchange['outcome'],
    at: number,
  ): void {
    this.onExchange({
      at,
      utc: this.#clock.utc() - (this.#clock.mono() - at),
      line: this.line,
      device: device.id,
      unit: heard.answer?.unit ?? device.unit,
      functionCode: pdu[0] ?? 0,
      address: heard.address,
      count: heard.count,
      outcome,
      exception: heard.exception,
      delayMs: heard.answer?.delayMs ?? null,
      values: heard.values,
      points: heard.points,
    });
  }
}

function outcomeOf(corrupted: boolean, late: boolean, heard: DeviceReply): Exchange['outcome'] {
  if (corrupted) return 'corrupted';
  if (late) return 'late';
  return heard.exception === null ? 'clean' : 'refused';
}
