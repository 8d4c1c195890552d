import { crcHolds } from '../../../../drivers/crc.ts';
import type { Request } from '../../../../drivers/request.ts';
import type { DeviceTiming } from '../../../../gateway/alarmTime/deviceTiming.ts';
import type { Clock, Timer } from '../../../../gateway/core/clock.ts';
import { ModbusClient } from '../../../../gateway/guard/bus/line/modbusClient.ts';
import type { ExchangeResult, LineClient, Port } from '../../../../gateway/guard/bus/types.ts';

/**
 * A line as ordinary clients have it: waits for as many bytes as the reply must have, checks unit, function, length and
 * CRC, and after a timeout simply asks again. `flushes` also throws away what came before it asks. Here to show that the
 * tests of the real line would notice.
 */
export class NaiveLine implements LineClient {
  onLost: LineClient['onLost'] = () => {};
  onLate: LineClient['onLate'] = () => {};
  onNotice: LineClient['onNotice'] = () => {};
  readonly habit = (): undefined => undefined;
  readonly lateSeen = (): number => 0;
  readonly heardAt = (): number => Number.NEGATIVE_INFINITY;
  readonly #port: Port;
  readonly #clock: Clock;
  readonly #flushes: boolean;
  readonly #modbus = new ModbusClient();
  #buffer: Uint8Array = new Uint8Array(0);
  #arrived: () => void = () => {};

  constructor(port: Port, clock: Clock, flushes: boolean) {
    this.#port = port;
    this.#clock = clock;
    this.#flushes = flushes;
  }

  open(): ReturnType<LineClient['open']> {
    this.#port.onBytes = (bytes) => {
      this.#buffer = Buffer.concat([this.#buffer, bytes]);
      this.#arrived();
    };
    return this.#port.open();
  }

  close(): Promise<void> {
    return this.#port.close();
  }

  readyAt(): number {
    return 0;
  }

  costMs(): number {
    return 0;
  }

  exchange(request: Request, timing: DeviceTiming): Promise<ExchangeResult> {
    const frame = this.#modbus.ask(request);
    const length = request.op === 'read' ? 5 + 2 * request.count : 8;
    if (this.#flushes) this.#buffer = new Uint8Array(0);
    return new Promise((resolve) => {
      let timer: Timer | undefined;
      const end = (result: ExchangeResult) => {
        this.#arrived = () => {};
        timer?.cancel();
        this.#modbus.silence();
        resolve(result);
      };
      const look = () => {
        for (let from = 0; from + length <= this.#buffer.length; from++) {
          const reply = this.#buffer.slice(from, from + length);
          if (reply[0] !== frame[0] || reply[1] !== frame[1] || !crcHolds(reply)) continue;
          this.#buffer = this.#buffer.subarray(from + length);
          const values = this.#modbus.answer(reply) ?? [];
          end({ kind: 'ok', values, at: { boot: this.#clock.boot, mono: this.#clock.mono() } });
          return;
        }
      };
      this.#arrived = look;
      timer = this.#clock.after(timing.responseMs, 'naive timeout', () => end({ kind: 'timeout' }));
      this.#port.write(frame);
      look();
    });
  }
}
