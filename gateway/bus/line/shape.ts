import { isBitTable } from '../../../drivers/image.ts';
import type { Request } from '../types.ts';

/**
 * What a frame looks like that could be the reply to a request: its first bytes and its length. Two requests of the
 * same shape cannot be told apart by their replies: Modbus RTU has no transaction number. The reply to a write repeats
 * what was written, so its prefix is everything but the CRC.
 */
export type Shape = {
  readonly key: string; // the same key: the same shape
  readonly unit: number;
  readonly functionCode: number; // as in the frame, so 0x80 is added for an exception
  readonly prefix: Uint8Array;
  readonly length: number; // with CRC
};

/** What is asked: the shape of its answer, the shape of a refusal, and which registers exactly. */
export type Question = {
  readonly unit: number;
  readonly reply: Shape;
  readonly exception: Shape;
  readonly registers: string; // the same text: the same registers (and, for a write, the same values)
  readonly isWrite: boolean;
};

const EXCEPTION_BYTES = 5;

/** The question that a request frame asks. `frame` is the request as sent, CRC included. */
export function questionOf(request: Request, frame: Uint8Array): Question {
  const { unit } = request;
  const functionCode = frame[1] ?? 0;
  const reply =
    request.op === 'read'
      ? shape(unit, [unit, functionCode, dataBytes(request.table, request.count)], 'data')
      : shape(unit, frame.subarray(0, 6), 'repeated');
  const exception = shape(unit, [unit, functionCode | 0x80], 'exception');
  const registers = Buffer.from(frame).toString('latin1');
  return { unit, reply, exception, registers, isWrite: request.op !== 'read' };
}

function dataBytes(table: 'holding' | 'input' | 'coil' | 'discrete', count: number): number {
  return isBitTable(table) ? Math.ceil(count / 8) : 2 * count;
}

function shape(unit: number, prefix: ArrayLike<number>, kind: 'data' | 'repeated' | 'exception'): Shape {
  const bytes = Uint8Array.from(prefix);
  const length = kind === 'data' ? 5 + (bytes[2] ?? 0) : kind === 'repeated' ? 8 : EXCEPTION_BYTES;
  return {
    key: Buffer.from(bytes).toString('latin1'),
    unit,
    functionCode: bytes[1] ?? 0,
    prefix: bytes,
    length,
  };
}
