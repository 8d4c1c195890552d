import type { LiftFault } from '../../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../../drivers/lift/tableSchema.ts';
import { faultEntry, type LiftTables } from '../../../drivers/lift/tables.ts';
import type { Text } from '../../text/language.ts';

/** A code as the maker's own display shows it, where that is more than the number. */
const SHOWN_AS: Readonly<Record<string, (code: number) => string>> = {
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
    return faultEntry(this.#byVendor.get(vendor), code) ?? null;
  }

  /** What a fault of this level does to the lift; null where the maker does not grade. */
  effect({ vendor, level }: Pick<LiftFault, 'vendor' | 'level'>): Text | null {
    return level === null ? null : (this.#byVendor.get(vendor)?.levels[String(level)] ?? null);
  }
}
