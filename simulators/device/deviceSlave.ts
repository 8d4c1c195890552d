import { isBitTable } from '../../drivers/image.ts';
import type { Table } from '../../drivers/profile/schema.ts';

/** What a slave serves from. Addresses are 0-based; bits are 0 or 1. */
export interface SimulatedRegisters {
  /** Vendor, product code, version: what function 43/14 tells. */
  readonly identity: readonly [vendor: string, product: string, version: string];
  readonly maxRegisters: number;
  readonly maxBits: number;
  /** Whether the device has this table at all. */
  has(table: Table): boolean;
  readable(table: Table, address: number, count: number): boolean;
  writable(table: Table, address: number, count: number): boolean;
  read(table: Table, address: number, count: number): number[];
  write(table: Table, address: number, values: readonly number[]): void;
  /** Closes a relay for a time when `address` is one where that can be asked for; else says false and does nothing. */
  pulse?(address: number, value: number): boolean;
}

const ILLEGAL_FUNCTION = 1;
const ILLEGAL_ADDRESS = 2;
const ILLEGAL_VALUE = 3;

/**
 * Serves one request PDU as Modbus Application Protocol 1.1b3 (chapters 6 and 7) wants it: functions 1–6, 15, 16 and
 * 43/14, with exceptions 1, 2 and 3. Pure but for the registers.
 */
export function serve(registers: SimulatedRegisters, pdu: Uint8Array): Uint8Array {
  const view = new DataView(pdu.buffer, pdu.byteOffset, pdu.byteLength);
  const code = pdu[0] ?? 0;
  switch (code) {
    case 1:
      return read(registers, code, 'coil', view);
    case 2:
      return read(registers, code, 'discrete', view);
    case 3:
      return read(registers, code, 'holding', view);
    case 4:
      return read(registers, code, 'input', view);
    case 5:
    case 6:
      return writeOne(registers, code, code === 5 ? 'coil' : 'holding', view);
    case 15:
    case 16:
      return writeMany(registers, code, code === 15 ? 'coil' : 'holding', view);
    case 0x2b:
      return identify(registers, view);
    default:
      return exception(code, ILLEGAL_FUNCTION);
  }
}

/** An exception PDU. */
export function exception(functionCode: number, code: number): Uint8Array {
  return Uint8Array.of((functionCode | 0x80) & 0xff, code);
}

function read(registers: SimulatedRegisters, code: number, table: Table, view: DataView): Uint8Array {
  if (!registers.has(table)) return exception(code, ILLEGAL_FUNCTION);
  if (view.byteLength !== 5) return exception(code, ILLEGAL_VALUE);
  const [address, count] = [view.getUint16(1), view.getUint16(3)];
  const bits = isBitTable(table);
  if (count < 1 || count > (bits ? registers.maxBits : registers.maxRegisters))
    return exception(code, ILLEGAL_VALUE);
  if (!registers.readable(table, address, count)) return exception(code, ILLEGAL_ADDRESS);
  const values = registers.read(table, address, count);
  const data = bits ? packBits(values) : packWords(values);
  return Uint8Array.of(code, data.length, ...data);
}

function writeOne(registers: SimulatedRegisters, code: number, table: Table, view: DataView): Uint8Array {
  if (!registers.has(table)) return exception(code, ILLEGAL_FUNCTION);
  if (view.byteLength !== 5) return exception(code, ILLEGAL_VALUE);
  const [address, value] = [view.getUint16(1), view.getUint16(3)];
  if (table === 'coil' && registers.pulse?.(address, value) === true) return bytesOf(view).slice();
  if (table === 'coil' && value !== 0 && value !== 0xff00) return exception(code, ILLEGAL_VALUE);
  if (!registers.writable(table, address, 1)) return exception(code, ILLEGAL_ADDRESS);
  registers.write(table, address, [table === 'coil' ? Number(value !== 0) : value]);
  return bytesOf(view).slice();
}

function writeMany(registers: SimulatedRegisters, code: number, table: Table, view: DataView): Uint8Array {
  if (!registers.has(table)) return exception(code, ILLEGAL_FUNCTION);
  if (view.byteLength < 7) return exception(code, ILLEGAL_VALUE);
  const [address, count, byteCount] = [view.getUint16(1), view.getUint16(3), view.getUint8(5)];
  const bits = table === 'coil';
  const expected = bits ? Math.ceil(count / 8) : count * 2;
  if (
    count < 1 ||
    count > (bits ? 0x7b0 : 0x7b) ||
    byteCount !== expected ||
    view.byteLength !== 6 + expected
  )
    return exception(code, ILLEGAL_VALUE);
  if (!registers.writable(table, address, count)) return exception(code, ILLEGAL_ADDRESS);
  const values = Array.from({ length: count }, (_, i) =>
    bits ? (view.getUint8(6 + (i >> 3)) >> (i & 7)) & 1 : view.getUint16(6 + 2 * i),
  );
  registers.write(table, address, values);
  return bytesOf(view).slice(0, 5);
}

/** Basic device identification, stream (1) or one object (4): objects 0 to 2. */
function identify(registers: SimulatedRegisters, view: DataView): Uint8Array {
  if (view.byteLength !== 4 || view.getUint8(1) !== 0x0e) return exception(0x2b, ILLEGAL_FUNCTION);
  const [readCode, first] = [view.getUint8(2), view.getUint8(3)];
  if (readCode < 1 || readCode > 4) return exception(0x2b, ILLEGAL_VALUE);
  const single = readCode === 4;
  if (single && first > 2) return exception(0x2b, ILLEGAL_ADDRESS);
  // an unknown start of a stream begins again at object 0 (6.21)
  const from = first > 2 ? 0 : first;
  const ids = single ? [first] : [0, 1, 2].filter((id) => id >= from);
  const objects = ids.flatMap((id) => {
    const text = Buffer.from(registers.identity[id] ?? '', 'utf8').subarray(0, 60);
    return [id, text.length, ...text];
  });
  const conformity = 0x81; // basic, stream and individual access
  return Uint8Array.of(0x2b, 0x0e, readCode, conformity, 0, 0, ids.length, ...objects);
}

function packBits(values: readonly number[]): number[] {
  const bytes = new Array<number>(Math.ceil(values.length / 8)).fill(0);
  values.forEach((value, i) => {
    bytes[i >> 3] = (bytes[i >> 3] ?? 0) | ((value & 1) << (i & 7));
  });
  return bytes;
}

function packWords(values: readonly number[]): number[] {
  return values.flatMap((value) => [value >> 8, value & 0xff]);
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
