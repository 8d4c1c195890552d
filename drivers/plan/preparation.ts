import type { Profile } from '../profile/schema.ts';
import type { Request } from '../request.ts';

/**
 * Something that comes before the reads of a device: a request, whose reply may fail to come, or bytes as they are; then
 * silence.
 */
export type Preparation =
  | {
      readonly kind: 'request';
      readonly request: Request;
      readonly reply: 'expected' | 'may-be-missing';
      readonly thenMs: number;
    }
  | { readonly kind: 'bytes'; readonly bytes: readonly number[]; readonly thenMs: number };

/**
 * What has to be done before the registers of a device can be read: a device that slept is woken, one that measures only
 * when told to is told. Empty for most devices, and always for those of a lift: nothing is written to them.
 *
 * @param idleMs how long the device was not asked anything; infinite for the first time
 */
export function preparationsOf(profile: Profile, unit: number, idleMs: number): Preparation[] {
  const { trigger, timing, lift, points } = profile;
  const [first] = points;
  const steps: Preparation[] = [];
  if (timing.wakeUp !== undefined && idleMs >= timing.wakeUp.idleMs && first !== undefined) {
    const { bytes, waitMs: thenMs } = timing.wakeUp;
    // a read of something it has is harmless when it was awake
    const request = { op: 'read', unit, table: first.table, address: first.address, count: 1 } as const;
    steps.push(
      bytes === undefined
        ? { kind: 'request', request, reply: 'may-be-missing', thenMs }
        : { kind: 'bytes', bytes, thenMs },
    );
  }
  if (trigger !== undefined && lift === undefined) {
    const { table, address, value, function: code } = trigger.write;
    steps.push({
      kind: 'request',
      request:
        table === 'coil'
          ? { op: 'write-coils', unit, address, values: [value !== 0] }
          : {
              op: 'write-registers',
              unit,
              address,
              values: [value],
              ...(code === 16 ? { several: true as const } : {}),
            },
      reply: 'expected',
      thenMs: trigger.waitMs,
    });
  }
  return steps;
}
