import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { removeFolder } from '../../harness/removeFolder.ts';

const SECTOR = 512;
const SECTORS_WRITTEN = 6; // field of /sys/block/<device>/stat, counted from 0

/**
 * An ext4 of its own on a loop device, as `mkfs.ext4` makes it and as it is mounted without options: what reaches the block
 * device is counted by the kernel. Needs root; `remove` takes everything away again.
 */
export class LoopDisk {
  readonly path: string;
  readonly #folder: string;
  readonly #device: string;
  #committed = -1;

  constructor(mb: number) {
    this.#folder = mkdtempSync(join(tmpdir(), 'lifeline-disk-'));
    this.path = join(this.#folder, 'mount');
    const image = join(this.#folder, 'image');
    mkdirSync(this.path);
    writeFileSync(image, '');
    truncateSync(image, mb * 1024 * 1024);
    // tables written now: what mkfs leaves to the kernel to do later would be counted as ours
    run('mkfs.ext4', ['-q', '-b', '4096', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image]);
    this.#device = run('losetup', ['-f', '--show', image]).trim();
    run('mount', [this.#device, this.path]);
  }

  /**
   * What ext4 does by itself every five seconds, and the writing back of dirty pages it does later: all of it now. Nothing is
   * done where nothing was written since; should anything be dirty all the same, it is counted the next time.
   */
  commit(): void {
    if (this.writtenBytes() === this.#committed) return;
    run('sync', ['-f', this.path]);
    this.#committed = this.writtenBytes();
  }

  /** Bytes that have reached the block device since it was made. */
  writtenBytes(): number {
    const stat = readFileSync(`/sys/block/${basename(this.#device)}/stat`, 'utf8');
    return Number(stat.trim().split(/\s+/)[SECTORS_WRITTEN]) * SECTOR;
  }

  remove(): void {
    try {
      run('umount', ['-l', this.path]); // lazily: what failed may still hold files open
    } finally {
      run('losetup', ['-d', this.#device]);
      removeFolder(this.#folder);
    }
  }
}

function run(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8' });
}
