import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Files below a folder, as far as this user may look into it. */
export function filesDeep(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}
