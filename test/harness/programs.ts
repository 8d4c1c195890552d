import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot, programArguments } from '../../gateway/core/program.ts';

/** Set by `npm test`, which builds first: the built JavaScript is what runs in the field, and starts in half the time. */
export const BUILT = 'LIFELINE_TEST_BUILT';

/**
 * Arguments for `process.execPath` that run a program of the package: built where the tests were told that the build is
 * fresh and holds it, otherwise from its source.
 */
export function testProgram(name: string): readonly string[] {
  const built = join(packageRoot(), 'dist', `${name}.js`);
  return process.env[BUILT] === '1' && existsSync(built) ? [built] : programArguments(name);
}
