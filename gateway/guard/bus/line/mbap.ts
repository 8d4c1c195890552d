/**
 * Framing of Modbus TCP (Modbus Messaging on TCP/IP V1.0b, §3.1.3): transaction number, protocol 0, length, then unit and
 * PDU without CRC.
 */
export type MbapFrame = {
  readonly transaction: number;
  readonly body: Uint8Array; // unit and PDU
};

const HEADER_BYTES = 6;
const LONGEST_BODY = 254; // unit and the largest PDU

/** The bytes on the wire. */
export function encodeMbap({ transaction, body }: MbapFrame): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, transaction);
  view.setUint16(4, body.length);
  bytes.set(body, HEADER_BYTES);
  return bytes;
}

/** Whole frames at the front of `bytes` and what is left over; null when this is not Modbus TCP. */
export function decodeMbap(bytes: Uint8Array): { frames: MbapFrame[]; rest: Uint8Array } | null {
  const frames: MbapFrame[] = [];
  let from = 0;
  while (bytes.length - from >= HEADER_BYTES) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + from);
    const length = view.getUint16(4);
    if (view.getUint16(2) !== 0 || length < 2 || length > LONGEST_BODY) return null;
    if (bytes.length - from < HEADER_BYTES + length) break;
    const start = from + HEADER_BYTES;
    frames.push({
      transaction: view.getUint16(0),
      body: new Uint8Array(bytes.subarray(start, start + length)),
    });
    from = start + length;
  }
  return { frames, rest: bytes.subarray(from) };
}
