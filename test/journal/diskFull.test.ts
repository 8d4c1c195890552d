import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSession, reading, temporaryFolder } from './samples.ts';

const MAY_MOUNT = process.getuid?.() === 0 && mountable();

/** A real file system of one megabyte. */
function smallDisk(): string {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  onTestFinished(() => {
    spawnSync('umount', ['-l', folder]);
  });
  return folder;
}

function mountable(): boolean {
  const folder = '/tmp';
  const tried = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', folder]);
  return tried.status === 0;
}

describe('a full disk', () => {
  it.runIf(MAY_MOUNT)('loses no row that was committed, and the journal goes on once there is space', () => {
    const disk = smallDisk();
    const ballast = join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc(500_000));
    const file = join(disk, 'journal', 'journal.db');
    const { session, insist } = openSession(file);
    const text = (n: number) => `event ${n} ${'x'.repeat(300)}`;
    let written = 0;
    const fill = () => {
      for (;;) {
        const outcome = session.write([
          {
            kind: 'event',
            event: { type: 'system', code: 'n', severity: 'none', text: text(written + 1), at },
          },
        ]);
        if (outcome.failure !== null) return outcome.failure;
        expect(outcome.commits[0]?.head.seq).toBe(++written);
      }
    };
    const at = { boot: 'b007b007b007b007', mono: 1 };
    expect(fill().code).toBe('journal.disk-full');
    expect(written).toBeGreaterThan(50);
    expect(fill().code).toBe('journal.disk-full');
    reading(file, (reader) => expect(reader.events(1, 1e9)).toHaveLength(written));
    rmSync(ballast);
    expect(insist('space again').commits[0]?.head.seq).toBe(written + 1);
    reading(file, (reader) => expect(reader.events(1, 1e9)).toHaveLength(written + 1));
  });
});
