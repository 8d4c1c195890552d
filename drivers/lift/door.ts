import type { Code } from './code.ts';

/** BACnet's DoorStatus, verbatim. */
export const DOOR = {
  closed: { number: 0, en: 'closed', zh: '关闭' },
  opened: { number: 1, en: 'open', zh: '打开' },
  unknown: { number: 2, en: 'unknown', zh: '未知' },
  doorFault: { number: 3, en: 'door fault', zh: '门故障' },
  unused: { number: 4, en: 'not used', zh: '未使用' },
  none: { number: 5, en: 'no door', zh: '无门' },
  closing: { number: 6, en: 'closing', zh: '正在关门' },
  opening: { number: 7, en: 'opening', zh: '正在开门' },
  safetyLocked: { number: 8, en: 'locked for safety', zh: '安全锁闭' },
  limitedOpened: { number: 9, en: 'open a little', zh: '部分打开' },
} as const satisfies Record<string, Code>;
export type DoorStatus = keyof typeof DOOR;
