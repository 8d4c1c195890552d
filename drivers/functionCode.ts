import type { Table } from './profile/schema.ts';
import type { Request } from './request.ts';

/** Modbus function codes that read each table. */
export const READ_FUNCTION: Readonly<Record<Table, number>> = {
  coil: 0x01,
  discrete: 0x02,
  holding: 0x03,
  input: 0x04,
};

/** The table a read function code asks for, or undefined for any other function. */
export function tableRead(functionCode: number): Table | undefined {
  switch (functionCode) {
    case 0x01:
      return 'coil';
    case 0x02:
      return 'discrete';
    case 0x03:
      return 'holding';
    case 0x04:
      return 'input';
    default:
      return undefined;
  }
}

/** The function code with which a request is said. One register goes by FC 06 unless the device does not know it, one coil by FC 05. */
export function functionOf(request: Request): number {
  switch (request.op) {
    case 'read':
      return READ_FUNCTION[request.table];
    case 'pulse-coil':
      return 0x05;
    case 'write-coils':
      return request.values.length === 1 ? 0x05 : 0x0f;
    case 'write-registers':
      return request.values.length === 1 && request.several !== true ? 0x06 : 0x10;
  }
}
