import { problemCatalogue } from '../../../drivers/problems.ts';

/** What does not fit about the lifts of a site, and what nobody has confirmed of them. */
export const LIFT_PROBLEMS = problemCatalogue({
  'site.lift-as-device': {
    en: '{profile} is no device that can be asked → give the profile of what hangs on the bus ({profiles}), and name the lift under `lifts`',
    zh: '{profile} 不是可以读取的设备 → 请写总线上实际设备的型号（{profiles}），并在 `lifts` 中写明电梯',
  },
  'site.duplicate-id/lift': {
    en: '{id} is the id of a device → choose another id',
    zh: '{id} 是一台设备的编号 → 请换一个编号',
  },
  'site.unknown-floor': {
    en: '{floor} is none of the floors of this lift → write one of {floors}',
    zh: '{floor} 不在这台电梯的楼层中 → 请写以下之一：{floors}',
  },
  'site.no-opening': {
    en: 'no door of the car has a landing at {floors} → name each floor under front, under rear, or under both',
    zh: '在 {floors} 前门和后门都没有层站 → 请把每个楼层写在 front、rear 或两者之下',
  },
  'site.unknown-threshold': {
    en: 'there is no threshold {name} → {suggestion} (lifeline check --verbose shows all)',
    zh: '没有阈值 {name} → {suggestion}（lifeline check --verbose 列出全部）',
  },
  'site.wrong-type/contact': {
    en: '{point} is never true or false → name a contact or a coil that is true while it is so (a bicycle is seen, the button is pressed)',
    zh: '{point} 不会是 true 或 false → 请写一个在事件成立时（检测到电动自行车、按下报警按钮）为 true 的触点或线圈',
  },
  'site.no-button': {
    en: 'there is no point {point}{suggestion} → name an input that is read, as `<device>/<point>`',
    zh: '没有测点 {point}{suggestion} → 请写一个已读取的输入点，格式为 `<设备>/<测点>`',
  },
  'site.wrong-type/button': {
    en: '{point} is never true or false → name an input that is true while the button is pressed',
    zh: '{point} 不会是 true 或 false → 请写一个按下按钮时为 true 的输入点',
  },
  'site.second-lift': {
    en: '{device} belongs to {other} → name each device once',
    zh: '{device} 已属于 {other} → 每台设备请只写一次',
  },
  'site.no-lift-device': {
    en: '{device} ({profile}) tells nothing of a lift → name a device whose profile is one of {profiles}',
    zh: '{device}（{profile}）不提供电梯数据 → 请写型号为以下之一的设备：{profiles}',
  },
  'site.trips-unseen': {
    en: '{point} is read every {s} s: trips of the lift will be missed, and told as times not watched → read what {device} tells of motion every {most} s or oftener: raise the baud rate, or give it a line of its own',
    zh: '{point} 每 {s} 秒才读一次：电梯的运行会漏看，并记为未监视时段 → 请让 {device} 的运行数据每 {most} 秒或更快读一次：提高波特率，或单独接一条总线',
  },
  'site.no-lift': {
    en: '{device} tells of a lift that is not in the site file: nothing is made of what it says → add it under lifts: - { id: …, devices: [{device}], floors: ["1", "2"] }',
    zh: '{device} 监测的电梯不在现场文件中：它的数据没有被使用 → 请在 lifts 中加入：- { id: …, devices: [{device}], floors: ["1", "2"] }',
  },
  'lift.unknown': { en: 'there is no lift {lift} → {suggestion}', zh: '没有电梯 {lift} → {suggestion}' },
  'lift.unknown/none': {
    en: 'there is no lift {lift} → lifts are named in the site file, under `lifts`',
    zh: '没有电梯 {lift} → 请在现场文件的 `lifts` 中写明电梯',
  },
  'site.assumed': {
    en: '{device}: {meaning} is assumed to be {value}; whatever follows from it clears no alarm → find it out on site and write parameters: { {name}: … } ({allowed})',
    zh: '{device}：{meaning}假定为 {value}；由此得出的结论不会解除任何报警 → 请在现场查明，并写 parameters: { {name}: … }（{allowed}）',
  },
});
