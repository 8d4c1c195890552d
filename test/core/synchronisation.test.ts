import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemSynchronisation } from '../../gateway/core/synchronisation.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

const NOON = Date.UTC(2026, 5, 1, 12);

let root: string;
let clock: VirtualClock;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'system-'));
  clock = new VirtualClock({ utc: NOON });
});
afterEach(() => removeFolder(root));

const nobody = () => Promise.resolve(null);

function touch(utc: number): void {
  const folder = join(root, 'run/systemd/timesync');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'synchronized'), '');
  utimesSync(join(folder, 'synchronized'), utc / 1000, utc / 1000);
}

describe('the system’s word on synchronisation', () => {
  it('is that of timesyncd while its file is fresh, with the time it was touched', async () => {
    const system = new SystemSynchronisation(clock, root, nobody);
    expect(system.look().synchronised).toBe(false);
    touch(NOON);
    expect(system.look()).toEqual({ synchronised: true, proven: NOON });
    await clock.advance(3_600_000);
    expect(system.look().synchronised).toBe(true);
    await clock.advance(3_600_000);
    expect(system.look().synchronised).toBe(false);
    touch(clock.utc());
    expect(system.look()).toEqual({ synchronised: true, proven: NOON + 7_200_000 });
  });

  it('is the kernel’s where there is no such file, asked once a minute and dated by the question', async () => {
    let asked = 0;
    let kernel: boolean | null = true;
    const system = new SystemSynchronisation(clock, root, () => {
      asked += 1;
      return Promise.resolve(kernel);
    });
    expect(system.look().synchronised).toBe(false); // never waits
    await system.settled();
    expect(system.look()).toEqual({ synchronised: true, proven: NOON });
    await clock.advance(59_000);
    system.look();
    expect(asked).toBe(1);
    kernel = null;
    await clock.advance(1_000);
    system.look();
    await system.settled();
    expect(system.look()).toEqual({ synchronised: false, proven: NOON + 60_000 });
    expect(asked).toBe(2);
  });

  it('does not ask again while an answer is awaited', async () => {
    let asked = 0;
    const system = new SystemSynchronisation(clock, root, () => {
      asked += 1;
      return new Promise(() => {});
    });
    system.look();
    await clock.advance(600_000);
    system.look();
    expect(asked).toBe(1);
  });
});
