import { type SettingStep, settingSteps } from '../../../drivers/plan/settingSteps.ts';
import type { Profile, ProfileSetting } from '../../../drivers/profile/schema.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { SerialFormat } from '../../core/serialFormat.ts';
import { commissionProblem } from '../../text/problems/commissionProblems.ts';

/** Where a device answers. */
export type Whereabouts = { readonly unit: number; readonly format: SerialFormat };

/**
 * One step of giving a device a setting, in the order in which they are done and shown.
 *
 * - `alone`: one device and no more answers where the change begins
 * - `free`: nobody answers at the new address yet
 * - `write`, `read-back`: as the profile says
 * - `power-cycle`: somebody takes the supply away and gives it back; over when the device answers at its new place
 * - `gone`: nobody answers at the old address any more
 */
export type ChangeStep =
  | { readonly kind: 'alone' | 'free' | 'power-cycle' | 'gone' }
  | Extract<SettingStep, { readonly kind: 'write' | 'read-back' }>;

/** A change of one setting of one device; data, so that it can be kept and gone on with. */
export type ChangePlan = {
  readonly profile: string;
  readonly setting: string;
  readonly value: number;
  readonly from: Whereabouts;
  readonly to: Whereabouts;
  readonly broadcast: boolean;
  readonly steps: readonly ChangeStep[];
};

/** The steps that give a device an address, a rate or another setting. `value` is what is written, a code where it has codes. */
export function planChange(
  profile: Profile,
  id: string,
  value: number,
  from: Whereabouts,
): Result<ChangePlan, Problem> {
  const setting = profile.settings.find((one) => one.id === id);
  if (setting === undefined) return err(cannotBeWritten(profile, id));
  const steps = settingSteps(profile, setting, value, from.unit);
  if (!steps.ok) return steps;
  const to = placeAfter(setting, value, from);
  const moves = to.unit !== from.unit || to.format.baud !== from.format.baud;
  return ok({
    ...{ profile: profile.id, setting: id, value, from, to, broadcast: setting.broadcast },
    steps: [
      { kind: 'alone' },
      ...(moves ? [{ kind: 'free' } as const] : []),
      ...steps.value,
      ...(moves ? [{ kind: 'gone' } as const] : []),
    ],
  });
}

/** The code under which a setting has a value that people say: 9600 is 3 in many devices. */
export function codeOf({ codes }: ProfileSetting, said: string): number {
  const code = Object.entries(codes ?? {}).find(([, label]) => label === said)?.[0];
  return Number(code ?? said);
}

/** The steps that set a device to another rate, so that it is heard there; refused where its profile has no such rate. */
export function planRate(profile: Profile, baud: number, from: Whereabouts): Result<ChangePlan, Problem> {
  const setting = profile.settings.find(({ id }) => id === 'baud');
  if (setting === undefined) return err(cannotBeWritten(profile, 'baud'));
  const plan = planChange(profile, 'baud', codeOf(setting, String(baud)), from);
  return plan.ok && plan.value.to.format.baud !== baud ? err(cannotBeWritten(profile, 'baud')) : plan;
}

function placeAfter({ id, codes }: ProfileSetting, value: number, from: Whereabouts): Whereabouts {
  if (id === 'unit') return { ...from, unit: value };
  if (id !== 'baud') return from;
  return { ...from, format: { ...from.format, baud: Number(codes?.[String(value)] ?? from.format.baud) } };
}

function cannotBeWritten(profile: Profile, setting: string): Problem {
  const manual = profile.manualSettings.find(({ sets }) => sets === setting);
  const steps = { en: '', zh: '' };
  for (const step of manual?.steps ?? []) {
    steps.en += `${steps.en === '' ? '' : ' '}${step.en}`;
    steps.zh += step.zh;
  }
  return manual === undefined
    ? commissionProblem('commission.no-setting', { profile: profile.id, setting })
    : commissionProblem('commission.by-hand', { profile: profile.id, setting, steps });
}
