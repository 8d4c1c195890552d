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
