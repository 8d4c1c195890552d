import type { Profile } from '../profile/schema.ts';
import type { Request } from '../request.ts';

/** The write that makes a device measure, and how long after it what it measured may be read. */
export type TriggerWrite = {
  readonly request: Extract<Request, { readonly op: 'write-coils' | 'write-registers' }>;
  readonly waitMs: number;
};

/**
 * What has to be written before the registers of a device can be read, because it measures only when told to. Null for
 * most devices, and always for those of a lift: nothing is written to them.
 */
export function triggerWrite({ trigger, lift }: Profile, unit: number): TriggerWrite | null {
  if (trigger === undefined || lift !== undefined) return null;
  const { table, address, value, function: code } = trigger.write;
  const { waitMs } = trigger;
  if (table === 'coil')
    return { request: { op: 'write-coils', unit, address, values: [value !== 0] }, waitMs };
  const several = code === 16 ? { several: true as const } : {};
  return { request: { op: 'write-registers', unit, address, values: [value], ...several }, waitMs };
}
