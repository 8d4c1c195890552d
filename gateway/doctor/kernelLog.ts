import { execFile } from 'node:child_process';

const PATIENCE_MS = 10_000;
const MOST_BYTES = 8_000_000;

/** Warnings and errors of the kernel since the start of the machine, as journald kept them; null where nobody tells, or not to this user. */
export function askKernelLog(): Promise<readonly string[] | null> {
  const { promise, resolve } = Promise.withResolvers<readonly string[] | null>();
  const args = ['--no-pager', '-q', '-k', '-b', '-p', 'warning', '-o', 'cat'];
  execFile('journalctl', args, { timeout: PATIENCE_MS, maxBuffer: MOST_BYTES }, (error, stdout) =>
    resolve(error === null ? stdout.split('\n') : null),
  );
  return promise;
}

/** What drivers and file systems of Linux say of a memory that fails (drivers/mmc, block/blk-core.c, fs/buffer.c, fs/ext4). */
const FAILS =
  /I\/O error|\berror -\d+|timed out|timeout waiting|stuck being busy|EXT4-fs error|critical (medium|target) error/i;
const SDIO = /\bSDIO\b/;

/** The lines that tell of errors of one memory (`mmcblk0`), or of its socket (`mmc0`); not of a radio that is in another one. */
export function errorsOfDisk(lines: readonly string[], disk: string): readonly string[] {
  const socket = /^mmcblk(\d+)$/.exec(disk)?.[1];
  const named = new RegExp(`\\b(${disk}(p?\\d+)?${socket === undefined ? '' : `|mmc${socket}`})\\b`);
  return lines.filter((line) => FAILS.test(line) && named.test(line) && !SDIO.test(line));
}
