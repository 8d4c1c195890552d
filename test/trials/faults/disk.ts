import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../harness/until.ts';
import type { Fault } from './fault.ts';

const STALL_US = 10_000_000;

/** Every sync of guard, the journal's and that of the alarm state, takes ten seconds: a card that is dying. */
export const journalStalled: Fault = {
  name: 'journal stalled for 10 s, again and again',
  bounded: true,
  under: [
    ...['strace', '-f', '--seccomp-bpf', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync'],
    ...['-e', `inject=fsync,fdatasync:delay_enter=${STALL_US}:when=12+`], // once guard is up
  ],
  begin: async () => () => {},
};

/** The journal's folder is a file system of two megabytes, and full. */
export const diskFull: Fault = {
  name: 'disk full',
  bounded: true,
  async begin({ stage }) {
    const ballast = join(stage.journal, 'ballast');
    fill(ballast);
    return () => rmSync(ballast, { force: true });
  },
};

/** SQLite goes on writing into a file that nobody can find any more. */
export const databaseDeleted: Fault = {
  name: 'database file deleted',
  bounded: true,
  async begin({ stage }) {
    for (const file of databaseFiles(stage.journal)) rmSync(join(stage.journal, file));
    await until('the journal has a new file', () => databaseFiles(stage.journal).includes('journal.db'));
    return () => {};
  },
};

/** Every write and sync of guard's files fails (libfiu, in guard's own process). */
export const databaseUnwritable: Fault = {
  name: 'database unwritable',
  bounded: true,
  environment: ({ folder }) => ({
    FIU_CTRL_FIFO: join(folder, 'fiu'),
    LD_PRELOAD: '/usr/lib/fiu/fiu_run_preload.so /usr/lib/fiu/fiu_posix_preload.so',
  }),
  async begin({ stage, guardPid }) {
    for (const point of ['rw/pwrite', 'sync/fdatasync', 'sync/fsync'])
      fail(`posix/io/${point}`, join(stage.folder, 'fiu'), guardPid);
    return () => {};
  },
};

function fail(point: string, control: string, pid: number): void {
  execFileSync('fiu-ctrl', ['-f', control, '-c', `enable name=${point},failinfo=5`, String(pid)]); // EIO
}

function databaseFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('journal.db'));
}

function fill(path: string): void {
  for (let size = 4 * 1024 * 1024; size >= 512; size /= 2)
    for (;;)
      try {
        writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
      } catch {
        break;
      }
}
