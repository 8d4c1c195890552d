import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The folder that holds package.json: of the checkout, also when the built JavaScript in `dist/` runs. */
export function packageRoot(from: string = import.meta.dirname): string {
  let folder = from;
  while (!existsSync(join(folder, 'package.json'))) {
    const up = dirname(folder);
    if (up === folder) throw new Error(`no package.json above ${from}`);
    folder = up;
  }
  return folder;
}

/**
 * Arguments for `process.execPath` that run a program of this package in the way this process runs: TypeScript through
 * tsx in development, the built JavaScript in the field. `name` is a source path without extension, e.g.
 * `simulators/main`.
 */
export function programArguments(name: string): string[] {
  const root = packageRoot();
  if (import.meta.filename.endsWith('.ts'))
    return ['--import', import.meta.resolve('tsx'), join(root, `${name}.ts`)];
  return [join(root, builtFolder(root), `${name}.js`)];
}

function builtFolder(root: string): string {
  return relative(root, join(import.meta.dirname, '..', '..'));
}
