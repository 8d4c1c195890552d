import { readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Box, systemFile, systemFolder } from './box.ts';

export const BOX_PROGRAMS = ['guard', 'courier', 'desk', 'opcua'] as const;
export type BoxProgram = (typeof BOX_PROGRAMS)[number];

/** A process that runs one of the programs for this site. */
export type BoxProcess = {
  readonly pid: number;
  readonly program: BoxProgram;
  readonly parent: number;
  readonly unit: string | null; // the systemd unit that keeps it; null: none
  readonly residentBytes: number | null;
  readonly upMs: number | null;
  readonly writtenBytes: number | null; // that went to a disk; null: not told to this user
};

/** proc(5): times of processes are in ticks of 1/100 s on every Linux we meet. */
const TICK_MS = 10;
const START_TIME_FIELD = 19; // field 22, counted behind the name in brackets

/** All processes of the programs of this site, by their command lines. */
export function boxProcesses(box: Box): readonly BoxProcess[] {
  const bootMs = Number((systemFile(box, 'proc/uptime') ?? '').split(' ')[0]) * 1000;
  return systemFolder(box, 'proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const words = (systemFile(box, `proc/${pid}/cmdline`) ?? '').split('\0');
      const program = programOf(words, box, pid);
      if (program === null) return [];
      const status = systemFile(box, `proc/${pid}/status`) ?? '';
      const stat = (systemFile(box, `proc/${pid}/stat`) ?? '').replace(/^.*\) /s, '').split(' ');
      const started = Number(stat[START_TIME_FIELD]) * TICK_MS;
      const group = systemFile(box, `proc/${pid}/cgroup`) ?? '';
      return [
        {
          ...{ pid: Number(pid), program, parent: Number(stat[1]) },
          unit: /\/([^/\n]+\.service)(\/|$)/m.exec(group)?.[1] ?? null,
          residentBytes: kilobytes(status, 'VmRSS'),
          upMs: Number.isNaN(bootMs - started) ? null : bootMs - started,
          writtenBytes: writtenBy(box, group) ?? written(box, pid),
        },
      ];
    });
}

/** `node … cli.js guard <site> …`: which program it is, where it is one of this site. */
function programOf(words: readonly string[], box: Box, pid: string): BoxProgram | null {
  const at = words.findIndex((word) => /(^|\/)(cli\.[jt]s|lifeline\.mjs)$/.test(word));
  const program = BOX_PROGRAMS.find((known) => at >= 0 && known === words[at + 1]);
  if (program === undefined) return null;
  const folder = folderOf(box, pid);
  return words.slice(at + 2).some((word) => resolve(folder, word) === box.site) ? program : null;
}

function folderOf({ root }: Box, pid: string): string {
  try {
    return readlinkSync(join(root, 'proc', pid, 'cwd'));
  } catch {
    return '/';
  }
}

function kilobytes(status: string, name: string): number | null {
  const [, kb] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status) ?? [];
  return kb === undefined ? null : Number(kb) * 1024;
}

/** Of a unit, to all disks (cgroup v2, io.stat): everybody may read it. */
function writtenBy(box: Box, group: string): number | null {
  const [, path] = /^0::(\/\S+\.service)/m.exec(group) ?? [];
  const told = path === undefined ? null : systemFile(box, `sys/fs/cgroup${path}/io.stat`);
  return told === null
    ? null
    : [...told.matchAll(/wbytes=(\d+)/g)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}

/** Of a process, which it tells itself and root. */
function written(box: Box, pid: string): number | null {
  const [, bytes] = /^write_bytes: (\d+)/m.exec(systemFile(box, `proc/${pid}/io`) ?? '') ?? [];
  return bytes === undefined ? null : Number(bytes);
}
