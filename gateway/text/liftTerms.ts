import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Text } from './language.ts';

/** Words for what is known of a lift by a name of the program. */

/** Numbers of the commissioning, by their names in the site file's `parameters`. */
export const COMMISSIONING_WORDS: Readonly<Record<string, Text>> = {
  directionSense: { en: 'which way the device calls up', zh: '设备的上行方向' },
  doorZoneTerminal: { en: 'input terminal of the door zone', zh: '门区信号输入端子' },
  safetyChainBits: { en: 'which bits are the safety chain', zh: '安全回路对应的位' },
  doors: { en: 'how many doors the car has', zh: '轿门数' },
  currentScale: { en: 'scale of the motor current', zh: '电机电流量程' },
  positionZero: { en: 'whether the position counts from the lowest landing', zh: '位置是否以最低层站为零点' },
  doorBitOpen: { en: 'whether the door bit means open or closed', zh: '门位表示开门还是关门' },
};

/** Fields of a lift's screen, for saying which of them a device can never tell. */
export const FIELD_WORDS = {
  floor: { en: 'floor', zh: '楼层' },
  speedMmS: { en: 'speed', zh: '速度' },
  doorZone: { en: 'door zone', zh: '门区' },
  levelErrorMm: { en: 'levelling error', zh: '平层误差' },
  mode: { en: 'mode', zh: '模式' },
  loadPct: { en: 'load', zh: '载重' },
  occupancy: { en: 'people in the car', zh: '轿内人员' },
  safetyChain: { en: 'safety chain', zh: '安全回路' },
  brake: { en: 'brake', zh: '制动器' },
  power: { en: 'power supply', zh: '供电' },
  alarmButton: { en: 'alarm button', zh: '报警按钮' },
  carCalls: { en: 'calls', zh: '登记' },
} as const satisfies Partial<Record<keyof LiftSnapshot, Text>>;
