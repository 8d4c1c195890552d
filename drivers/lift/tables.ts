import { readYaml } from '../profile/readYaml.ts';
import type { Problem, Result } from '../result.ts';
import { type FaultEntry, type LiftTable, liftTableSchema } from './tableSchema.ts';

/** The tables by id. */
export type LiftTables = ReadonlyMap<string, LiftTable>;

/** Reads table files; all that is wrong with any of them is said. A file is found by its id, so two must not share one. */
export function readLiftTables(
  files: Iterable<{ readonly path: string; readonly text: string }>,
): Result<LiftTables, Problem[]> {
  const tables = new Map<string, LiftTable>();
  const problems: Problem[] = [];
  for (const { path, text } of files) {
    const read = readYaml(path, text, liftTableSchema);
    if (!read.ok) problems.push(...read.error);
    else if (tables.has(read.value.id))
      problems.push({
        code: 'duplicate',
        what: `there are two lift tables ${read.value.id}`,
        where: path,
        hint: 'give each its own id',
      });
    else tables.set(read.value.id, read.value);
  }
  return problems.length > 0 ? { ok: false, error: problems } : { ok: true, value: tables };
}

/** What a fault code means; undefined for one the table does not know. */
export function faultEntry(table: LiftTable | undefined, code: number): FaultEntry | undefined {
  return table?.faults[String(code)];
}
