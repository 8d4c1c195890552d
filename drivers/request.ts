import type { Table } from './profile/schema.ts';

/**
 * A Modbus request: what is asked of which unit. Writes exist for annunciators, for
 * commissioning, and for devices that measure only when told to.
 */
export type Request =
  | {
      readonly op: 'read';
      readonly unit: number;
      readonly table: Table;
      readonly address: number;
      readonly count: number;
      /** Reads that serve as well, best first, where the reply to this one could not be told from an older one. */
      readonly instead?: readonly RegisterRange[];
    }
  | {
      readonly op: 'write-registers';
      readonly unit: number;
      readonly address: number;
      readonly values: readonly number[];
      readonly several?: true; // FC 16 although it is one register: the device does not know FC 06
    }
  | {
      readonly op: 'write-coils';
      readonly unit: number;
      readonly address: number;
      readonly values: readonly boolean[];
    }
  | {
      /** FC 05 with a value that is neither on nor off: some relay boards close a relay for so long. */
      readonly op: 'pulse-coil';
      readonly unit: number;
      readonly address: number;
      readonly value: number; // 16 bits, in the device's unit of time
    };

/** Registers or bits in a row. */
export type RegisterRange = { readonly address: number; readonly count: number };
