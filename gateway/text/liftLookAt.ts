import type { FaultClass } from '../../drivers/lift/faultClass.ts';
import type { Sensor } from '../../drivers/lift/sensor.ts';
import type { Text } from './language.ts';

/** What a mechanic looks at first, by the class of a fault. Trade knowledge; no maker's instruction. */
export const LOOK_AT_FAULT = {
  controllerFault: { en: 'the controller board and its own log', zh: '主控板及其故障记录' },
  driveAndMotor: { en: 'motor, drive and their cables', zh: '电动机、变频器及其电缆' },
  governorAndSafetyGear: {
    en: 'governor rope and switch, safety gear; do not reset from afar',
    zh: '限速器钢丝绳及开关、安全钳；不得远程复位',
  },
  liftShaftDevice: { en: 'shaft switches and their cams', zh: '井道开关及其撞弓' },
  powerSupply: {
    en: 'mains, phases, fuses; when the building lost it',
    zh: '主电源、相序、熔断器及停电时间',
  },
  safetyInterlock: {
    en: 'the safety circuit, contact by contact: which one opens',
    zh: '逐点检查安全回路：哪个触点断开',
  },
  doorClosing: {
    en: 'sill, rollers, closing force, light curtain',
    zh: '地坎、滚轮、关门力、光幕',
  },
  doorOpening: { en: 'coupler, lock rollers, door belt', zh: '门刀、门锁滚轮、门机皮带' },
  carStoppedOutsideLandingZone: {
    en: 'door zone vanes and switches, brake, encoder',
    zh: '门区隔磁板及开关、制动器、编码器',
  },
  callButtonStuck: { en: 'the button and its return', zh: '按钮及其复位' },
  startFailure: { en: 'contactors, brake feedback, safety circuit', zh: '接触器、制动器反馈、安全回路' },
  controllerSupply: { en: 'the supply of the controller', zh: '控制器电源' },
  selfTestFailure: { en: 'what the self-test names', zh: '自检指出的部件' },
  runtimeLimitExceeded: {
    en: 'traction: does the rope slip; brake; load',
    zh: '曳引力：钢丝绳是否打滑；制动器；载荷',
  },
  positionLost: { en: 'levelling vanes and switches, encoder', zh: '平层隔磁板及开关、编码器' },
  driveTemperatureExceeded: {
    en: 'fan and filter of the drive, room temperature',
    zh: '变频器风扇、滤网及机房温度',
  },
  loadMeasurementFault: { en: 'the load cell and its zero', zh: '称重传感器及其零点' },
  unintendedCarMovement: {
    en: 'brake (lining, gap, springs) before the lift runs again',
    zh: '恢复运行前先检查制动器（制动衬、间隙、弹簧）',
  },
  overspeed: { en: 'governor, encoder, parameters of the drive', zh: '限速器、编码器、变频器参数' },
  overtravelTop: { en: 'limit switches, slow-down switches, brake', zh: '极限开关、减速开关、制动器' },
  overtravelBottom: {
    en: 'limit switches, slow-down switches, brake, buffer',
    zh: '极限开关、减速开关、制动器、缓冲器',
  },
  doorOpenWhileMoving: {
    en: 'lock contacts, and whether a bridge was left in the safety circuit',
    zh: '门锁触点，以及安全回路是否遗留短接线',
  },
  doorLockCircuit: {
    en: 'lock contact, engagement (7 mm and more), coupler clearance',
    zh: '门锁触点、啮合长度（不小于 7 mm）、门刀间隙',
  },
  repeatedDoorCycling: { en: 'light curtain, sill, call buttons', zh: '光幕、地坎、召唤按钮' },
  doorHeldOpen: { en: 'what holds the door; light curtain', zh: '挡门物品；光幕' },
  abnormalVibration: { en: 'guide shoes, rails, ropes, machine', zh: '导靴、导轨、钢丝绳、主机' },
  brakeFault: {
    en: 'brake: gap, lining, switch, contactor, before the lift runs again',
    zh: '恢复运行前检查制动器：间隙、制动衬、开关、接触器',
  },
  encoderFault: { en: 'encoder, its coupling and cable', zh: '编码器、联轴器及电缆' },
  internalComms: { en: 'bus cable, plugs, terminating resistors', zh: '通讯电缆、插头、终端电阻' },
  controllerCommLoss: { en: 'the cable from the gateway to the controller', zh: '网关至控制器的电缆' },
  noResponseToCall: { en: 'call buttons, group control, locked by key?', zh: '召唤按钮、群控、是否锁梯' },
  levellingError: { en: 'levelling vanes, brake, rope stretch', zh: '平层隔磁板、制动器、钢丝绳伸长' },
  contactorFault: { en: 'the contactor: welded or worn contacts', zh: '接触器：触点粘连或磨损' },
} as const satisfies Record<FaultClass, Text>;

/** What to do about a sensor that contradicts the others. */
export const LOOK_AT_SENSOR = {
  doorOpenLimit: { en: 'the switch, its cam and wire', zh: '开关、撞块及接线' },
  doorCloseLimit: { en: 'the switch, its cam and wire', zh: '开关、撞块及接线' },
  doorLock: { en: 'the contact; is it bridged?', zh: '触点；是否被短接？' },
  doorContact: { en: 'where the sensor of the box sits', zh: '采集盒传感器的安装位置' },
  safetyChain: { en: 'the input and its wire; is it bridged?', zh: '输入及接线；是否被短接？' },
  doorZone: { en: 'door zone switch and vanes', zh: '门区开关及隔磁板' },
  levelSensor: { en: 'levelling sensors of the box, their magnets', zh: '采集盒平层传感器及其磁条' },
  speed: { en: 'encoder and its coupling', zh: '编码器及联轴器' },
  position: { en: 'encoder slip; learn the shaft anew', zh: '编码器打滑；重新井道自学习' },
  floorCount: {
    en: 'level sensors and base floor of the box; position of the controller',
    zh: '采集盒平层传感器及基站设置；控制器楼层',
  },
  direction: { en: 'which way the device calls up', zh: '设备的上行方向设置' },
  arrow: { en: 'level sensors of the box: its arrows stay lit', zh: '采集盒平层传感器：方向位滞留' },
  runState: { en: 'the run contactor and its feedback', zh: '运行接触器及其反馈' },
  loadCell: { en: 'zero and span of the load cell', zh: '称重传感器零点和量程' },
  personSensor: { en: 'lens, aim and hold time of the sensor', zh: '传感器镜片、朝向及保持时间' },
  alarmButton: { en: 'the button: does it come back?', zh: '按钮：是否能复位' },
} as const satisfies Record<Sensor, Text>;

/** What to look at for findings that are no single fault or sensor; null where their own sentence says it. */
export const LOOK_AT_FINDING = {
  entrapments: {
    en: 'what stopped the car each time: the faults below at those hours',
    zh: '每次停梯的原因：见下方同一时间的故障',
  },
  'fault-repeats': null,
  'fault-repeats-floor': null,
  'fault-once': null,
  'sensor-fault': null,
  availability: { en: 'the longest of the faults below', zh: '下方持续最久的故障' },
  'door-opens-slower': null,
  'door-closes-slower': null,
  'door-reverses': null,
  'door-balks': null,
  'door-current': null,
  'rough-ride': null,
  indicator: null,
  restarts: null,
  relevels: null,
  levelling: { en: 'levelling vanes, brake gap, rope stretch', zh: '平层隔磁板、制动器间隙、钢丝绳伸长' },
  balance: null,
  'power-cycles': null,
  'faults-unseen': { en: 'the log of the controller', zh: '控制器故障记录' },
  'not-watched': null,
  'no-visit': { en: 'whether a visit is due', zh: '是否到期维保' },
} as const satisfies Record<string, Text | null>;
