import type { FrameEvidence } from '../../../drivers/profile/frames/evidence.ts';
import type {
  ManualSetting,
  Profile,
  ProfilePoint,
  ProfileSetting,
} from '../../../drivers/profile/schema.ts';
import { POINT_CLASS_WORDS, VERIFICATION_WORDS } from '../../text/siteTerms.ts';
import { TABLE_WORDS } from '../../text/terms.ts';
import { leftAligned } from '../columns.ts';
import { serialText } from './listText.ts';
import type { ProfileVoice } from './profileVoice.ts';

/** `profiles show` for a terminal: everything an installer wants to know of one profile. */
export function showText(profile: Profile, voice: ProfileVoice, evidence?: FrameEvidence): string {
  const { say, language } = voice;
  const { serial, points, settings, docBase } = profile;
  const bauds = serial.bauds.join(say('list.names'));
  const rows = [
    ['vendor', profile.vendor[language]],
    ['kind', profile.kind],
    ['verified', VERIFICATION_WORDS[profile.verification][language]],
    ...(evidence === undefined || evidence.of === 'none'
      ? []
      : [
          [
            'outside',
            `${say(`outside.${evidence.of}`)}${say('list.comma')}${evidence.where.map((one) => one[language]).join(say('list.semicolon'))}`,
          ] as const,
        ]),
    ['source', profile.source[language]],
    ['serial', say('serial.bauds', { serial: serialText(serial, voice), bauds })],
    ['timing', timingText(profile, voice)],
    ...profile.manualSettings.map((manual) => ['by-hand', manualText(manual, voice)] as const),
  ] as const;
  return [
    say('title', { id: profile.id, name: profile.names[language] }),
    ...leftAligned(rows.map(([name, text]) => [`  ${say(`row.${name}`)}`, text])),
    ...profile.notes.map((note) => `  ! ${note[language]}`),
    '',
    ...leftAligned([
      POINT_COLUMNS.map((column) => say(`column.${column}`)),
      ...points.map((point) => pointRow(point, docBase, voice)),
    ]),
    ...(settings.length === 0
      ? []
      : [
          '',
          ...leftAligned([
            SETTING_COLUMNS.map((column) => say(`column.${column}`)),
            ...settings.map((setting) => settingRow(setting, docBase, voice)),
          ]),
        ]),
    '',
  ].join('\n');
}

const POINT_COLUMNS = [
  ...(['point', 'where', 'type', 'scale', 'unit', 'range', 'accuracy'] as const),
  ...(['class', 'every', 'role', 'name'] as const),
] as const;
const SETTING_COLUMNS = ['setting', 'where', 'values', 'name', 'how'] as const;

function manualText({ sets, how, steps }: ManualSetting, { say, language }: ProfileVoice): string {
  const told = steps.map((step) => step[language]).join(' ');
  return say('by-hand', { sets, how: say(`how.${how}`), steps: told });
}

function timingText({ timing, trigger }: Profile, { say }: ProfileVoice): string {
  const { turnaroundMs, responseMs, gapMs, bootS, warmUpS, ownLine } = timing;
  return [
    say('timing.reply', { usual: turnaroundMs, most: responseMs }),
    ...(gapMs > 0 ? [say('timing.gap', { ms: gapMs })] : []),
    ...(bootS > 0 ? [say('timing.boot', { s: bootS })] : []),
    ...(warmUpS > 0 ? [say('timing.warm-up', { s: warmUpS })] : []),
    ...(trigger === undefined ? [] : [say('timing.trigger', { ms: trigger.waitMs })]),
    ...(timing.wakeUp === undefined ? [] : [say('timing.asleep', { ms: timing.wakeUp.idleMs })]),
    ...(ownLine ? [say('timing.own-line')] : []),
  ].join(say('list.comma'));
}

function pointRow(point: ProfilePoint, docBase: number, voice: ProfileVoice): string[] {
  const { say, language } = voice;
  const bit = point.bit === undefined ? fieldOf(point) : `.${point.bit}`;
  const unit =
    typeof point.unit === 'object'
      ? say('unit.register', { register: hex(point.unit.register) })
      : (point.unit ?? '');
  return [
    point.id,
    `${where(point, docBase, voice)}${bit}`,
    point.type + (point.order === 'ABCD' ? '' : ` ${point.order}`),
    scaleOf(point, voice),
    unit,
    point.range?.join('…') ?? '',
    point.accuracy?.toString() ?? '',
    POINT_CLASS_WORDS[point.class][language],
    `${point.periodMs / 1000} s`,
    point.role ?? '',
    point.names[language],
  ];
}

function fieldOf({ field }: ProfilePoint): string {
  return field === undefined ? '' : `.${field.low}-${field.low + field.width - 1}`;
}

function settingRow(setting: ProfileSetting, docBase: number, voice: ProfileVoice): string[] {
  const { say, language } = voice;
  const codes = Object.entries(setting.codes ?? {}).map(([code, meaning]) => `${code} = ${meaning}`);
  return [
    setting.id,
    where(setting, docBase, voice),
    codes.length > 0 ? codes.join(say('list.comma')) : (setting.range?.join('…') ?? ''),
    setting.names[language],
    howWritten(setting, voice),
  ];
}

/** What is out of the ordinary about writing a setting. */
function howWritten(setting: ProfileSetting, { say }: ProfileVoice): string {
  return [
    ...(setting.function === 16 ? [say('write.function-16')] : []),
    ...(setting.unlock.length > 0 ? [say('write.unlock')] : []),
    ...(setting.save.length > 0 ? [say('write.save')] : []),
    ...(setting.takesEffect === 'on-power-up' ? [say('write.on-power-up')] : []),
    ...(setting.broadcast ? [say('write.broadcast')] : []),
    ...(setting.readBack ? [] : [say('write.blind')]),
  ].join(say('list.comma'));
}

type Place = { readonly table: keyof typeof TABLE_WORDS; readonly address: number };

function where({ table, address }: Place, docBase: number, { say, language }: ProfileVoice): string {
  const wire = `${TABLE_WORDS[table][language]} ${hex(address)}`;
  return docBase === 0 ? wire : say('where.document', { where: wire, number: address + docBase });
}

function hex(address: number): string {
  return `0x${address.toString(16).toUpperCase().padStart(4, '0')}`;
}

function scaleOf({ scale, transform }: ProfilePoint, { say }: ProfileVoice): string {
  if ('decimalsRegister' in scale) return say('scale.register', { register: hex(scale.decimalsRegister) });
  const { factor, offset } = scale;
  const line = [
    ...(factor === 1 ? [] : [`×${factor}`]),
    ...(offset === 0 ? [] : [offset > 0 ? `+${offset}` : `${offset}`]),
  ];
  return [...line, ...(transform === undefined ? [] : [transform.name])].join(' ');
}
