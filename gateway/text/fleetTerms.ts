import type { LiftHappening } from '../telemetry/wire/liftHappening.ts';
import type { Stream, TombstoneReason } from '../telemetry/wire/model.ts';
import type { Text } from './language.ts';
import { STATE_WORDS } from './terms.ts';

/** The letters of ISA-18.2 / IEC 62682, as they travel, in the words of the states. */
export const STATE_LETTER_WORDS = {
  A: STATE_WORDS.normal,
  B: STATE_WORDS['unacknowledged-active'],
  C: STATE_WORDS['acknowledged-active'],
  D: STATE_WORDS['returned-unacknowledged'],
  E: STATE_WORDS['latched-unacknowledged'],
  F: STATE_WORDS['latched-acknowledged'],
  G: STATE_WORDS.shelved,
  H: STATE_WORDS.suppressed,
  I: STATE_WORDS['out-of-service'],
} as const satisfies Record<string, Text>;

export const STREAM_WORDS = {
  event: { en: 'events', zh: '事件' },
  telemetry: { en: 'telemetry', zh: '遥测' },
} as const satisfies Record<Stream, Text>;

/** Why a row will never come. */
export const GONE_WORDS = {
  evicted: { en: 'evicted', zh: '因容量已清除' },
  damaged: { en: 'damaged', zh: '已损坏' },
  filtered: { en: 'filtered', zh: '按设置过滤' },
  retired: { en: 'retired', zh: '上报通道已停用' },
} as const satisfies Record<TombstoneReason, Text>;

/** What a lift did, in a word. */
export const LIFT_EVENT_WORDS = {
  trip: { en: 'trip', zh: '运行' },
  'trips-unseen': { en: 'trips that nobody watched', zh: '未监测的运行' },
  door: { en: 'door cycle', zh: '开关门' },
  'doors-unseen': { en: 'door cycles that nobody watched', zh: '未监测的开关门' },
  'door-balked': { en: 'the door did not open', zh: '门未打开' },
  mode: { en: 'another mode', zh: '运行模式变化' },
  'fault-on': { en: 'fault', zh: '故障' },
  'fault-off': { en: 'fault gone', zh: '故障消除' },
  'fault-missed': { en: 'fault found in the log of the controller', zh: '在控制器日志中发现的故障' },
  power: { en: 'supply', zh: '供电变化' },
  'comm-lost': { en: 'a device is silent', zh: '设备通信中断' },
  'comm-back': { en: 'a device answers again', zh: '设备通信恢复' },
  'counter-reset': { en: 'a counter began anew', zh: '计数器归零' },
  'trips-missing': { en: 'trips that were not told', zh: '未上报的运行' },
  test: { en: 'the alarm in the car was tried', zh: '轿厢报警测试' },
  condition: { en: 'condition', zh: '状态变化' },
  rescue: { en: 'rescue', zh: '救援' },
  'visit-begun': { en: 'a mechanic came', zh: '维保人员到场' },
  visit: { en: 'visit of a mechanic', zh: '维保到访' },
  entrapment: { en: 'people shut in', zh: '困人' },
  'sensor-fault': { en: 'sensor of the lift', zh: '电梯传感器' },
  day: { en: 'record of a day', zh: '日记录' },
  dossier: { en: 'what was before an alarm', zh: '报警前记录' },
} as const satisfies Record<LiftHappening['what'], Text>;

/** What somebody had a gateway do. Of anything else the word of the gateway is shown. */
export const COMMAND_WORDS: Readonly<Record<string, Text>> = {
  acknowledge: { en: 'acknowledge', zh: '确认报警' },
  silence: { en: 'silence', zh: '消音' },
  reset: { en: 'reset', zh: '复位' },
  shelve: { en: 'shelve', zh: '暂时搁置' },
  unshelve: { en: 'unshelve', zh: '取消搁置' },
  'out-of-service': { en: 'out of service', zh: '停用' },
  'in-service': { en: 'in service', zh: '恢复使用' },
  maintenance: { en: 'maintenance', zh: '开始维护' },
  'end-maintenance': { en: 'end of maintenance', zh: '结束维护' },
  test: { en: 'test of sirens and lamps', zh: '声光测试' },
  'reopen-valve': { en: 'reopen the valve', zh: '重新打开阀门' },
  'lift-free': { en: 'nobody is trapped', zh: '确认无人被困' },
  'lift-tested': { en: 'the alarm in the car was tried', zh: '轿厢报警测试' },
  'lift-rescue': { en: 'rescue', zh: '救援记录' },
  examined: { en: 'examination of the building', zh: '房屋体检' },
  'keep-paper': { en: 'paper kept', zh: '存档文件' },
  'write-setting': { en: 'setting of a device written', zh: '写入设备参数' },
  reload: { en: 'site taken up', zh: '重新载入现场文件' },
  'site-apply': { en: 'site changed on trial', zh: '试用新的现场文件' },
  'site-keep': { en: 'site kept', zh: '保留现场文件' },
  'site-revert': { en: 'site taken back', zh: '退回现场文件' },
  comment: { en: 'comment', zh: '备注' },
  replay: { en: 'replay', zh: '补传记录' },
  ping: { en: 'ping', zh: '连通测试' },
  birth: { en: 'birth', zh: '重发描述文件' },
};

/** What a gateway says of itself. Of anything else its own sentence stands alone. */
export const SYSTEM_EVENT_WORDS: Readonly<Record<string, Text>> = {
  'guard.started': { en: 'started', zh: '监测程序启动' },
  'guard.stopped': { en: 'stopped', zh: '监测程序停止' },
  'guard.stalled': { en: 'stood still', zh: '监测程序曾停顿' },
  'update.fell-back': { en: 'update taken back', zh: '更新失败，已退回旧版本' },
  'site.went-back': { en: 'site went back', zh: '现场文件已自动退回' },
  'doctor.findings': { en: 'findings of the doctor', zh: '自检发现问题' },
  'evidence.limited': { en: 'evidence limited', zh: '报警前后记录受限' },
  'maintenance.began': { en: 'maintenance began', zh: '维护开始' },
  'maintenance.ended': { en: 'maintenance ended', zh: '维护结束' },
};
