import type { Code } from './code.ts';

/** The safety chain by its first open stage, as the chain is wired: start, car door, landing doors, the rest. */
export const CHAIN = {
  unknown: { number: 0, en: 'unknown', zh: '未知' },
  closed: { number: 1, en: 'closed', zh: '接通' },
  openStart: { number: 2, en: 'open at the start', zh: '前段断开' },
  openCarDoor: { number: 3, en: 'open at the car door', zh: '轿门断开' },
  openLandingDoor: { number: 4, en: 'open at a landing door', zh: '层门断开' },
  openOther: { number: 5, en: 'open', zh: '断开' },
} as const satisfies Record<string, Code>;
export type Chain = keyof typeof CHAIN;

export const BRAKE = {
  unknown: { number: 0, en: 'unknown', zh: '未知' },
  applied: { number: 1, en: 'applied', zh: '抱闸' },
  released: { number: 2, en: 'released', zh: '松闸' },
  fault: { number: 3, en: 'fault', zh: '故障' },
} as const satisfies Record<string, Code>;
export type Brake = keyof typeof BRAKE;

export const POWER = {
  unknown: { number: 0, en: 'unknown', zh: '未知' },
  mains: { number: 1, en: 'mains', zh: '市电' },
  battery: { number: 2, en: 'battery', zh: '电池' },
  emergency: { number: 3, en: 'emergency supply', zh: '应急电源' },
  off: { number: 4, en: 'off', zh: '断电' },
} as const satisfies Record<string, Code>;
export type Power = keyof typeof POWER;

/** Five states: entrapment is found by the gateway, never told by a controller. */
export const ENTRAPMENT = {
  none: { number: 0, en: 'none', zh: '无' },
  suspected: { number: 1, en: 'suspected', zh: '疑似困人' },
  confirmed: { number: 2, en: 'confirmed', zh: '确认困人' },
  resolved: { number: 3, en: 'resolved', zh: '已解除' },
  attended: { number: 4, en: 'mechanic has arrived', zh: '维修人员已到场' },
} as const satisfies Record<string, Code>;
export type Entrapment = keyof typeof ENTRAPMENT;
