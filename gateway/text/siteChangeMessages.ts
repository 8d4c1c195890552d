import { catalogue } from './catalogue.ts';

/** What a changed site file does, in words: for the preview, before it is taken up. */
export const SITE_CHANGE_MESSAGES = catalogue({
  'change.added': { en: 'New: {what} {id}', zh: '新增：{what} {id}' },
  'change.removed': { en: 'Removed: {what} {id}', zh: '移除：{what} {id}' },
  'change.value': { en: '{where}: {from} → {to}', zh: '{where}：{from} → {to}' },
  'change.set': { en: '{where}: now {to}', zh: '{where}：设为 {to}' },
  'change.unset': { en: '{where}: no longer {from}', zh: '{where}：不再是 {from}' },
  'change.moved': { en: '{what}: another order', zh: '{what}：顺序改变' },

  'what.buses': { en: 'line', zh: '线路' },
  'what.zones': { en: 'zone', zh: '分区' },
  'what.devices': { en: 'device', zh: '设备' },
  'what.lifts': { en: 'lift', zh: '电梯' },
  'what.rules': { en: 'rule', zh: '规则' },
  'what.annunciators': { en: 'annunciator', zh: '声光报警器' },
  'what.uplinks': { en: 'uplink', zh: '平台连接' },
  'what.notifications': { en: 'notification', zh: '通知' },
  'what.other': { en: 'entry', zh: '条目' },

  'loose.rule-gone': { en: 'no alarm any more: {rule}', zh: '不再报警：{rule}' },
  'loose.device-gone': { en: 'no longer watched: {device}', zh: '不再监测：{device}' },
  'loose.limit-gone': {
    en: 'no {severity} alarm any more: {rule} (was {from} {unit})',
    zh: '不再有{severity}报警：{rule}（原为 {from} {unit}）',
  },
  'loose.limit': {
    en: '{severity} alarm later: {rule}, {from} → {to} {unit}',
    zh: '{severity}报警放宽：{rule}，{from} → {to} {unit}',
  },
  'loose.delay': {
    en: 'alarm later: {rule}, after {from} → {to} s',
    zh: '报警延迟加长：{rule}，{from} → {to} 秒',
  },
  'loose.latch': {
    en: 'goes out by itself: {rule} ({severity})',
    zh: '报警会自动消除：{rule}（{severity}）',
  },
  'loose.at-once': {
    en: 'waits from now on: {rule} ({severity})',
    zh: '不再立即报警：{rule}（{severity}）',
  },
  'loose.rule-changed': { en: 'watches for something else: {rule}', zh: '报警条件改变：{rule}' },
  'loose.slower': {
    en: 'read less often: {point}, every {from} → {to} s',
    zh: '读取变慢：{point}，每 {from} → {to} 秒',
  },
  'loose.output-gone': { en: 'not driven any more: {output}', zh: '不再控制：{output}' },
  'loose.silent': {
    en: 'a {severity} alarm sounds or moves something else',
    zh: '{severity}报警的声光或动作改变',
  },
  'loose.bound': {
    en: 'slowest alarm of {line}: {from} → {to} s',
    zh: '{line} 的最坏报警时间：{from} → {to} 秒',
  },

  'sentence.nothing': { en: 'Nothing changes', zh: '没有改变' },
  'sentence.changes': { en: '{count} changes', zh: '{count} 处改变' },
  'sentence.changes/one': { en: 'One change', zh: '1 处改变' },
  'sentence.loosened': {
    en: '{changes}; {count} of what keeps people safe are loosened',
    zh: '{changes}；其中 {count} 处放宽安全设置',
  },
  'sentence.loosened/one': {
    en: '{changes}; one thing that keeps people safe is loosened',
    zh: '{changes}；其中 1 处放宽安全设置',
  },
});
