import type { Dialect } from './dialect.ts';

const ADDRESS_FUNCTION_CRC = 4;

/** Modbus RTU as written (Modbus Application Protocol 1.1b3, chapter 6): reads, writes of coils and registers, exceptions. */
export const standard: Dialect = {
  readOverhead: ADDRESS_FUNCTION_CRC + 1,
  readHead: (unit, functionCode, dataBytes) => [unit, functionCode, dataBytes],
  refusalHead: (unit, functionCode) => [unit, functionCode | 0x80],
  expectedReplyLength(prefix) {
    const code = prefix[1];
    if (code === undefined) return 'more';
    if (code & 0x80) return ADDRESS_FUNCTION_CRC + 1;
    if (code >= 0x01 && code <= 0x04) {
      const byteCount = prefix[2];
      return byteCount === undefined ? 'more' : ADDRESS_FUNCTION_CRC + 1 + byteCount;
    }
    return [0x05, 0x06, 0x0f, 0x10].includes(code) ? ADDRESS_FUNCTION_CRC + 4 : 'foreign';
  },
  toStandard: (frame) => frame,
  fromStandard: (frame) => frame,
};
