import type { Table } from './profile/schema.ts';

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
