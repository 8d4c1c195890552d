import { EventEmitter } from 'node:events';
import ModbusSerial from 'modbus-serial';
import { withCrc } from '../../../../drivers/crc.ts';
import type { Request } from '../../../../drivers/request.ts';

const WRITE_COIL = 5;
const TARGET_SILENT = 0x0b; // Modbus exception: gateway target device failed to respond

/** What `modbus-serial` takes for its port: it writes request frames here and is given whole reply frames as `data`. */
class FramePort extends EventEmitter {
  readonly isOpen = true;
  written = new Uint8Array(0);

  open(done: (error?: Error) => void): void {
    done();
  }

  close(done: () => void): void {
    done();
  }

  write(frame: Uint8Array): void {
    this.written = Uint8Array.from(frame);
  }
}

/**
 * The Modbus request and reply objects are `modbus-serial`'s; it neither frames nor times anything here. One request
 * at a time: `ask`, then either `answer` or `silence`. How the exchange ended is not read from its error texts.
 */
export class ModbusClient {
  readonly #port = new FramePort();
  readonly #modbus = new ModbusSerial.default(this.#port);
  #pending: Request | undefined;
  #values: readonly number[] | null = null;

  constructor() {
    this.#modbus.open(() => {});
  }

  /** Begins a request. @returns its frame for a serial line, CRC included */
  ask(request: Request): Uint8Array {
    this.#pending = request;
    this.#values = null;
    const { unit, address } = request;
    const bits = (error: unknown, reply: { data: readonly boolean[] }) =>
      this.#settle(error, () => reply.data.map(Number));
    const words = (error: unknown, reply: { data: readonly number[] }) =>
      this.#settle(error, () => reply.data);
    const written = (error: unknown) => this.#settle(error, () => []);
    const modbus = this.#modbus;
    if (request.op === 'read') {
      const { table, count } = request;
      if (table === 'coil') modbus.writeFC1(unit, address, count, bits);
      else if (table === 'discrete') modbus.writeFC2(unit, address, count, bits);
      else if (table === 'holding') modbus.writeFC3(unit, address, count, words);
      else modbus.writeFC4(unit, address, count, words);
    } else if (request.op === 'pulse-coil') {
      // its own FC 05 knows on and off alone
      const { value } = request;
      const data = [address >> 8, address & 0xff, (value >> 8) & 0xff, value & 0xff];
      modbus.writeCustomFC(unit, WRITE_COIL, data, written);
    } else if (request.op === 'write-coils') {
      const [only, ...more] = request.values;
      if (only !== undefined && more.length === 0) modbus.writeFC5(unit, address, only, written);
      else modbus.writeFC15(unit, address, [...request.values], written);
    } else {
      const [only, ...more] = request.values;
      const alone = more.length === 0 && request.several !== true;
      if (only !== undefined && alone) modbus.writeFC6(unit, address, only, written);
      else modbus.writeFC16(unit, address, [...request.values], written);
    }
    return this.#port.written;
  }

  /** Ends the request with a whole reply frame. @returns registers or bits (none for a write); null if it is not a good reply */
  answer(frame: Uint8Array): readonly number[] | null {
    this.#port.emit('data', Buffer.from(frame));
    this.#pending = undefined;
    return this.#values;
  }

  /** Ends the request although nothing came, so that nothing stays pending. */
  silence(): void {
    if (this.#pending === undefined) return;
    const functionCode = this.#port.written[1] ?? 0;
    this.answer(withCrc([this.#pending.unit, functionCode | 0x80, TARGET_SILENT]));
  }

  #settle(error: unknown, values: () => readonly number[]): void {
    if (error !== null && error !== undefined) return;
    const request = this.#pending;
    const all = values();
    this.#values = request?.op === 'read' ? all.slice(0, request.count) : [];
  }
}
