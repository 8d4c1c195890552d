import { statfsSync, statSync } from 'node:fs';
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
import { journalBytes } from './journalCheck.ts';

/** Beside the journal: state files, logs, an update that is unpacked. */
const ROOM_BESIDE_BYTES = 150e6;
const FEWEST_FILES = 1000;
/** What the pages of SQLite and its log take beside the rows. */
const JOURNAL_SLACK = 1.15;
const WORN_PERCENT = 80;
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

/** Errors that ext4 has counted in its superblock, and whether the journal's file system can be written at all. */
export function checkDisk(box: Box): CheckResult {
  const mount = mountOf(box);
  const disks = systemFolder(box, 'sys/fs/ext4').flatMap((disk) => {
    const count = systemNumber(box, `sys/fs/ext4/${disk}/errors_count`);
    return count === null ? [] : [{ disk, count }];
  });
  if (mount === null && disks.length === 0) return NOT_LOOKED;
  return looked(
    null,
    mount?.readOnly === true ? doctorProblem('doctor.disk-read-only', { mount: mount.at }) : null,
    ...disks.filter(({ count }) => count > 0).map((found) => doctorProblem('doctor.disk-errors', found)),
  );
}

/**
 * The longest mount point above the state folder; what is mounted last there counts. Read-only is what the file system itself is, not what
 * it is for this process: the service manager shows the doctor everything read-only. The options of the file system come last (proc(5)).
 */
function mountOf(box: Box): { readonly at: string; readonly readOnly: boolean } | null {
  const mounts = (systemFile(box, 'proc/self/mountinfo') ?? '').split('\n').flatMap((line) => {
    const [mount = '', system = ''] = line.split(' - ');
    const place = (mount.split(' ')[4] ?? '').replaceAll('\\040', ' ');
    const above = place === '/' || box.state === place || box.state.startsWith(`${place}/`);
    const options = system.split(' ')[2] ?? '';
    return above && place !== '' ? [{ at: place, readOnly: options.split(',').includes('ro') }] : [];
  });
  return mounts.reduce<{ at: string; readOnly: boolean } | null>(
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
