import type { LiftFault } from '../../../drivers/lift/snapshot.ts';
import type { LiftTable } from '../../../drivers/lift/tableSchema.ts';
import { faultEntry } from '../../../drivers/lift/tables.ts';

/** A code as a fault. One that no table knows is still a fault: it is shown by its number, without a class. */
export function faultOf(table: LiftTable | undefined, code: number, sub: number | null = null): LiftFault {
  const entry = faultEntry(table, code);
  return {
    class: entry?.class ?? null,
    vendor: table?.vendor ?? 'unknown',
    code,
    sub,
    level: entry?.level ?? null,
    suffix: entry?.suffix ?? null,
  };
}
