import { catalogue } from './catalogue.ts';

/**
 * A rule in one line: what it watches for, which every kind says itself (`site/rules/`), then how long it waits, when it
 * clears and what it latches.
 */
export const RULE_MESSAGES = catalogue({
  'list.parts': { en: ', ', zh: '；' },
  'list.conditions': { en: '; ', zh: '；' },
  'list.names': { en: ', ', zh: '、' },

  // levels and what else belongs to a condition
  level: { en: '{severity} {limit}', zh: '{severity} {limit}' },
  high: { en: 'high {levels} {unit}', zh: '上限：{levels} {unit}' },
  low: { en: 'low {levels} {unit}', zh: '下限：{levels} {unit}' },
  rises: { en: 'rises {levels} {unit}', zh: '上升：{levels} {unit}' },
  falls: { en: 'falls {levels} {unit}', zh: '下降：{levels} {unit}' },
  step: { en: 'step {levels} {unit}', zh: '突变：{levels} {unit}' },
  deadband: { en: 'deadband {deadband}', zh: '回差 {deadband}' },
  medians: { en: '{raising} medians in a row', zh: '连续 {raising} 个中位值' },
  'medians-clear': {
    en: '{raising} medians in a row, clears after {clearing} in a row',
    zh: '连续 {raising} 个中位值报警，连续 {clearing} 个恢复',
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
