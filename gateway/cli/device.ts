import { deviceTiming } from '../alarmTime/deviceTiming.ts';
import { codeOf, planChange, type Whereabouts } from '../commission/settings/changePlan.ts';
import { changeProblem } from '../commission/settings/changeProblem.ts';
import { carryOn, isChanged, newChange } from '../commission/settings/settingChange.ts';
import { formatName } from '../core/serialFormat.ts';
import { openLine } from '../guard/bus/line/openLine.ts';
import { OWN_SITE, readProfiles } from '../site/profiles.ts';
import { connectionSchema } from '../site/schema/siteSchema.ts';
import { suggested } from '../site/suggestion.ts';
import { speaker } from '../text/catalogue.ts';
import { DEVICE_MESSAGES } from '../text/deviceMessages.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { keepChange, keptChange } from './device/keptChange.ts';
import { settingsText } from './device/settingsText.ts';
import { SetupPort } from './device/setupPort.ts';
import { speaking } from './speaking.ts';
import { fail, type Io, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage:
    'device address <port> <unit> --profile ID [--at UNIT] | device settings <port> --profile ID [--set SETTING=VALUE] [--at UNIT] [--baud N] [--site site.yaml] [--lang en|zh]',
  summary:
    'Gives a device on a line of its own another address, rate or setting, proves that it took, and says where it was left when it did not. Does the rest when it is asked again after it was cut off.',
  async run(args, given) {
    const text = { type: 'string' } as const;
    const { positionals, values } = parse(
      args,
      { profile: text, at: text, set: text, baud: text, site: text, lang: text },
      { min: 2, max: 3 },
    );
    const io = speaking(values.lang, given);
    const say = speaker(DEVICE_MESSAGES, io.language);
    const [what = '', port = '', unit] = positionals;
    if (what !== 'address' && what !== 'settings') throw new UsageError('device address | device settings');
    if (values.profile === undefined) throw new UsageError('--profile ID');
    const { profiles } = readProfiles(values.site ?? OWN_SITE);
    const profile = profiles.get(values.profile);
    if (profile === undefined) {
      const suggestion = suggested(values.profile, profiles.keys());
      return fail(io, [siteProblem('read.profile', { profile: values.profile, suggestion })]);
    }
    if (what === 'settings' && values.set === undefined) {
      io.out(settingsText(profile, io.language));
      return 0;
    }
    const [setting = '', said = ''] = what === 'address' ? ['unit', unit] : (values.set ?? '').split('=');
    if (said === '') throw new UsageError(say('usage.set'));
    const { parity, stopBits } = profile.serial;
    const format = { baud: Number(values.baud ?? profile.serial.baud), parity, stopBits };
    const from: Whereabouts = { unit: unitOf(values.at ?? String(profile.serial.unit), say), format };
    const known = profile.settings.find(({ id }) => id === setting);
    const value =
      setting === 'unit' ? unitOf(said, say) : known === undefined ? Number(said) : codeOf(known, said);
    const plan = planChange(profile, setting, value, from);
    if (!plan.ok) return fail(io, [plan.error]);
    const places = { from: place(plan.value.from, say), to: place(plan.value.to, say) };
    const line = setupPort(port, profile, io);
    if (line === null) throw new UsageError(port);
    try {
      const file = `.lifeline-change-${profile.id}-${setting}-${from.unit}-${value}.json`;
      let shown = 0;
      const state = await carryOn(keptChange(file, plan.value) ?? newChange(plan.value), profile, {
        line,
        clock: io.clock,
        keep(now) {
          keepChange(file, isChanged(now) ? null : now);
          for (const { kind } of now.plan.steps.slice(shown, now.done))
            io.out(`✓ ${say(`step.${kind}`, places)}\n`);
          shown = now.done;
        },
        async powerCycle() {
          io.out(`… ${say('ask.power')}\n`);
        },
      });
      if (state.failure !== null)
        return fail(io, [line.trouble ?? { ...changeProblem(state.plan, state.failure), where: port }]);
      io.out(`${say('done.setting', { profile: profile.id, setting, value: said })}\n`);
      return 0;
    } finally {
      await line.close();
    }
  },
};

type Says = ReturnType<typeof speaker<typeof DEVICE_MESSAGES>>;

function setupPort(port: string, profile: Parameters<typeof deviceTiming>[0], io: Io): SetupPort | null {
  const remote = /^rtu:\/\/([^:/]+):(\d+)$/.exec(port);
  const where =
    remote === null
      ? { type: 'serial', path: port }
      : { type: 'rtu-over-tcp', host: remote[1], port: Number(remote[2]) };
  if (!connectionSchema.safeParse({ ...where, baud: 9600 }).success) return null;
  return new SetupPort(
    (format) => openLine(connectionSchema.parse({ ...where, ...format }), io.clock),
    deviceTiming(profile),
    io.clock,
  );
}

function unitOf(text: string, say: Says): number {
  const unit = Number(text);
  if (Number.isInteger(unit) && unit >= 1 && unit <= 247) return unit;
  throw new UsageError(say('usage.number', { text }));
}

function place({ unit, format }: Whereabouts, say: Says): string {
  return say('place', { unit, format: formatName(format) });
}
