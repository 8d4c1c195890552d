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
