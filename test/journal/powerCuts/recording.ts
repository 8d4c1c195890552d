import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../../harness/until.ts';

/** What a program did to the files of a folder, in the order in which it was done, and what it said meanwhile. */
export type Deed =
  | { readonly kind: 'create'; readonly file: string }
  | { readonly kind: 'remove'; readonly file: string }
  | { readonly kind: 'rename'; readonly file: string; readonly to: string }
  | { readonly kind: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'cut to'; readonly file: string; readonly size: number }
  | { readonly kind: 'sync'; readonly file: string }
  | { readonly kind: 'sync folder' }
  | { readonly kind: 'say'; readonly line: string };

const CALLS = [
  ...['pwrite64', 'write', 'fsync', 'fdatasync', 'ftruncate', 'openat', 'unlink', 'mkdir'],
  ...['pwritev', 'pwritev2', 'writev', 'rename', 'renameat', 'renameat2', 'fallocate', 'sync_file_range'],
];

/** Few rows share a transaction, so that there are many of these. */
const UNDER_WAY = '3';

export type Recorded = {
  /** `false`: nothing is synced, which is what `synchronous = OFF` means to a disk: the calls return and do nothing. */
  readonly syncs?: boolean;
  /** Budgets that are soon full, an uplink that has half of it, evidence. */
  readonly crowded?: boolean;
};

/** Runs `writeUntilKilled.ts` on `folder` and kills it once it has said `lines` lines. */
export async function record(folder: string, lines: number, how: Recorded = {}): Promise<readonly Deed[]> {
  const { syncs = true, crowded = false } = how;
  const trace = `${folder}.trace`;
  const program = join(import.meta.dirname, '..', 'writeUntilKilled.ts');
  const idle = syncs ? [] : ['-e', 'inject=fsync,fdatasync:retval=0'];
  const options = [
    '-f',
    '-y',
    '-xx',
    '-s',
    '1000000',
    '-o',
    trace,
    '-e',
    `trace=${CALLS.join(',')}`,
    ...idle,
  ];
  const strace = spawn(
    'strace',
    [
      '--seccomp-bpf',
      ...options,
      process.execPath,
      program,
      folder,
      UNDER_WAY,
      ...(crowded ? ['crowded'] : []),
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const gone = new Promise((resolve) => strace.once('exit', resolve));
  let said = 0;
  for await (const _ of createInterface(strace.stdout)) if (++said === lines) await killChildOf(strace.pid);
  await gone;
  return deedsOf(readFileSync(trace, 'latin1'), folder);
}

async function killChildOf(pid: number | undefined): Promise<void> {
  const children = `/proc/${pid}/task/${pid}/children`;
  const child = await until('strace has its program', () =>
    Number(readFileSync(children, 'utf8').split(' ')[0]),
  );
  process.kill(child, 'SIGKILL');
}

/** Reads what strace wrote. A call counts from its return on: the kill may have come before that. */
export function deedsOf(trace: string, folder: string): readonly Deed[] {
  const begun = new Map<string, string>();
  const deeds: Deed[] = [];
  let spoken = '';
  for (const line of trace.split('\n')) {
    const [, thread = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (text.endsWith(' <unfinished ...>')) {
      begun.set(thread, text.slice(0, -' <unfinished ...>'.length));
      continue;
    }
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)?.[1];
    const call = rest === undefined ? text : `${begun.get(thread)}${rest}`;
    const deed = deedOf(call, folder);
    if (deed === null) continue;
    if (deed.kind !== 'say') deeds.push(deed);
    else {
      const lines = (spoken + deed.line).split('\n');
      spoken = lines.pop() ?? '';
      for (const said of lines) deeds.push({ kind: 'say', line: said });
    }
  }
  return deeds;
}

function deedOf(call: string, folder: string): Deed | null {
  const [, name = '', args = '', result = '', note = ''] =
    /^(\w+)\((.*)\) += (-?\d+)(?:<[^>]*>)?( \(INJECTED\))?$/.exec(call) ?? [];
  if (name === '' || Number(result) < 0 || note !== '') return null;
  const [, fd = '', hexPath = ''] = /^(\d+|AT_FDCWD)<([^>]*)>/.exec(args) ?? [];
  const quoted = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => bytesOf(hex));
  const named = ['openat', 'unlink', 'mkdir', 'rename'].includes(name);
  const path = named ? String(quoted[0]) : String(bytesOf(hexPath));
  if (name === 'write' && fd === '1') return { kind: 'say', line: String(quoted[0]) };
  if (path === folder) return name === 'fsync' || name === 'fdatasync' ? { kind: 'sync folder' } : null;
  if (!path.startsWith(`${folder}/`) || path.endsWith('-shm')) return null; // shared memory is made anew
  const file = basename(path);
  const numbers = args.split(', ').map(Number);
  switch (name) {
    case 'openat':
      return args.includes('O_CREAT') ? { kind: 'create', file } : null;
    case 'unlink':
      return { kind: 'remove', file };
    case 'rename':
      return { kind: 'rename', file, to: basename(String(quoted[1])) };
    case 'pwrite64':
      return {
        ...{ kind: 'write', file, at: numbers.at(-1) ?? 0 },
        bytes: (quoted[0] ?? Buffer.alloc(0)).subarray(0, Number(result)),
      };
    case 'ftruncate':
      return { kind: 'cut to', file, size: numbers.at(-1) ?? 0 };
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', file };
    default:
      throw new Error(`the journal writes by a way that is not played back: ${name}`);
  }
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}
