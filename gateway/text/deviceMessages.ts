import { catalogue } from './catalogue.ts';

/** What is said while a device is given an address or another setting from the command line. */
export const DEVICE_MESSAGES = catalogue({
  'step.alone': { en: 'one device, and no more, answers at {from}', zh: '{from} 只有一只设备应答' },
  'step.free': { en: 'nobody answers at {to} yet', zh: '{to} 尚无设备' },
  'step.write': { en: 'written', zh: '已写入' },
  'step.power-cycle': { en: 'back after the power cycle', zh: '断电再上电后已恢复' },
  'step.read-back': { en: 'read back at {to}', zh: '已在 {to} 读回' },
  'step.gone': { en: '{from} is silent', zh: '{from} 已无应答' },
  'ask.power': {
    en: 'Take the power away from the device and give it back: it is waited for.',
    zh: '请将设备断电再上电，正在等待它恢复。',
  },
  'done.setting': { en: '{setting} of {profile} is {value} now', zh: '{profile} 的 {setting} 现为 {value}' },
  place: { en: 'unit {unit}, {format}', zh: '地址 {unit}（{format}）' },
  'settings.none': { en: '{profile} has no settings that can be written', zh: '{profile} 没有可写入的设置' },
  'settings.manual': { en: 'by hand: {steps}', zh: '手动：{steps}' },
  'usage.number': { en: '{text} is no address from 1 to 247', zh: '{text} 不是 1 至 247 的地址' },
  'usage.set': { en: 'write --set setting=value', zh: '请写 --set 设置=值' },
});
