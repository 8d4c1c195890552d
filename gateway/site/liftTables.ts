import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LiftTables, readLiftTables } from '../../drivers/lift/tables.ts';
import { packageRoot } from '../core/program.ts';

let shipped: LiftTables | undefined;

/** The tables of codes that come with the gateway. One that cannot be read is a bug, and throws. */
export function shippedLiftTables(): LiftTables {
  shipped ??= read(join(packageRoot(), 'drivers', 'lift', 'tables'));
  return shipped;
}

function read(folder: string): LiftTables {
  const files = readdirSync(folder).map((name) => join(folder, name));
  const tables = readLiftTables(files.map((path) => ({ path, text: readFileSync(path, 'utf8') })));
  if (tables.ok) return tables.value;
  throw new Error(tables.error.map(({ where, what }) => `${where}: ${what}`).join('\n'));
}
