import { catalogue } from '../catalogue.ts';

/** Words and short sentences that stand inside the problems of a site. Keys of the file stay beside their Chinese. */
export const SITE_WORDS = catalogue({
  'suggestion.near': { en: 'did you mean {names}?', zh: '是否指 {names}？' },
  'suggestion.none': { en: 'there is none yet', zh: '目前一个也没有' },
  'suggestion.all': { en: 'there is {names}', zh: '现有：{names}' },
  'suggestion.more': { en: '{count} more', zh: '另外 {count} 个' },
  'names.none': { en: 'none', zh: '无' },
  'names.nothing': { en: 'nothing', zh: '无' },

  'severity.blue': { en: 'blue', zh: '蓝色（blue）' },
  'severity.yellow': { en: 'yellow', zh: '黄色（yellow）' },
  'severity.orange': { en: 'orange', zh: '橙色（orange）' },
  'severity.red': { en: 'red', zh: '红色（red）' },
  'level.limit': { en: '{severity} {limit}', zh: '{severity}{limit}' },
  'level.side': { en: '{side} {severity} {limit}', zh: '{side} {severity}{limit}' },

  'unit.none': { en: 'no unit', zh: '无单位' },
  'type.boolean': { en: 'boolean', zh: '布尔值' },
  'type.string': { en: 'string', zh: '文本' },
  'type.number': { en: 'number', zh: '数字' },
  'state.label': { en: '{code} ({label})', zh: '{code}（{label}）' },

  'output.siren': { en: 'siren', zh: '警报器（siren）' },
  'output.strobe': { en: 'strobe', zh: '频闪灯（strobe）' },
  'output.fault-lamp': { en: 'fault-lamp', zh: '故障灯（fault-lamp）' },
  'output.gas-valve': { en: 'gas-valve', zh: '燃气切断阀（gas-valve）' },
  'output.fan': { en: 'fan', zh: '排风机（fan）' },
  'output.healthy': { en: 'healthy', zh: '运行正常信号（healthy）' },
  'output.stays': { en: 'it stays as it is', zh: '它会保持原状' },
  'output.falls': { en: 'its relay can only fall or stay', zh: '其继电器只能释放或保持' },

  'overdue.calibration': { en: 'calibration', zh: '校准（calibration）' },
  'overdue.bump-test': { en: 'bump-test', zh: '通气试验（bump-test）' },
  'concern.journal': { en: 'journal', zh: '本地记录（journal）' },
  'concern.alarm-time': { en: 'alarm-time', zh: '报警时间（alarm-time）' },
  'concern.state': { en: 'state', zh: '状态保存（state）' },
  'concern.clock': { en: 'clock', zh: '时钟（clock）' },
  'concern.internal': { en: 'internal', zh: '程序自身（internal）' },

  'write.fall': { en: 'write fall: { red: … }', zh: '请写 fall: { red: … }' },
  'write.rising': {
    en: 'write rising: { red: … } or falling: { red: … }',
    zh: '请写 rising: { red: … } 或 falling: { red: … }',
  },
  'write.step': {
    en: 'write rising: { red: … }, falling: { red: … } or step: { red: … }',
    zh: '请写 rising: { red: … }、falling: { red: … } 或 step: { red: … }',
  },
  'write.high': {
    en: 'write high: { red: … } or low: { red: … }',
    zh: '请写 high: { red: … } 或 low: { red: … }',
  },
  'write.at-least': { en: 'write atLeast: { yellow: 10 }', zh: '请写 atLeast: { yellow: 10 }' },

  'baud.common': { en: 'set {bus} and its devices to {bauds}', zh: '请将 {bus} 及其设备设为 {bauds}' },
  'baud.none': {
    en: 'no rate suits every device of {bus}: hang them on two buses',
    zh: '没有适合 {bus} 上所有设备的波特率：请分接到两条总线',
  },
  'parity.common': { en: 'set parity: {parity} on {bus}', zh: '请在 {bus} 上写 parity: {parity}' },
  'parity.none': {
    en: 'the devices of {bus} differ in parity: hang them on two buses',
    zh: '{bus} 上各设备的校验方式不同：请分接到两条总线',
  },
  'pack.none': {
    en: 'no pack is made for such a device: write rules of your own',
    zh: '没有适用于这类设备的规则包：请自行编写规则',
  },
  'pack.take': { en: 'take {packs}', zh: '请使用 {packs}' },
});
