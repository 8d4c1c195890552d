/** What a slave serves from. Addresses are 0-based; null or an exception code where there is nothing of the kind. */
export interface ServedRegisters {
  /** Vendor, product code, revision: what function 43/14 tells. */
  readonly identity: readonly string[];
  readInput(address: number, count: number): readonly number[] | null;
  readHolding(address: number, count: number): readonly number[] | null;
  /** Carries the write out and gives null, or changes nothing and gives the exception. */
  writeHolding(address: number, values: readonly number[]): number | null;
}

export const ILLEGAL_FUNCTION = 1;
export const ILLEGAL_ADDRESS = 2;
export const ILLEGAL_VALUE = 3;
const MOST_READ = 125;
const MOST_WRITTEN = 123;

/**
 * Serves one request PDU as Modbus Application Protocol 1.1b3 (chapters 6 and 7) wants it: functions 3, 4, 6, 16 and
 * 43/14. Everything else is exception 1.
 */
export function serve(registers: ServedRegisters, pdu: Uint8Array): Uint8Array {
  const code = pdu[0] ?? 0;
  const view = new DataView(pdu.buffer, pdu.byteOffset, pdu.byteLength);
  switch (code) {
    case 3:
      return read(code, view, (address, count) => registers.readHolding(address, count));
    case 4:
      return read(code, view, (address, count) => registers.readInput(address, count));
    case 6:
      return writeOne(registers, view);
    case 16:
      return writeMany(registers, view);
    case 0x2b:
      return identify(registers, view);
    default:
      return exception(code, ILLEGAL_FUNCTION);
  }
}

function exception(code: number, reason: number): Uint8Array {
  return Uint8Array.of((code | 0x80) & 0xff, reason);
}

type Read = (address: number, count: number) => readonly number[] | null;

function read(code: number, view: DataView, from: Read): Uint8Array {
  if (view.byteLength !== 5) return exception(code, ILLEGAL_VALUE);
  const [address, count] = [view.getUint16(1), view.getUint16(3)];
  if (count < 1 || count > MOST_READ) return exception(code, ILLEGAL_VALUE);
  const values = from(address, count);
  if (values === null) return exception(code, ILLEGAL_ADDRESS);
  return Uint8Array.of(code, 2 * count, ...values.flatMap((value) => [value >> 8, value & 0xff]));
}

function writeOne(registers: ServedRegisters, view: DataView): Uint8Array {
  if (view.byteLength !== 5) return exception(6, ILLEGAL_VALUE);
  const refused = registers.writeHolding(view.getUint16(1), [view.getUint16(3)]);
  return refused === null ? bytesOf(view, 5) : exception(6, refused);
}

function writeMany(registers: ServedRegisters, view: DataView): Uint8Array {
  const count = view.byteLength < 6 ? 0 : view.getUint16(3);
  const sound =
    count >= 1 &&
    count <= MOST_WRITTEN &&
    view.getUint8(5) === 2 * count &&
    view.byteLength === 6 + 2 * count;
  if (!sound) return exception(16, ILLEGAL_VALUE);
  const values = Array.from({ length: count }, (_, i) => view.getUint16(6 + 2 * i));
  const refused = registers.writeHolding(view.getUint16(1), values);
  return refused === null ? bytesOf(view, 5) : exception(16, refused);
}

/** Basic device identification, as a stream (1 to 3) or one object (4): objects 0 to 2. */
function identify({ identity }: ServedRegisters, view: DataView): Uint8Array {
  if (view.byteLength < 2 || view.getUint8(1) !== 0x0e) return exception(0x2b, ILLEGAL_FUNCTION);
  if (view.byteLength !== 4) return exception(0x2b, ILLEGAL_VALUE);
  const [readCode, first] = [view.getUint8(2), view.getUint8(3)];
  if (readCode < 1 || readCode > 4) return exception(0x2b, ILLEGAL_VALUE);
  if (readCode === 4 && first >= identity.length) return exception(0x2b, ILLEGAL_ADDRESS);
  const from = first >= identity.length ? 0 : first; // an unknown start of a stream begins again at object 0 (6.21)
  const ids = identity.map((_, id) => id).filter((id) => (readCode === 4 ? id === first : id >= from));
  const objects = ids.flatMap((id) => {
    const text = new TextEncoder().encode(identity[id] ?? '');
    return [id, text.length, ...text];
  });
  const conformity = 0x81; // basic, stream and individual access
  return Uint8Array.of(0x2b, 0x0e, readCode, conformity, 0, 0, ids.length, ...objects);
}

function bytesOf(view: DataView, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, length).slice();
}
