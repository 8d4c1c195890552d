import type { Code } from '../../../../drivers/lift/code.ts';

/** What an entrapment rests on, a bit each; the numbers travel and are never given to another. */
export const BASIS = {
  alarmButton: { number: 1, en: 'alarm button pressed', zh: '报警按钮按下' },
  occupied: { number: 2, en: 'somebody is in the car', zh: '轿内有人' },
  offLevel: { number: 4, en: 'stopped outside the door zone', zh: '停在门区外' },
  unansweredCall: { number: 8, en: 'the door did not open after a ride', zh: '到站后门未打开' },
  demand: { number: 16, en: 'somebody asks from inside', zh: '轿内有人操作按钮' },
  faultInTrip: { number: 32, en: 'fault during a ride', zh: '运行中发生故障' },
  chainInTrip: { number: 64, en: 'safety chain opened during a ride', zh: '运行中安全回路断开' },
  powerLossInTrip: { number: 128, en: 'power lost during a ride', zh: '运行中停电' },
  deviceVerdict: { number: 256, en: 'the device says so', zh: '设备判定困人' },
} as const satisfies Record<string, Code>;
export type Basis = keyof typeof BASIS;

/** The bits of a list. */
export function basisBits(list: readonly Basis[]): number {
  return list.reduce((bits, name) => bits | BASIS[name].number, 0);
}

/** The names of the bits, in the order of their numbers. */
export function basisOf(bits: number): Basis[] {
  return (Object.keys(BASIS) as Basis[]).filter((name) => (bits & BASIS[name].number) !== 0);
}
