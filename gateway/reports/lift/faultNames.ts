import { nameOf } from '../../../drivers/lift/code.ts';
import { FAULT, type FaultClass } from '../../../drivers/lift/faultClass.ts';
import type { LiftFault } from '../../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../../drivers/lift/tableSchema.ts';
import { faultEntry, type LiftTables } from '../../../drivers/lift/tables.ts';
import { OWN } from '../../lift/ownFaults.ts';
import type { Text } from '../../text/language.ts';

/** A code as the maker's own display shows it, where that is more than the number. */
const SHOWN_AS: Readonly<Record<string, (code: number) => string>> = {
  [OWN]: (code) => `G${code}`,
  monarch: (code) => `E${String(code).padStart(2, '0')}`,
};

type Coded = Pick<LiftFault, 'vendor' | 'code'>;

/** What makers call their faults. */
export class FaultNames {
  readonly #byVendor: ReadonlyMap<string, LiftTable>;

  constructor(tables: LiftTables) {
    this.#byVendor = new Map([...tables.values()].map((table) => [table.vendor, table]));
  }

  /** `E53` */
  code({ vendor, code }: Coded): string {
    return SHOWN_AS[vendor]?.(code) ?? `${vendor} ${code}`;
  }

  /** The maker's name of it; null for a code that is in no table. */
  name({ vendor, code }: Coded): Text | null {
    if (vendor !== OWN) return faultEntry(this.#byVendor.get(vendor), code) ?? null;
    const own = nameOf<FaultClass>(FAULT, code);
    return own === undefined ? null : FAULT[own];
  }

  /** What a fault of this level does to the lift; null where the maker does not grade. */
  effect({ vendor, level }: Pick<LiftFault, 'vendor' | 'level'>): Text | null {
    return level === null ? null : (this.#byVendor.get(vendor)?.levels[String(level)] ?? null);
  }
}
