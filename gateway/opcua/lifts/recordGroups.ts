import { OCCUPANCY, OCCUPANCY_SOURCE } from '../../../drivers/lift/car.ts';
import { ENTRAPMENT } from '../../../drivers/lift/safety.ts';
import { ENTRAPMENT_POINT } from '../../../drivers/lift/virtualPoints.ts';
import { FaultNames } from '../../reports/lift/faultNames.ts';
import { findingShown } from '../../reports/lift/findingShown.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import type { Language } from '../../text/language.ts';
import { coded, known, type LiftGroup, made, type ShownField, type ShownLift } from './liftModel.ts';

/** How a lift is: counts, figures, trips, faults, people, and what to look at first. */
export const RECORD_GROUPS: readonly LiftGroup[] = [
  {
    ...{ name: 'Counters', en: 'Counts as the devices keep them', zh: '计数' },
    variables: [
      {
        name: 'Trips',
        type: 'Double',
        en: 'trips',
        zh: '运行次数',
        of: ({ view }) => known(view.snapshot.counters.trips),
      },
      {
        name: 'DoorCycles',
        type: 'Double',
        en: 'door cycles',
        zh: '开关门次数',
        of: ({ view }) => known(view.snapshot.counters.doorCycles),
      },
      {
        name: 'RunTime',
        type: 'Double',
        unit: 's',
        en: 'time of running',
        zh: '运行时间',
        of: ({ view }) => known(view.snapshot.counters.runS),
      },
    ],
  },
  {
    ...{ name: 'Today', en: 'Figures of the day that runs', zh: '当日指标' },
    variables: [
      { name: 'TripsToday', type: 'Int32', en: 'trips', zh: '运行次数', of: ({ view }) => view.today?.trips },
      {
        name: 'DoorCyclesToday',
        type: 'Int32',
        en: 'door cycles',
        zh: '开关门次数',
        of: ({ view }) => view.today?.doorCycles,
      },
      {
        name: 'Availability',
        type: 'Double',
        unit: '%',
        en: 'availability',
        zh: '可用率',
        of: ({ view }) => percent(view.today?.availability.share),
      },
      {
        name: 'LevelErrorP95',
        type: 'Double',
        unit: 'mm',
        en: '95 % of levelling errors are below',
        zh: '平层误差 95 分位',
        of: ({ view }) => view.today?.levelP95Mm,
      },
      {
        name: 'FaultsToday',
        type: 'Int32',
        en: 'faults',
        zh: '故障次数',
        of: ({ view }) => view.today?.faults.length,
      },
      {
        name: 'EntrapmentsToday',
        type: 'Int32',
        en: 'entrapments',
        zh: '困人次数',
        of: ({ view }) => view.today?.entrapments,
      },
    ],
  },
  {
    ...{ name: 'LastTrips', en: 'Last trips, newest last', zh: '最近运行（最新在后）' },
    variables: [
      {
        name: 'TripStart',
        type: 'DateTime',
        list: true,
        en: 'begin',
        zh: '开始时间',
        of: ({ trips }) => trips?.map(({ started }) => started),
      },
      {
        name: 'TripFrom',
        type: 'Int32',
        list: true,
        en: 'from floor',
        zh: '起始楼层',
        of: ({ trips }) => trips?.map(({ from }) => from),
      },
      {
        name: 'TripTo',
        type: 'Int32',
        list: true,
        en: 'to floor',
        zh: '到达楼层',
        of: ({ trips }) => trips?.map(({ to }) => to),
      },
      {
        name: 'TripDuration',
        type: 'Double',
        list: true,
        unit: 'ms',
        en: 'duration',
        zh: '时长',
        of: ({ trips }) => trips?.map(({ durationMs }) => durationMs),
      },
      {
        name: 'TripSpeed',
        type: 'Double',
        list: true,
        unit: 'mm/s',
        en: 'greatest speed',
        zh: '最高速度',
        of: ({ trips }) => trips?.map(({ vmaxMmS }) => vmaxMmS),
      },
    ],
  },
  {
    ...{ name: 'Faults', en: 'Faults that stand', zh: '当前故障' },
    variables: [
      {
        name: 'FaultSignals',
        type: 'String',
        list: true,
        en: 'vendor, code and class',
        zh: '厂家、代码与类别',
        of: ({ view }) =>
          made(view.snapshot.faults, (faults) =>
            faults.map(({ vendor, code, class: of }) =>
              [vendor, code, of].filter((part) => part !== null).join(' '),
            ),
          ),
      },
      {
        name: 'CommunicationLost',
        type: 'String',
        list: true,
        en: 'devices that do not answer',
        zh: '失联设备',
        of: ({ view }) => silentOf(view),
      },
    ],
  },
  {
    ...{ name: 'People', en: 'People in the car', zh: '轿内人员' },
    variables: [
      {
        name: 'Occupancy',
        type: 'LiftOccupancy',
        en: 'somebody is in the car',
        zh: '轿内有人',
        of: ({ view }) => coded(view.snapshot.occupancy, OCCUPANCY),
      },
      {
        name: 'OccupancySource',
        type: 'LiftOccupancySource',
        en: 'how that is known',
        zh: '判断依据',
        of: ({ view }) => OCCUPANCY_SOURCE[view.snapshot.occupancySource].number,
      },
      {
        name: 'CarLoad',
        type: 'Double',
        unit: '%',
        en: 'load',
        zh: '载重',
        of: ({ view }) => known(view.snapshot.loadPct),
      },
      {
        name: 'PassengerAlarm',
        type: 'Boolean',
        en: 'alarm button is pressed',
        zh: '报警按钮按下',
        of: ({ view }) => known(view.snapshot.alarmButton),
      },
      {
        name: 'Entrapment',
        type: 'LiftEntrapment',
        en: 'entrapment, as the gateway finds it',
        zh: '困人判断',
        of: ({ view }) => entrapment(view),
      },
    ],
  },
  {
    ...{ name: 'FirstLook', en: 'What to look at first, worst first', zh: '优先检查' },
    variables: [
      {
        name: 'Findings',
        type: 'String',
        list: true,
        en: 'in words',
        zh: '文字说明',
        of: ({ view }) => found(view, 'en'),
      },
      {
        name: 'FindingsChinese',
        type: 'String',
        list: true,
        en: 'in Chinese',
        zh: '中文说明',
        of: ({ view }) => found(view, 'zh'),
      },
    ],
  },
];

/** Devices that do not answer; while one of them was not asked yet, nobody knows which. */
function silentOf({ devices, comm }: ShownLift['view']): ShownField {
  if (devices.some((id) => comm[id] === undefined)) return undefined;
  return devices.filter((id) => comm[id]?.silentSince !== null);
}

/** Before the first whole day is recorded nothing was looked at. */
function found({ findings, recent, floors }: ShownLift['view'], language: Language): ShownField {
  if (recent.length === 0) return undefined;
  const faults = new FaultNames(shippedLiftTables());
  return findings.map((finding) => findingShown(finding, recent, { labels: floors, faults, language }));
}

/** As detection tells it: nobody is said to be in no trap while the lift is silent. */
function entrapment({ values }: ShownLift['view']): ShownField {
  const told = values.find(({ name }) => name === ENTRAPMENT_POINT.name);
  return told && { ...told, value: ENTRAPMENT[told.value as keyof typeof ENTRAPMENT]?.number ?? null };
}

function percent(share: number | null | undefined): number | null {
  return share == null ? null : share * 100;
}
