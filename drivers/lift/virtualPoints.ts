import type { Label } from '../profile/schema.ts';
import { ENTRAPMENT } from './safety.ts';

/** A point that no device has: what detection makes of all devices of a lift. */
export type VirtualPoint = Label & { readonly name: string; readonly holds: 'boolean' | readonly string[] };

export const ENTRAPMENT_POINT: VirtualPoint = {
  name: 'lift.entrapment',
  holds: ['none', 'suspected', 'confirmed', 'attended', 'resolved'],
  en: 'entrapment',
  zh: '困人',
};

/** The points of the analyses: the role by which a rule pack finds them, what they hold, and their names. */
export const ANALYSIS_POINTS = {
  unintendedMovement: {
    name: 'lift.unintended-movement',
    holds: 'boolean',
    en: 'unintended movement',
    zh: '轿厢意外移动',
  },
  overspeed: { name: 'lift.overspeed', holds: ['no', 'high', 'over'], en: 'overspeed', zh: '超速' },
  overtravel: {
    name: 'lift.overtravel',
    holds: ['no', 'top', 'bottom'],
    en: 'overtravel',
    zh: '冲顶或蹲底',
  },
  stopOutsideZone: {
    name: 'lift.stop-outside-zone',
    holds: 'boolean',
    en: 'stopped outside the door zone',
    zh: '门区外停梯',
  },
  doorOpenMoving: {
    name: 'lift.door-open-moving',
    holds: 'boolean',
    en: 'door open while moving',
    zh: '运行中开门',
  },
  doorCycling: {
    name: 'lift.door-cycling',
    holds: 'boolean',
    en: 'door opens again and again',
    zh: '反复开关门',
  },
  doorHeldOpen: { name: 'lift.door-held-open', holds: 'boolean', en: 'door held open', zh: '长时间开门' },
  noResponse: {
    name: 'lift.no-response',
    holds: 'boolean',
    en: 'does not respond to calls',
    zh: '不响应召唤',
  },
  longStill: {
    name: 'lift.long-still',
    holds: 'boolean',
    en: 'long still at one floor',
    zh: '长时间停在同一楼层',
  },
  testOverdue: {
    name: 'lift.test-overdue',
    holds: 'boolean',
    en: 'alarm test overdue',
    zh: '报警装置测试逾期',
  },
  alarmButton: {
    name: 'lift.alarm-button',
    holds: 'boolean',
    en: 'alarm button of the car',
    zh: '轿厢报警按钮',
  },
  sensorFault: {
    name: 'lift.sensor-fault',
    holds: 'boolean',
    en: 'a sensor contradicts the others',
    zh: '传感器信号矛盾',
  },
  eBike: { name: 'lift.e-bike', holds: 'boolean', en: 'electric bicycle in the car', zh: '电动车进入轿厢' },
} as const satisfies Readonly<Record<string, VirtualPoint>>;

/** All virtual points of a lift. */
export const VIRTUAL_POINTS: readonly VirtualPoint[] = [ENTRAPMENT_POINT, ...Object.values(ANALYSIS_POINTS)];

const GRADES: Readonly<Record<string, Readonly<Record<string, Label>>>> = {
  [ANALYSIS_POINTS.overspeed.name]: {
    high: { en: 'above the rated speed', zh: '超过额定速度' },
    over: { en: 'far above the rated speed', zh: '严重超过额定速度' },
  },
  [ANALYSIS_POINTS.overtravel.name]: {
    top: { en: 'at the top', zh: '在上端' },
    bottom: { en: 'at the bottom', zh: '在下端' },
  },
};

/** What a state of a virtual point is called; null where the role or the state has no words of its own. */
export function virtualStateName(role: string | undefined, value: string): Label | null {
  if (role === ENTRAPMENT_POINT.name) {
    const code = Object.entries(ENTRAPMENT).find(([name]) => name === value)?.[1];
    return code === undefined ? null : { en: code.en, zh: code.zh };
  }
  return GRADES[role ?? '']?.[value] ?? null;
}
