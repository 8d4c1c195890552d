import { troubleCatalogue } from '../../../drivers/trouble.ts';

/** What does not fit about the lifts of a site, and what nobody has confirmed of them. */
export const LIFT_PROBLEMS = troubleCatalogue({
  'site.lift-as-device': {
    what: { en: '{profile} is no device that can be asked', zh: '{profile} 不是可以读取的设备' },
    hint: {
      en: 'give the profile of what hangs on the bus ({profiles}), and name the lift under `lifts`',
      zh: '请写总线上实际设备的型号（{profiles}），并在 `lifts` 中写明电梯',
    },
  },
  'site.duplicate-id/lift': {
    what: { en: '{id} is the id of a device', zh: '{id} 是一台设备的编号' },
    hint: { en: 'choose another id', zh: '请换一个编号' },
  },
  'site.unknown-threshold': {
    what: { en: 'there is no threshold {name}', zh: '没有阈值 {name}' },
    hint: {
      en: '{suggestion} (lifeline check --verbose shows all)',
      zh: '{suggestion}（lifeline check --verbose 列出全部）',
    },
  },
  'site.wrong-type/contact': {
    what: { en: '{point} is never true or false', zh: '{point} 不会是 true 或 false' },
    hint: {
      en: 'name a contact or a coil that is true while a bicycle is seen',
      zh: '请写一个在检测到电动自行车时为 true 的触点或线圈',
    },
  },
  'site.second-lift': {
    what: { en: '{device} belongs to {other}', zh: '{device} 已属于 {other}' },
    hint: { en: 'name each device once', zh: '每台设备请只写一次' },
  },
  'site.no-lift-device': {
    what: { en: '{device} ({profile}) tells nothing of a lift', zh: '{device}（{profile}）不提供电梯数据' },
    hint: {
      en: 'name a device whose profile is one of {profiles}',
      zh: '请写型号为以下之一的设备：{profiles}',
    },
  },
  'site.no-lift': {
    what: {
      en: '{device} tells of a lift that is not in the site file: nothing is made of what it says',
      zh: '{device} 监测的电梯不在现场文件中：它的数据没有被使用',
    },
    hint: {
      en: 'add it under lifts: - { id: …, devices: [{device}], floors: ["1", "2"] }',
      zh: '请在 lifts 中加入：- { id: …, devices: [{device}], floors: ["1", "2"] }',
    },
  },
  'lift.unknown': {
    what: { en: 'there is no lift {lift}', zh: '没有电梯 {lift}' },
    hint: { en: '{suggestion}', zh: '{suggestion}' },
  },
  'lift.unknown/none': {
    what: { en: 'there is no lift {lift}', zh: '没有电梯 {lift}' },
    hint: { en: 'lifts are named in the site file, under `lifts`', zh: '请在现场文件的 `lifts` 中写明电梯' },
  },
  'site.assumed': {
    what: {
      en: '{device}: {meaning} is assumed to be {value}; whatever follows from it clears no alarm',
      zh: '{device}：{meaning}假定为 {value}；由此得出的结论不会解除任何报警',
    },
    hint: {
      en: 'find it out on site and write parameters: { {name}: … } ({allowed})',
      zh: '请在现场查明，并写 parameters: { {name}: … }（{allowed}）',
    },
  },
});
