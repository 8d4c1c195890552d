import type { Table } from './profile/schema.ts';

/**
 * The registers and bits of one device, as far as they are known. `holding` and `input` hold 16-bit words, `coil` and
 * `discrete` 0 or 1. The decoder reads from it, the simulated device serves from it.
 */
export class RegisterImage {
  readonly #tables: Readonly<Record<Table, Map<number, number>>> = {
    holding: new Map(),
    input: new Map(),
    coil: new Map(),
    discrete: new Map(),
  };

  /** The register or bit, or undefined where nothing was ever set. */
  get(table: Table, address: number): number | undefined {
    return this.#tables[table].get(address);
  }

  /** Sets one register (kept to 16 bits) or bit (anything but 0 is 1). */
  set(table: Table, address: number, value: number): void {
    this.#tables[table].set(address, isBitTable(table) ? Number(value !== 0) : value & 0xffff);
  }

  /** `count` in a row, or undefined when one of them is missing. */
  read(table: Table, address: number, count: number): number[] | undefined {
    const values: number[] = [];
    for (let i = 0; i < count; i++) {
      const value = this.get(table, address + i);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }

  /** Sets values in a row from `address` on. */
  write(table: Table, address: number, values: readonly number[]): void {
    values.forEach((value, i) => {
      this.set(table, address + i, value);
    });
  }
}

/** Coils and discrete inputs are bits; the other two tables are 16-bit registers. */
export function isBitTable(table: Table): boolean {
  return table === 'coil' || table === 'discrete';
}
