import { askLimitMs } from '../../../alarmTime/askLimit.ts';
import type { DevicePoll } from './devicePoll.ts';

/** How long a read outside the plan may keep a line with these devices, milliseconds. */
export function askLimitOf(devices: readonly DevicePoll[]): number {
  const reads = devices.flatMap((device) =>
    device.blocks.map((block) => ({ class: block.read.class, boundMs: device.boundMs(block) })),
  );
  return askLimitMs(reads);
}
