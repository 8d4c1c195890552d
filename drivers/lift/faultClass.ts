import type { Code } from './code.ts';

/** How grave a fault is for those in the car. Engineering values. */
export const SEVERITY = {
  critical: { number: 1, en: 'critical', zh: '紧急' },
  major: { number: 2, en: 'major', zh: '严重' },
  minor: { number: 3, en: 'minor', zh: '一般' },
  info: { number: 4, en: 'information', zh: '提示' },
} as const satisfies Record<string, Code>;
export type Severity = keyof typeof SEVERITY;

type FaultCode = Code & { readonly severity: Severity };

/** BACnet's LiftFault, verbatim; 1024 and above are ours. */
export const FAULT = {
  controllerFault: { number: 0, severity: 'major', en: 'controller fault', zh: '控制器故障' },
  driveAndMotor: { number: 1, severity: 'major', en: 'drive or motor fault', zh: '驱动或电机故障' },
  governorAndSafetyGear: {
    ...{ number: 2, severity: 'critical' },
    ...{ en: 'governor or safety gear', zh: '限速器或安全钳动作' },
  },
  liftShaftDevice: { number: 3, severity: 'major', en: 'device in the shaft', zh: '井道装置故障' },
  powerSupply: { number: 4, severity: 'major', en: 'power supply', zh: '电源故障' },
  safetyInterlock: { number: 5, severity: 'major', en: 'safety circuit open', zh: '安全回路断路' },
  doorClosing: { number: 6, severity: 'minor', en: 'door does not close', zh: '关门故障' },
  doorOpening: { number: 7, severity: 'minor', en: 'door does not open', zh: '开门故障' },
  carStoppedOutsideLandingZone: {
    ...{ number: 8, severity: 'major' },
    ...{ en: 'stopped outside the door zone', zh: '门区外停梯' },
  },
  callButtonStuck: { number: 9, severity: 'minor', en: 'call button stuck', zh: '按钮粘连' },
  startFailure: { number: 10, severity: 'major', en: 'does not start', zh: '启动失败' },
  controllerSupply: { number: 11, severity: 'major', en: 'supply of the controller', zh: '控制器电源故障' },
  selfTestFailure: { number: 12, severity: 'major', en: 'self-test failed', zh: '自检失败' },
  runtimeLimitExceeded: {
    ...{ number: 13, severity: 'major' },
    ...{ en: 'motor ran for too long', zh: '电动机运转时间超限' },
  },
  positionLost: { number: 14, severity: 'major', en: 'position lost', zh: '楼层位置丢失' },
  driveTemperatureExceeded: { number: 15, severity: 'major', en: 'drive too hot', zh: '驱动过热' },
  loadMeasurementFault: { number: 16, severity: 'minor', en: 'load measurement', zh: '称重故障' },
  unintendedCarMovement: {
    ...{ number: 1024, severity: 'critical' },
    ...{ en: 'unintended movement', zh: '轿厢意外移动' },
  },
  overspeed: { number: 1025, severity: 'critical', en: 'overspeed', zh: '超速' },
  overtravelTop: { number: 1026, severity: 'critical', en: 'overtravel at the top', zh: '冲顶' },
  overtravelBottom: { number: 1027, severity: 'critical', en: 'overtravel at the bottom', zh: '蹲底' },
  doorOpenWhileMoving: {
    ...{ number: 1028, severity: 'critical' },
    ...{ en: 'door open while moving', zh: '运行中开门' },
  },
  doorLockCircuit: { number: 1029, severity: 'major', en: 'door lock circuit open', zh: '门锁回路断路' },
  repeatedDoorCycling: {
    ...{ number: 1030, severity: 'minor' },
    ...{ en: 'door opens again and again', zh: '反复开关门' },
  },
  doorHeldOpen: { number: 1031, severity: 'minor', en: 'door held open', zh: '长时间开门' },
  abnormalVibration: { number: 1032, severity: 'minor', en: 'abnormal vibration', zh: '异常振动' },
  brakeFault: { number: 1033, severity: 'major', en: 'brake fault', zh: '制动器故障' },
  encoderFault: { number: 1034, severity: 'major', en: 'encoder fault', zh: '编码器故障' },
  internalComms: {
    number: 1035,
    severity: 'minor',
    en: 'communication within the lift',
    zh: '电梯内部通讯故障',
  },
  controllerCommLoss: {
    ...{ number: 1036, severity: 'major' },
    ...{ en: 'controller does not answer', zh: '控制器通讯中断' },
  },
  noResponseToCall: { number: 1037, severity: 'major', en: 'does not respond to calls', zh: '不响应召唤' },
  levellingError: { number: 1038, severity: 'minor', en: 'levelling error', zh: '平层误差' },
  contactorFault: { number: 1039, severity: 'major', en: 'contactor fault', zh: '接触器故障' },
} as const satisfies Record<string, FaultCode>;
export type FaultClass = keyof typeof FAULT;
