import { rmSync } from 'node:fs';

/**
 * Removes a test's folder with all that is in it. Something of the product may still be putting a file there (a write
 * that was begun before the test was over), and then a folder just emptied is not empty: a second is allowed for that.
 */
export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 5 });
}
