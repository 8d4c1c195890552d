import { failureOf } from './failure.ts';

/** What `read` gives, or `otherwise` where it throws: of a damaged file each piece is asked for on its own. */
export function readOr<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** The same where only damage is answered so; a disk in trouble is asked again later. */
export function unlessDamaged<T>(file: string, read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (failureOf(error, file)?.act !== 'set aside') throw error;
    return otherwise;
  }
}
