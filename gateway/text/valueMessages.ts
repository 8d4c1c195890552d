import { catalogue } from './catalogue.ts';

/** What is read now, as a table, and the live view that shows it beside what stands. */
export const VALUE_MESSAGES = catalogue({
  'head.point': { en: 'point', zh: '测点' },
  'head.value': { en: 'value', zh: '数值' },
  'head.quality': { en: 'quality', zh: '质量' },
  'head.age': { en: 'age', zh: '距今' },
  'head.limits': { en: 'alarms at', zh: '报警限值' },

  device: { en: '{name} ({id}), line {line}: {state}', zh: '{name}（{id}），总线 {line}：{state}' },
  'value.none': { en: '–', zh: '–' },
  'value.not-yet': { en: 'not read yet', zh: '尚未读取' },
  'value.true': { en: 'yes', zh: '是' },
  'value.false': { en: 'no', zh: '否' },
  'limit.high': { en: '≥ {value} {severity}', zh: '≥ {value} {severity}' },
  'limit.low': { en: '≤ {value} {severity}', zh: '≤ {value} {severity}' },
  'list.limits': { en: ', ', zh: '、' },
  'now.utc': { en: '{time} {zone}', zh: '{time} {zone}' },
  'now.unknown': { en: 'the time of day is not known yet', zh: '时间尚未可知' },
  empty: { en: 'nothing is read: the site file names no device', zh: '没有读取任何数值：现场文件中没有设备' },

  // the live view
  'live.keys': { en: 'q leave, and stop the gateway', zh: 'q 退出并停止网关' },
  'live.keys-watch': { en: 'q leave', zh: 'q 退出' },
  'live.starting': { en: 'guard is starting …', zh: '守护进程正在启动……' },
  'live.more': { en: '… {count} rows more: make the window larger', zh: '……还有 {count} 行：请放大窗口' },
  'live.alarms-none': { en: 'no alarms', zh: '没有报警' },
  'live.alarm': { en: '{device}  {alarm}', zh: '{device}  {alarm}' },
  'live.alarm-state': { en: '{device}  {alarm} · {state}', zh: '{device}  {alarm} · {state}' },
  'live.alarms-more': {
    en: '… {count} alarms more: lifeline alarms',
    zh: '……还有 {count} 个报警：lifeline alarms',
  },
  'live.problem': { en: '{where}: {what} → {hint}', zh: '{where}：{what} → {hint}' },
  'live.gateway': { en: 'gateway', zh: '网关' },
  'live.log': { en: 'said last', zh: '最近消息' },
});
