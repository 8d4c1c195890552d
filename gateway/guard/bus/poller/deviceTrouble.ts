import type { DeviceTiming } from '../../../alarmTime/deviceTiming.ts';
import type { Problem } from '../../../core/result.ts';
import type { Device } from '../../../site/installation.ts';
import { exceptionText } from '../exceptionText.ts';
import type { Habit } from '../types.ts';

/** What a device is troubled with: its line's word on how it answers, or that it is busy whenever it is asked. */
export type Trouble = Habit | { readonly kind: 'busy'; readonly code: number };

const ROUND_MS = 50;

/** Why a device does not answer as it should, in words, with what to do. */
export function troubleProblem(
  trouble: Trouble,
  device: Pick<Device, 'id' | 'unit' | 'profile'>,
  timing: DeviceTiming,
): Problem {
  const { id, unit } = device;
  const where = `${id} (unit ${unit})`;
  switch (trouble.kind) {
    case 'late': {
      const ms = Math.round((trouble.ms ?? 0) / ROUND_MS) * ROUND_MS;
      const named = { ms, allowed: timing.responseMs, wanted: Math.ceil((1.5 * ms) / 100) * 100 };
      return {
        ...{ code: 'bus.slow', where },
        what: `answers after ${named.ms} ms, the profile allows ${named.allowed} ms`,
        hint: `if the device is as slow as that, give it \`responseMs: ${named.wanted}\` in the site file`,
        said: { key: 'bus.slow', named },
      };
    }
    case 'twice': {
      const named = { ms: Math.round(trouble.ms ?? 0) };
      return {
        ...{ code: 'bus.answers-twice', where },
        what: `answers twice: each reply comes again after ${named.ms} ms`,
        hint: 'look for a repeater or a serial server that sends what it hears a second time; until then its values are not good',
        said: { key: 'bus.answers-twice', named },
      };
    }
    case 'shared':
      return {
        ...{ code: 'bus.same-address', where },
        what: `two devices answer as unit ${unit}`,
        hint: 'give one of them an address of its own; until then no value of this unit can be trusted',
        said: { key: 'bus.same-address', named: { unit } },
      };
    case 'transaction':
      return {
        ...{ code: 'bus.other-transaction', where },
        what: 'answers with another transaction number than it was asked with',
        hint: 'if that is a way of this gateway, write `anyTransaction: true` under its connection',
        said: { key: 'bus.other-transaction', named: {} },
      };
    case 'unit':
      return {
        ...{ code: 'bus.other-unit', where },
        what: `answers as another unit than ${unit}`,
        hint: 'give the device the unit under which it answers',
        said: { key: 'bus.other-unit', named: { unit } },
      };
    case 'length':
      return {
        ...{ code: 'bus.other-length', where },
        what: 'answers with more, or with something else, than was asked for',
        hint: `is ${device.profile.id} the right profile for this device and its version?`,
        said: { key: 'bus.other-length', named: { profile: device.profile.id } },
      };
    case 'busy': {
      const text = exceptionText(trouble.code);
      return {
        ...{ code: 'bus.device-busy', where },
        what: `says that it is busy (${text.en}); it is asked again soon`,
        hint: 'if that goes on, read it less often',
        said: { key: 'bus.device-busy', named: { exception: text } },
      };
    }
  }
}
