import { DIRECTION, DRIVE, MODE } from '../../../drivers/lift/car.ts';
import { DOOR, type DoorStatus } from '../../../drivers/lift/door.ts';
import { BRAKE, CHAIN, POWER } from '../../../drivers/lift/safety.ts';
import type { Known } from '../../../drivers/lift/snapshot.ts';
import type { LiftView } from '../../control/liftScreen.ts';
import type { LandingRecord } from '../../lift/health/dailyRecord.ts';
import { coded, known, type LiftGroup, listOf, ofEach, type ShownField } from './liftModel.ts';

/** What a lift is doing: car, doors, landings and drive, named after the Lift object of BACnet (ANSI/ASHRAE 135, 12.59). */
export const CAR_GROUPS: readonly LiftGroup[] = [
  {
    ...{ name: 'Car', en: 'Car', zh: '轿厢' },
    variables: [
      {
        name: 'CarPosition',
        type: 'Int32',
        en: 'floor, from 1 at the bottom',
        zh: '楼层（自下而上从 1 起）',
        of: ({ view }) => known(view.snapshot.floor),
      },
      {
        name: 'CarPositionLabel',
        type: 'String',
        en: 'floor as it is written there',
        zh: '楼层标识',
        of: ({ view }) => known(view.snapshot.floorLabel),
      },
      {
        name: 'CarHeight',
        type: 'Double',
        unit: 'mm',
        en: 'height above the bottom landing',
        zh: '距底层高度',
        of: ({ view }) => known(view.snapshot.positionMm),
      },
      {
        name: 'CarSpeed',
        type: 'Double',
        unit: 'mm/s',
        en: 'speed, up is positive',
        zh: '速度（上行为正）',
        of: ({ view }) => known(view.snapshot.speedMmS),
      },
      {
        name: 'CarMovingDirection',
        type: 'LiftCarDirection',
        en: 'direction',
        zh: '运行方向',
        of: ({ view }) => coded(view.snapshot.direction, DIRECTION),
      },
      {
        name: 'CarMode',
        type: 'LiftCarMode',
        en: 'mode',
        zh: '运行模式',
        of: ({ view }) => coded(view.snapshot.mode, MODE),
      },
      {
        name: 'CarMoving',
        type: 'Boolean',
        en: 'moves',
        zh: '运行中',
        of: ({ view }) => known(view.snapshot.moving),
      },
      {
        name: 'CarInDoorZone',
        type: 'Boolean',
        en: 'in the door zone',
        zh: '在门区',
        of: ({ view }) => known(view.snapshot.doorZone),
      },
      {
        name: 'LevelError',
        type: 'Double',
        unit: 'mm',
        en: 'levelling error',
        zh: '平层误差',
        of: ({ view }) => known(view.snapshot.levelErrorMm),
      },
      {
        name: 'AssignedCarCalls',
        type: 'Int32',
        list: true,
        en: 'car calls',
        zh: '轿内召唤',
        of: ({ view }) => listOf(view.snapshot.carCalls),
      },
    ],
  },
  {
    ...{ name: 'Doors', en: 'Car doors, the first first', zh: '轿门' },
    variables: [
      {
        name: 'CarDoorStatus',
        type: 'LiftDoorStatus',
        list: true,
        en: 'status of each door',
        zh: '各门状态',
        of: ({ view }) => doorStatus(view.snapshot.doors.map(({ status }) => status)),
      },
      {
        name: 'CarDoorLocked',
        type: 'Boolean',
        list: true,
        en: 'each door is locked',
        zh: '各门已锁',
        of: ({ view }) => ofEach(view.snapshot.doors.map(({ locked }) => locked)),
      },
      {
        name: 'CarDoorObstructed',
        type: 'Boolean',
        list: true,
        en: 'each door is obstructed',
        zh: '各门受阻',
        of: ({ view }) => ofEach(view.snapshot.doors.map(({ obstructed }) => obstructed)),
      },
    ],
  },
  {
    ...{ name: 'Landings', en: 'Landings of today, from the bottom', zh: '各层站（当日）' },
    variables: [
      {
        name: 'FloorText',
        type: 'String',
        list: true,
        en: 'what is written at each floor',
        zh: '楼层标识',
        of: ({ view }) => floors(view).map(([, label]) => label),
      },
      {
        name: 'LandingDoorCycles',
        type: 'Int32',
        list: true,
        en: 'door cycles today',
        zh: '当日开关门次数',
        of: ({ view }) => ofLandings(view, ({ cycles }) => cycles),
      },
      {
        name: 'LandingStops',
        type: 'Int32',
        list: true,
        en: 'stops today',
        zh: '当日停靠次数',
        of: ({ view }) => ofLandings(view, ({ stops }) => stops),
      },
    ],
  },
  {
    ...{ name: 'Drive', en: 'Drive', zh: '驱动' },
    variables: [
      {
        name: 'CarDriveStatus',
        type: 'LiftCarDriveStatus',
        en: 'status of the drive',
        zh: '驱动状态',
        of: ({ view }) => coded(view.snapshot.drive, DRIVE),
      },
      {
        name: 'Brake',
        type: 'LiftBrake',
        en: 'brake',
        zh: '制动器',
        of: ({ view }) => coded(view.snapshot.brake, BRAKE),
      },
      {
        name: 'SafetyChain',
        type: 'LiftSafetyChain',
        en: 'safety chain',
        zh: '安全回路',
        of: ({ view }) => coded(view.snapshot.safetyChain, CHAIN),
      },
      {
        name: 'PowerSupply',
        type: 'LiftPower',
        en: 'power',
        zh: '供电',
        of: ({ view }) => coded(view.snapshot.power, POWER),
      },
      {
        name: 'MotorCurrent',
        type: 'Double',
        unit: 'A',
        en: 'current',
        zh: '电流',
        of: ({ view }) => known(view.snapshot.motor.currentA),
      },
      {
        name: 'MotorFrequency',
        type: 'Double',
        unit: 'Hz',
        en: 'frequency',
        zh: '频率',
        of: ({ view }) => known(view.snapshot.motor.frequencyHz),
      },
      {
        name: 'MotorTemperature',
        type: 'Double',
        unit: '°C',
        en: 'temperature',
        zh: '温度',
        of: ({ view }) => known(view.snapshot.motor.temperatureC),
      },
    ],
  },
];

/** A door that nobody knows of is so in the list; when nothing is known of any, there is none. */
function doorStatus(doors: readonly Known<DoorStatus>[]): ShownField {
  const told = doors.find((status) => status !== null && status.value !== null);
  if (told === undefined) return ofEach(doors);
  return doors.map((status) => DOOR[status?.value ?? 'unknown'].number);
}

/** Of the day that runs: a landing that is not in its record had nothing; without a record nobody knows. */
function ofLandings(view: LiftView, count: (landing: LandingRecord) => number): ShownField {
  const { today } = view;
  if (today === null) return undefined;
  return floors(view).map(([floor]) => {
    const landing = today.landings[floor];
    return landing === undefined ? 0 : count(landing);
  });
}

function floors({ floors: labels, today }: LiftView): readonly (readonly [string, string])[] {
  const named = Object.entries(labels);
  if (named.length > 0) return named;
  return Object.keys(today?.landings ?? {}).map((floor) => [floor, floor] as const);
}
