import { statfsSync, statSync } from 'node:fs';
import type { Problem } from '../../core/result.ts';
import { doctorProblem } from '../../text/problems/doctorProblems.ts';
import {
  at,
  type Box,
  type CheckResult,
  looked,
  mb,
  NOT_LOOKED,
  systemFile,
  systemFolder,
  systemNumber,
} from '../box.ts';
import { errorsOfDisk } from '../kernelLog.ts';
import { journalBytes } from './journalCheck.ts';

/** Beside the journal: state files, logs, an update that is unpacked. */
const ROOM_BESIDE_BYTES = 150e6;
const FEWEST_FILES = 1000;
/** What the pages of SQLite and its log take beside the rows. */
const JOURNAL_SLACK = 1.15;
const WORN_PERCENT = 80;
const LONGEST_LINE = 160;
/** PRE_EOL_INFO of eMMC 5.0: how much of the reserved blocks is used up. */
const RESERVE: Readonly<Record<number, string>> = { 2: '80 %', 3: '90 %' };

/** Whether the journal may grow as far as the site file lets it. */
export function checkSpace({ installation, state }: Box): CheckResult {
  if (installation === null || statSync(state, { throwIfNoEntry: false }) === undefined) return NOT_LOOKED;
  const { bavail, bsize, files, ffree } = statfsSync(state);
  const free = bavail * bsize;
  const { telemetryMb, eventMb } = installation.journal;
  const growth = Math.max(0, (telemetryMb + eventMb) * 1e6 * JOURNAL_SLACK - journalBytes(state));
  const needed = growth + ROOM_BESIDE_BYTES;
  return looked(
    `${mb(free)} MB`,
    free < needed
      ? at(state, doctorProblem('doctor.disk-space', { free: mb(free), needed: mb(needed) }))
      : null,
    // a file system that counts no files (btrfs) says 0 of 0
    files > 0 && ffree < FEWEST_FILES ? at(state, doctorProblem('doctor.disk-files', { free: ffree })) : null,
  );
}

/** Errors that ext4 has counted in its superblock and that the kernel tells of, and whether the journal's file system can be written at all. */
export async function checkDisk(box: Box): Promise<CheckResult> {
  const mount = mountOf(box);
  const log = await box.kernelLog();
  const disks = systemFolder(box, 'sys/fs/ext4').flatMap((disk) => {
    const count = systemNumber(box, `sys/fs/ext4/${disk}/errors_count`);
    return count === null ? [] : [{ disk, count }];
  });
  if (mount === null && disks.length === 0 && log === null) return NOT_LOOKED;
  return looked(
    null,
    mount?.readOnly === true ? doctorProblem('doctor.disk-read-only', { mount: mount.at }) : null,
    ...disks.filter(({ count }) => count > 0).map((found) => doctorProblem('doctor.disk-errors', found)),
    ...disksOf(box, mount?.source ?? '').map((disk) => kernelErrors(log ?? [], disk)),
  );
}

function kernelErrors(log: readonly string[], disk: string): Problem | null {
  const lines = errorsOfDisk(log, disk);
  const last = (lines.at(-1) ?? '').slice(0, LONGEST_LINE);
  return lines.length === 0 ? null : doctorProblem('doctor.disk-fails', { disk, count: lines.length, last });
}

/** The disk of a device (`/dev/mmcblk0p2`); every card where the system does not name it (`/dev/root`). */
function disksOf(box: Box, source: string): readonly string[] {
  const named = /^\/dev\/(mmcblk\d+|nvme\d+n\d+|[hsv]d[a-z]+)/.exec(source)?.[1];
  const cards = systemFolder(box, 'sys/block').filter((disk) => /^mmcblk\d+$/.test(disk));
  return named === undefined ? cards : [named];
}

type Mount = { readonly at: string; readonly source: string; readonly readOnly: boolean };

/**
 * The longest mount point above the state folder; what is mounted last there counts. Read-only is what the file system itself is, not what
 * it is for this process: the service manager shows the doctor everything read-only. The options of the file system come last (proc(5)).
 */
function mountOf(box: Box): Mount | null {
  const mounts = (systemFile(box, 'proc/self/mountinfo') ?? '').split('\n').flatMap((line) => {
    const [mount = '', system = ''] = line.split(' - ');
    const place = (mount.split(' ')[4] ?? '').replaceAll('\\040', ' ');
    const above = place === '/' || box.state === place || box.state.startsWith(`${place}/`);
    const [, source = '', options = ''] = system.split(' ');
    return above && place !== '' ? [{ at: place, source, readOnly: options.split(',').includes('ro') }] : [];
  });
  return mounts.reduce<Mount | null>(
    (best, mount) => (best === null || mount.at.length >= best.at.length ? mount : best),
    null,
  );
}

/**
 * Wear, as eMMC from version 5.0 on tells it (kernel, Documentation/driver-api/mmc/mmc-dev-attrs.rst): `life_time` in steps of
 * 10 % of two kinds of cells, 0x0B: beyond what its maker reckons with; `pre_eol_info`. SD cards do not tell.
 */
export function checkWear(box: Box): CheckResult {
  const told = systemFolder(box, 'sys/block').flatMap((disk) => {
    const steps = (systemFile(box, `sys/block/${disk}/device/life_time`) ?? '')
      .split(/\s+/)
      .map((step) => Number(step === '' ? 'none' : step))
      .filter((step) => step > 0); // 0: not defined
    const reserve = systemNumber(box, `sys/block/${disk}/device/pre_eol_info`) ?? 0;
    return steps.length === 0 && reserve === 0
      ? []
      : [{ disk, percent: Math.max(0, ...steps) * 10, reserve }];
  });
  if (told.length === 0) return NOT_LOOKED;
  const percents = told.map(({ percent }) => `${percent} %`).join(', ');
  return looked(
    percents,
    ...told.flatMap(({ disk, percent, reserve }) => [
      percent > WORN_PERCENT ? doctorProblem('doctor.disk-worn', { disk, percent }) : null,
      RESERVE[reserve] === undefined
        ? null
        : doctorProblem('doctor.disk-reserve', { disk, reserve: RESERVE[reserve] }),
    ]),
  );
}
