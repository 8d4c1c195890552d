import { readFileSync } from 'node:fs';
import { err, ok, type Problem, type Result } from '../core/result.ts';

/** A file named on the command line; null where none was. */
export function readGiven(path: string | undefined): Result<Buffer | null, Problem> {
  if (path === undefined) return ok(null);
  try {
    return ok(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const hint = 'correct the path, or let this user read the file';
    return err({ code: 'listen.file', what: `the file cannot be read (${code})`, where: path, hint });
  }
}
