import { spawn } from 'node:child_process';
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DETECTORS, DYING } from '../house.ts';
import type { Fault } from './fault.ts';

const YEAR_S = 365 * 24 * 3600;

/** Civil time jumps a year ahead and a year back, every second; CLOCK_MONOTONIC does not know. */
export const clockStepped: Fault = {
  name: 'wall clock stepped by a year',
  bounded: true,
  environment: ({ folder }) => {
    const file = join(folder, 'faketime');
    writeFileSync(file, '+0s');
    return {
      LD_PRELOAD: libfaketime(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
  },
  async begin({ stage }) {
    const file = join(stage.folder, 'faketime');
    let step = 0;
    const timer = setInterval(() => {
      step = step > 0 ? -YEAR_S : YEAR_S;
      writeFileSync(file, `${step > 0 ? '+' : ''}${step}s`);
    }, 1000);
    return () => clearInterval(timer);
  },
};

/** Where Debian has it, whatever the machine is. */
function libfaketime(): string {
  const found = globSync('/usr/lib/*/faketime/libfaketime.so.1')[0];
  if (found === undefined) throw new Error('libfaketime is not installed: see deploy/setup/debian.sh');
  return found;
}

/** Two processes that want all of both cores. */
export const coresBurning: Fault = {
  name: 'both cores burning',
  bounded: false,
  async begin() {
    const burners = [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
    return () => {
      for (const burner of burners) burner.kill('SIGKILL');
    };
  },
};

export const threeDead: Fault = {
  name: '3 of 10 devices dead',
  bounded: true,
  async begin({ building }) {
    for (const device of DYING) await building.fault(device, { kind: 'silent' });
    return () => building.clear();
  },
};

export const lateReplies: Fault = {
  name: '5 % late replies',
  bounded: true,
  async begin({ building }) {
    for (const { id } of DETECTORS)
      await building.fault(id, { kind: 'late', probability: 0.05, timeoutMs: 50 });
    return () => building.clear();
  },
};
