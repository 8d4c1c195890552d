import { fromBytes } from '../codec/layout.ts';
import type { Profile, ProfileSetting } from '../profile/schema.ts';
import type { Request } from '../request.ts';
import { err, ok, type Problem, type Result } from '../result.ts';

/** Whom a request goes to: the device as it was found, or as the setting makes it (another unit id, another baud rate). */
export type Addressed = 'old' | 'new';

/**
 * One step of changing a setting, in order.
 *
 * - `write`: sent at the baud rate of `at`; the reply is the usual echo, comes from the device as `replyFrom` says, or
 *   does not come at all. Then the device is left alone for `thenMs`.
 * - `power-cycle`: somebody takes the supply away and gives it back.
 * - `read-back`: the registers must show `values`.
 */
export type SettingStep =
  | {
      readonly kind: 'write';
      readonly request: Request;
      readonly at: Addressed;
      readonly replyFrom: Addressed | 'nobody';
      readonly thenMs: number;
    }
  | { readonly kind: 'power-cycle' }
  | {
      readonly kind: 'read-back';
      readonly request: Request;
      readonly at: Addressed;
      readonly values: readonly number[];
    };

/**
 * The steps that give a device a setting: unlock, the value, save, what has to be done by hand, and the proof that it
 * took. `value` is what is written, a code where the setting has codes. Refused: a device of a lift, a value that the
 * setting does not have.
 *
 * @param unit the unit id the device has now
 */
export function settingSteps(
  profile: Profile,
  setting: ProfileSetting,
  value: number,
  unit: number,
): Result<SettingStep[], Problem> {
  if (profile.lift !== undefined)
    return refused('lift-written', 'a lift is watched, never commanded', 'use the tools of its maker');
  const words = wordsOf(setting, value);
  if (words === undefined)
    return refused(
      'setting-value',
      `${setting.id} of ${profile.id} cannot be ${value}`,
      `use ${allowed(setting)}`,
    );
  const becomes = setting.id === 'unit' ? value : unit;
  const target = (as: Addressed) => (setting.broadcast ? 0 : as === 'old' ? unit : becomes);
  const write = (
    address: number,
    values: readonly number[],
    at: Addressed,
    replyFrom: Addressed | 'nobody' = at,
  ): SettingStep => ({
    kind: 'write',
    request: writeRequest(setting, target(at), address, values),
    at,
    replyFrom: setting.broadcast ? 'nobody' : replyFrom,
    thenMs: setting.settleMs,
  });
  // what is saved under the old unit and rate, and what under the new
  const saveAt: Addressed = setting.takesEffect === 'at-once' ? 'new' : 'old';
  const lastSave = setting.save.length - 1;
  return ok([
    ...setting.unlock.map((step) => write(step.address, [step.value], 'old')),
    write(setting.address, words, 'old', setting.takesEffect === 'at-once' ? setting.answersAs : 'old'),
    ...setting.save.map((step, i) =>
      write(
        step.address,
        [step.value],
        saveAt,
        setting.takesEffect === 'on-save' && i === lastSave ? setting.answersAs : saveAt,
      ),
    ),
    ...(setting.takesEffect === 'on-power-up' ? [{ kind: 'power-cycle' } as const] : []),
    ...(setting.readBack
      ? [
          {
            kind: 'read-back' as const,
            request: {
              op: 'read' as const,
              unit: becomes,
              table: setting.table,
              address: setting.address,
              count: words.length,
            },
            at: 'new' as const,
            values: words,
          },
        ]
      : []),
  ]);
}

function writeRequest(
  setting: ProfileSetting,
  unit: number,
  address: number,
  values: readonly number[],
): Request {
  if (setting.table === 'coil')
    return { op: 'write-coils', unit, address, values: values.map((value) => value !== 0) };
  const several = setting.function === 16 ? { several: true as const } : {};
  return { op: 'write-registers', unit, address, values, ...several };
}

const BOUNDS = {
  u16: [0, 0xffff],
  s16: [-0x8000, 0x7fff],
  u32: [0, 0xffff_ffff],
  s32: [-0x8000_0000, 0x7fff_ffff],
  f32: [-3.4e38, 3.4e38],
} as const;

/** The value as registers, or undefined where the setting cannot be that. */
function wordsOf({ type, order, range, codes, table }: ProfileSetting, value: number): number[] | undefined {
  const [low, high] = BOUNDS[type];
  if (!(value >= low && value <= high) || (type !== 'f32' && !Number.isInteger(value))) return undefined;
  if (range !== undefined && (value < range[0] || value > range[1])) return undefined;
  if (codes !== undefined && !(String(value) in codes)) return undefined;
  if (table === 'coil') return value === 0 || value === 1 ? [value] : undefined;
  const view = new DataView(new ArrayBuffer(type === 'u16' || type === 's16' ? 2 : 4));
  if (type === 'f32') view.setFloat32(0, value);
  else if (view.byteLength === 2) view.setUint16(0, value & 0xffff);
  else view.setInt32(0, value);
  return fromBytes(view, order);
}

function allowed({ range, codes, type }: ProfileSetting): string {
  if (codes !== undefined)
    return Object.entries(codes)
      .map(([code, means]) => `${code} (${means})`)
      .join(', ');
  return (range ?? BOUNDS[type]).join(' to ');
}

function refused(code: string, what: string, hint: string): Result<never, Problem> {
  return err({ code, what, hint });
}
