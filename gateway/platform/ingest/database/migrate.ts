import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../core/program.ts';
import type { Database } from './postgresPool.ts';

const FOLDER = 'gateway/platform/schema';
const LOCK = 7_263_514; // any number that nobody else here uses

/**
 * Brings the schema to what this version needs: the files of `gateway/platform/schema`, in their order, each once. Two processes may
 * start at a time. @returns the files that were new
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const folder = join(packageRoot(), FOLDER);
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return database.transaction(async (sql) => {
    await sql.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await sql.query('create schema if not exists lifeline');
    await sql.query(
      'create table if not exists lifeline.migration (file text primary key, at timestamptz not null default now())',
    );
    const { rows } = await sql.query<{ file: string }>('select file from lifeline.migration');
    const known = new Set(rows.map(({ file }) => file));
    const fresh = files.filter((file) => !known.has(file)).toSorted();
    for (const file of fresh) {
      await sql.query(readFileSync(join(folder, file), 'utf8'));
      await sql.query('insert into lifeline.migration (file) values ($1)', [file]);
    }
    return fresh;
  });
}

/** Makes the partitions of the next days, and drops what is older than it has to be; first what is to come needs. */
export async function keepPartitions(
  database: Database,
  telemetryDays: number,
  hoursDays: number,
): Promise<void> {
  await database.query('select lifeline.make_partitions()');
  await database.query('select lifeline.drop_partitions($1, $2)', [telemetryDays, hoursDays]);
  await database.query('select lifeline.forget_old($1, $2)', [telemetryDays, hoursDays]);
}
