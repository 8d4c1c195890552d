import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LoopDisk } from './disk/loopDisk.ts';
import { VirtualGuard } from './disk/virtualGuard.ts';
import type { Measured, Measurement } from './figure.ts';
import { Stage } from './stage.ts';

const DISK_MB = 256;
const DAY_S = 86_400;
const WARM_UP_S = 1_200; // two segments: making the files costs more than writing on in them
const RUN_S = 6 * 3_600;
const QUICK_S = 3_600;
const EXT4_COMMIT_S = 5; // ext4's own commit interval, `commit=5`
const ALARM_EVERY_S = 21_600;

/** What a day of ordinary running wears off the card. */
export const disk: Measurement = {
  name: 'disk',
  about: '100 points at 1 Hz, default reporting, uplink connected; bytes that reach an ext4’s block device',
  run: (quick) => measureDisk(quick ? QUICK_S : RUN_S),
};

/** Runs `seconds` of a virtual guard on a disk of its own, with a real courier and a real broker. */
export async function measureDisk(seconds: number, alarmEveryS = ALARM_EVERY_S): Promise<Measured> {
  const card = new LoopDisk(DISK_MB);
  try {
    await using stage = new Stage();
    const state = join(card.path, 'journal');
    mkdirSync(state, { mode: 0o2750 });
    const broker = await stage.broker();
    const guard = new VirtualGuard(stage.folder, state, broker, alarmEveryS);
    await guard.start();
    await stage.platform(broker);
    await stage.courier();
    await pass(guard, card, WARM_UP_S);
    const before = card.writtenBytes();
    await pass(guard, card, seconds);
    const bytes = card.writtenBytes() - before;
    await guard.stop();
    return measured(bytes, seconds);
  } finally {
    card.remove();
  }
}

async function pass(guard: VirtualGuard, card: LoopDisk, seconds: number): Promise<void> {
  for (let s = 1; s <= seconds; s++) {
    await guard.second();
    if (s % EXT4_COMMIT_S === 0) card.commit();
  }
}

function measured(bytes: number, seconds: number): Measured {
  return {
    figures: [
      {
        key: 'disk.mbPerDay',
        what: 'written to the disk in a day',
        value: (bytes * DAY_S) / seconds / 1e6,
        unit: 'MB',
        decimals: 1,
        goal: { atMost: 60 },
      },
    ],
    remarks: [
      `${(seconds / 3600).toFixed(1)} h of virtual time; ext4 committed every ${EXT4_COMMIT_S} s of it, and all dirty pages with it`,
      'guard’s keepers and its journal on a virtual clock; courier and mosquitto are processes, connected all the time',
    ],
  };
}
