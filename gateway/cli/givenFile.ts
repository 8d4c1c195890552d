import { readAtMost } from '../core/readAtMost.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';

/** Passwords, keys, certificates, configurations: nobody has larger ones. */
const MOST_BYTES = 1_000_000;

/** A file named on the command line; null where none was. */
export function readGiven(path: string | undefined): Result<Buffer | null, Problem> {
  if (path === undefined) return ok(null);
  try {
    const bytes = readAtMost(path, MOST_BYTES);
    if (bytes !== null) return ok(bytes);
    const hint = 'name the file that was meant: a password, a key, a certificate or a configuration';
    return err({
      code: 'listen.file',
      what: `the file is larger than ${MOST_BYTES / 1000} kB`,
      where: path,
      hint,
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const hint = 'correct the path, or let this user read the file';
    return err({ code: 'listen.file', what: `the file cannot be read (${code})`, where: path, hint });
  }
}
