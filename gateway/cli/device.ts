import { faultsOf } from '../../drivers/catalog.ts';
import { deviceTiming } from '../alarmTime/deviceTiming.ts';
import { codeOf, planChange, type Whereabouts } from '../commission/settings/changePlan.ts';
import { changeProblem } from '../commission/settings/changeProblem.ts';
import { carryOn, isChanged, newChange } from '../commission/settings/settingChange.ts';
import { formatName, type SerialFormat } from '../core/serialFormat.ts';
import { openLine } from '../guard/bus/line/openLine.ts';
import { OWN_SITE, readProfiles } from '../site/profiles.ts';
import { suggested } from '../site/suggestion.ts';
import { speaker } from '../text/catalogue.ts';
import { DEVICE_MESSAGES } from '../text/deviceMessages.ts';
import { SCAN_MESSAGES } from '../text/scanMessages.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { keepChange, keptChange } from './device/keptChange.ts';
import { settingsText } from './device/settingsText.ts';
import { SetupPort } from './device/setupPort.ts';
import { givenFormat, givenPort } from './givenPort.ts';
import { speaking } from './speaking.ts';
import { fail, type Io, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage:
    'device address <port> <unit> --profile ID [--at UNIT] | device settings <port> --profile ID [--set SETTING=VALUE] [--at UNIT] [--baud N] [--site site.yaml] [--lang en|zh]',
  summary: {
    en: 'Gives a device on a line of its own another address, rate or setting, proves that it took, and says where it was left when it did not. Does the rest when it is asked again after it was cut off.',
    zh: '给单独接在一条总线上的设备改站号、波特率或其他设置，并读回证明已生效；未成功时说明设备停在哪里。中断后再次执行即完成其余步骤。',
  },
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
    if (what !== 'address' && what !== 'settings')
      throw new UsageError({
        en: `${what} is not something to do with a device: address or settings`,
        zh: `设备没有“${what}”这项操作，可用：address、settings`,
      });
    if (values.profile === undefined)
      throw new UsageError({ en: '--profile says which device it is', zh: '请用 --profile 写明设备型号' });
    const catalog = readProfiles(values.site ?? OWN_SITE);
    const { profiles } = catalog;
    const profile = profiles.get(values.profile);
    if (profile === undefined) {
      const faults = faultsOf(catalog, values.profile);
      if (faults.length > 0) return fail(io, faults);
      const suggestion = suggested(values.profile, profiles.keys());
      return fail(io, [siteProblem('read.profile', { profile: values.profile, suggestion })]);
    }
    if (what === 'settings' && values.set === undefined) {
      io.out(settingsText(profile, io.language));
      return 0;
    }
    const [setting = '', said = ''] = what === 'address' ? ['unit', unit] : (values.set ?? '').split('=');
    if (said === '') throw new UsageError(say('usage.set'));
    const format = givenFormat({ baud: values.baud }, profile.serial);
    const from: Whereabouts = { unit: unitOf(values.at ?? String(profile.serial.unit), say), format };
    const known = profile.settings.find(({ id }) => id === setting);
    const value =
      setting === 'unit' ? unitOf(said, say) : known === undefined ? Number(said) : codeOf(known, said);
    const plan = planChange(profile, setting, value, from);
    if (!plan.ok) return fail(io, [plan.error]);
    const places = { from: place(plan.value.from, say), to: place(plan.value.to, say) };
    const line = setupPort(port, profile, format, io);
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

function setupPort(port: string, profile: Parameters<typeof deviceTiming>[0], format: SerialFormat, io: Io) {
  const connection = givenPort(port, format);
  if (connection.type === 'modbus-tcp')
    throw new UsageError(speaker(SCAN_MESSAGES, io.language)('usage.port', { port }));
  return new SetupPort((at) => openLine({ ...connection, ...at }, io.clock), deviceTiming(profile), io.clock);
}

function unitOf(text: string, say: Says): number {
  const unit = Number(text);
  if (Number.isInteger(unit) && unit >= 1 && unit <= 247) return unit;
  throw new UsageError(say('usage.number', { text }));
}

function place({ unit, format }: Whereabouts, say: Says): string {
  return say('place', { unit, format: formatName(format) });
}
