import { catalogue } from './catalogue.ts';

/** A rule in one line: what it watches for, then how long it waits, when it clears and what it latches. */
export const RULE_MESSAGES = catalogue({
  'list.parts': { en: ', ', zh: '；' },
  'list.conditions': { en: '; ', zh: '；' },
  'list.names': { en: ', ', zh: '、' },

  // what it watches for
  limit: { en: '{point} {limits}', zh: '{point} {limits}' },
  rate: { en: '{point} within {span} {moves}', zh: '{point} 在 {span}内{moves}' },
  change: { en: '{point} from its baseline {moves}', zh: '{point} 相对基准值{moves}' },
  drop: { en: '{point} within {span} {moves}', zh: '{point} 在 {span}内{moves}' },
  state: { en: '{point} is {value}: {severity}', zh: '{point} 为 {value}：{severity}' },
  'count.becomes': {
    en: '{point} becomes {value} within {span} at least {levels} times',
    zh: '{point} 在 {span}内变为 {value} 的次数达到：{levels} 次',
  },
  'count.goes-up': {
    en: '{point} goes up within {span} at least {levels} times',
    zh: '{point} 在 {span}内计数增量达到：{levels} 次',
  },
  vote: { en: '{atLeast} of {points} {limits}', zh: '{points} 中至少 {atLeast} 个越限（{limits}）' },
  'loss-of-sensing': {
    en: '{device} is not heard, or says nothing usable: {severity}',
    zh: '{device} 无应答或无有效数据：{severity}',
  },
  overdue: { en: 'the {what} of {device} is overdue: {severity}', zh: '{device} {what}逾期：{severity}' },
  gateway: {
    en: "the gateway's own {concern} is at fault: {severity}",
    zh: '网关自身故障（{concern}）：{severity}',
  },
  annunciator: {
    en: '{device} cannot be reached or does not do what it is told: {severity}',
    zh: '{device} 无法连接或未执行指令：{severity}',
  },

  // levels and what else belongs to a condition
  level: { en: '{severity} {limit}', zh: '{severity} {limit}' },
  high: { en: 'high {levels} {unit}', zh: '上限：{levels} {unit}' },
  low: { en: 'low {levels} {unit}', zh: '下限：{levels} {unit}' },
  rises: { en: 'rises {levels} {unit}', zh: '上升：{levels} {unit}' },
  falls: { en: 'falls {levels} {unit}', zh: '下降：{levels} {unit}' },
  step: { en: 'step {levels} {unit}', zh: '突变：{levels} {unit}' },
  held: { en: '{severity} held {s} s', zh: '{severity}须持续 {s} s' },
  deadband: { en: 'deadband {deadband}', zh: '回差 {deadband}' },
  medians: { en: '{raising} medians in a row', zh: '连续 {raising} 个中位值' },
  'medians-clear': {
    en: '{raising} medians in a row, clears after {clearing} in a row',
    zh: '连续 {raising} 个中位值报警，连续 {clearing} 个恢复',
  },
  compensation: {
    en: '{perDegree} {unit}/°C of {temperature} taken out',
    zh: '按 {temperature} 作温度补偿，{perDegree} {unit}/°C',
  },

  // when
  after: { en: 'after {s} s', zh: '延时 {s} s' },
  'after-at-once': {
    en: 'after {s} s ({severities} at once)',
    zh: '延时 {s} s（{severities}立即报警）',
  },
  clears: { en: 'clears after {s} s', zh: '恢复 {s} s 后解除' },
  latches: { en: 'latches {severities}', zh: '{severities}报警锁定' },
  'span.s': { en: '{count} s', zh: '{count} s ' },
  'span.h': { en: '{count} h', zh: '{count} 小时' },
  'span.d': { en: '{count} d', zh: '{count} 天' },
});
