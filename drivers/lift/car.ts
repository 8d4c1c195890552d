import type { Code } from './code.ts';

// Numbers and meaning of BACnet's LiftCarDirection, LiftCarDriveStatus and LiftCarMode, verbatim; 1024 and above are ours.

export const DIRECTION = {
  unknown: { number: 0, en: 'unknown', zh: '未知' },
  none: { number: 1, en: 'none', zh: '无方向' },
  stopped: { number: 2, en: 'stopped', zh: '停止' },
  up: { number: 3, en: 'up', zh: '上行' },
  down: { number: 4, en: 'down', zh: '下行' },
  upAndDown: { number: 5, en: 'up and down', zh: '上下均可' },
} as const satisfies Record<string, Code>;
export type Direction = keyof typeof DIRECTION;

export const DRIVE = {
  unknown: { number: 0, en: 'unknown', zh: '未知' },
  stationary: { number: 1, en: 'stationary', zh: '静止' },
  braking: { number: 2, en: 'braking', zh: '制动' },
  accelerate: { number: 3, en: 'accelerating', zh: '加速' },
  decelerate: { number: 4, en: 'decelerating', zh: '减速' },
  ratedSpeed: { number: 5, en: 'at rated speed', zh: '额定速度运行' },
  singleFloorJump: { number: 6, en: 'one-floor run', zh: '单层运行' },
  twoFloorJump: { number: 7, en: 'two-floor run', zh: '两层运行' },
  threeFloorJump: { number: 8, en: 'three-floor run', zh: '三层运行' },
  multiFloorJump: { number: 9, en: 'run over many floors', zh: '多层运行' },
} as const satisfies Record<string, Code>;
export type Drive = keyof typeof DRIVE;

export const MODE = {
  unknown: { number: 0, en: 'unknown', zh: '未知' },
  normal: { number: 1, en: 'normal', zh: '正常运行' },
  vip: { number: 2, en: 'VIP', zh: '贵宾' },
  homing: { number: 3, en: 'homing', zh: '返基站' },
  parking: { number: 4, en: 'parked', zh: '泊梯' },
  attendantControl: { number: 5, en: 'attendant', zh: '司机操作' },
  firefighterControl: { number: 6, en: 'firefighter', zh: '消防员操作' },
  emergencyPower: { number: 7, en: 'emergency power', zh: '应急电源运行' },
  inspection: { number: 8, en: 'inspection', zh: '检修' },
  cabinetRecall: { number: 9, en: 'cabinet recall', zh: '控制柜召回' },
  earthquakeOperation: { number: 10, en: 'earthquake', zh: '地震模式' },
  fireOperation: { number: 11, en: 'fire return', zh: '火灾返回' },
  outOfService: { number: 12, en: 'out of service', zh: '停止服务' },
  occupantEvacuation: { number: 13, en: 'evacuation', zh: '疏散' },
  learning: { number: 1024, en: 'learning or tuning', zh: '自学习或调试' },
  faultLock: { number: 1025, en: 'locked by a fault', zh: '故障停梯' },
  relevelling: { number: 1026, en: 're-levelling', zh: '再平层' },
  maintenance: { number: 1027, en: 'maintenance', zh: '维保' },
  lowSpeedReturn: { number: 1028, en: 'low-speed return to a landing', zh: '低速返平层' },
} as const satisfies Record<string, Code>;
export type Mode = keyof typeof MODE;

/** Whether somebody is in the car, and how that is known: sources are ranked, the first is the best. */
export const OCCUPANCY = {
  unknown: { number: 0, en: 'unknown', zh: '未知' },
  empty: { number: 1, en: 'empty', zh: '无人' },
  occupied: { number: 2, en: 'occupied', zh: '有人' },
} as const satisfies Record<string, Code>;
export type Occupancy = keyof typeof OCCUPANCY;

export const OCCUPANCY_SOURCE = {
  none: { number: 0, en: 'none', zh: '无' },
  person: { number: 1, en: 'person sensor', zh: '人体传感器' },
  load: { number: 2, en: 'load', zh: '称重' },
  camera: { number: 3, en: 'camera', zh: '摄像头' },
  inferred: { number: 4, en: 'inferred', zh: '推断' },
} as const satisfies Record<string, Code>;
export type OccupancySource = keyof typeof OCCUPANCY_SOURCE;
