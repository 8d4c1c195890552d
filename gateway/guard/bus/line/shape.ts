import { dialectOf } from '../../../../drivers/dialect/dialects.ts';
import { isBitTable } from '../../../../drivers/image.ts';
import type { Profile } from '../../../../drivers/profile/schema.ts';
import type { Request } from '../../../../drivers/request.ts';
import type { DeviceTiming } from '../../../alarmTime/deviceTiming.ts';

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

/** The question that a request frame asks. `frame` is the request as sent, CRC included. */
export function questionOf(
  request: Request,
  frame: Uint8Array,
  dialect: DeviceTiming['dialect'] = 'standard',
): Question {
  const { readHead, refusalHead } = dialectOf(dialect);
  const { unit } = request;
  const functionCode = frame[1] ?? 0;
  const reply =
    request.op === 'read'
      ? shape(unit, readHead(unit, functionCode, dataBytes(request.table, request.count)), dialect)
      : shape(unit, frame.subarray(0, 6), dialect);
  const exception = shape(unit, refusalHead(unit, functionCode), dialect);
  const registers = Buffer.from(frame).toString('latin1');
  return { unit, reply, exception, registers, isWrite: request.op !== 'read' };
}

function dataBytes(table: 'holding' | 'input' | 'coil' | 'discrete', count: number): number {
  return isBitTable(table) ? Math.ceil(count / 8) : 2 * count;
}

function shape(unit: number, prefix: ArrayLike<number>, dialect: Profile['dialect']): Shape {
  const bytes = Uint8Array.from(prefix);
  const length = dialectOf(dialect).expectedReplyLength(bytes);
  if (typeof length !== 'number') throw new Error(`a ${dialect} reply never begins with ${bytes.join(' ')}`);
  return {
    key: Buffer.from(bytes).toString('latin1'),
    unit,
    functionCode: bytes[1] ?? 0,
    prefix: bytes,
    length,
  };
}
