import type { Label } from '../profile/schema.ts';

/** The sensors and contacts of a lift that can be told to be wrong, by the names mechanics know. */
export const SENSOR = {
  doorOpenLimit: { en: 'door-open limit switch', zh: '开门到位开关' },
  doorCloseLimit: { en: 'door-close limit switch', zh: '关门到位开关' },
  doorLock: { en: 'door lock contact', zh: '门锁触点' },
  doorContact: { en: 'door sensor of the box', zh: '采集盒门位传感器' },
  safetyChain: { en: 'safety chain input', zh: '安全回路输入' },
  doorZone: { en: 'door zone switch', zh: '门区开关' },
  levelSensor: { en: 'levelling sensor of the box', zh: '采集盒平层传感器' },
  speed: { en: 'speed feedback', zh: '速度反馈' },
  position: { en: 'encoder (position)', zh: '编码器（位置）' },
  floorCount: { en: 'floor count (devices differ)', zh: '楼层计数（设备间不一致）' },
  direction: { en: 'direction signal', zh: '运行方向信号' },
  arrow: { en: 'direction bits of the box', zh: '采集盒方向位' },
  runState: { en: 'running state of the controller', zh: '控制器运行状态' },
  loadCell: { en: 'load cell', zh: '称重传感器' },
  personSensor: { en: 'person sensor', zh: '人体传感器' },
  alarmButton: { en: 'alarm button (stuck)', zh: '报警按钮（粘连）' },
} as const satisfies Record<string, Label>;
export type Sensor = keyof typeof SENSOR;
