/** CRC-16/MODBUS: polynomial 0xA001 (reflected 0x8005), start 0xFFFF; sent low byte first. Serial Line spec 1.02, 6.2.2. */
export function crc16(bytes: Uint8Array, length: number = bytes.length): number {
  let crc = 0xffff;
  for (let i = 0; i < length; i++) crc = (crc >>> 8) ^ (TABLE[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
  return crc;
}

/** The bytes with their CRC behind them. */
export function withCrc(bytes: ArrayLike<number>): Uint8Array {
  const frame = new Uint8Array(bytes.length + 2);
  frame.set(bytes);
  const crc = crc16(frame, bytes.length);
  frame[bytes.length] = crc & 0xff;
  frame[bytes.length + 1] = crc >>> 8;
  return frame;
}

/** Whether a whole frame ends in its own CRC. */
export function crcHolds(frame: Uint8Array): boolean {
  const end = frame.length - 2;
  if (end < 2) return false;
  const crc = crc16(frame, end);
  return frame[end] === (crc & 0xff) && frame[end + 1] === crc >>> 8;
}

const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  return crc;
});
