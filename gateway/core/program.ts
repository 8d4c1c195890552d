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
 * What is run once is forgotten soon: most of a program is its start. And V8 on a machine with 4 GB and more would copy its own functions,
 * 2 MB, into each thread that runs JavaScript.
 */
const FORGETFUL: readonly string[] = ['--bytecode-old-age=1', '--no-short-builtin-calls'];

/**
 * How V8 runs guard: within 100 MB, on a board that has little. Its work is short and rare, so that neither a young
 * generation of many megabytes nor the compilers earn the memory they take (`npm run bench -- --only guard`
 * shows 45 MB less for the same CPU). For whoever starts guard, be it a program or a service file.
 */
export const GUARD_FLAGS: readonly string[] = [
  '--max-semi-space-size=1',
  '--optimize-for-size',
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  ...FORGETFUL,
];

/**
 * How V8 runs courier: what passes through in a drain is garbage at once, and a young generation of many megabytes would
 * only keep it longer; code that is optimised while a month drains costs some ten megabytes more than it is worth. For
 * whoever starts courier.
 */
export const COURIER_FLAGS: readonly string[] = [
  '--max-semi-space-size=1',
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  ...FORGETFUL,
];

/** How V8 runs desk: what a page is told is garbage at once. For whoever starts desk. */
export const DESK_FLAGS: readonly string[] = ['--max-semi-space-size=1', '--optimize-for-size', ...FORGETFUL];

/** How V8 runs ingest: a batch is garbage when it is committed. For whoever starts ingest. */
export const INGEST_FLAGS: readonly string[] = ['--max-semi-space-size=8'];

/** What glibc is told for ingest: what a burst of births took goes back to the system (mallopt(3)), some 30 MB. */
export const INGEST_ENVIRONMENT: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

/**
 * How V8 runs the OPC UA server: its messages are garbage at once, and a young generation of many megabytes doubles what it
 * holds; the cap makes it collect before it grows. Optimised code of so large a library takes 30 MB, and what it does all
 * day is looking through lists.
 */
export const OPCUA_FLAGS: readonly string[] = [
  '--max-semi-space-size=1',
  '--max-old-space-size=110',
  '--optimize-for-size',
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
];

/**
 * For whoever runs TypeScript: a thread started from source has its types stripped by Node, in WebAssembly, and V8 13.6
 * crashes the process now and then when it frees such code while another thread comes or goes (one thread of some
 * hundreds). Kept code is not freed. Built JavaScript holds no WebAssembly.
 */
export const SOURCE_FLAGS: readonly string[] = ['--no-wasm-code-gc'];

/**
 * Arguments for `process.execPath` that run a program of this package in the way this process runs: TypeScript through
 * tsx in development, the built JavaScript in the field. `name` is a source path without extension, e.g.
 * `simulators/main`; `flags` are Node's own and hold for built JavaScript alone.
 */
export function programArguments(name: string, flags: readonly string[] = []): string[] {
  const root = packageRoot();
  if (import.meta.filename.endsWith('.ts'))
    return [...SOURCE_FLAGS, '--import', import.meta.resolve('tsx'), join(root, `${name}.ts`)];
  return [...flags, join(root, builtFolder(root), `${name}.js`)];
}

function builtFolder(root: string): string {
  return relative(root, join(import.meta.dirname, '..', '..'));
}
