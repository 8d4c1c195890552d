import type { Text } from './language.ts';

/** How a figure of a lift is counted: the name of the definition, and the definition. */
export type FigureDefinition = { readonly name: Text; readonly text: Text };

/** Between the name of a definition and its text. */
export const AFTER_NAME: Text = { en: ': ', zh: '：' };

const OWN: Text = { en: 'Lifeline', zh: 'Lifeline 定义' };

/**
 * Printed beside every figure. Where a definition is named after a standard, its text was not at hand: it is after it, from
 * memory, and says so.
 */
export const LIFT_DEFINITIONS = {
  availability: {
    name: OWN,
    text: {
      en: 'time in service ÷ time it should have been. Down: shut down by a fault, somebody trapped, no mains. Not counted: inspection, the owner’s key, fire service, times nobody watched.',
      zh: '实际服务时间 ÷ 应服务时间。停梯：故障停机、困人、失电。不计：检修、业主锁梯、消防、未监测时间。',
    },
  },
  external: {
    name: OWN,
    text: {
      en: 'of the time down: without mains, which is no fault of the lift',
      zh: '停梯时间中因失电的部分，非电梯自身原因',
    },
  },
  trips: {
    name: OWN,
    text: {
      en: 'runs from standing to standing; without a mechanic’s jogs in inspection and without re-levelling',
      zh: '从静止到静止的运行；不含检修点动和再平层',
    },
  },
  starts: {
    name: OWN,
    text: {
      en: 'starts of the motor, as the controller counts them (else trips) ÷ hours in service',
      zh: '电动机启动次数（按控制器计数，否则按运行次数）÷ 服务小时',
    },
  },
  usage: {
    name: { en: 'after ISO 25745-2, from memory', zh: '参照 ISO 25745-2（凭记忆）' },
    text: {
      en: 'by starts a day: 1 below 75, 2 below 200, 3 below 500, 4 below 1000, 5 below 2000, 6 above; of seven days and more',
      zh: '按日启动次数：1 类 <75，2 类 <200，3 类 <500，4 类 <1000，5 类 <2000，6 类以上；至少七天',
    },
  },
  cycles: {
    name: OWN,
    text: { en: 'a door that opened and is shut again; all doors', zh: '门打开并重新关闭计一次；含所有门' },
  },
  failures: {
    name: { en: 'after GB/T 10058, from memory', zh: '参照 GB/T 10058（凭记忆）' },
    text: {
      en: 'stops by a cause of the lift itself. Codes within 5 minutes of one another are one; an entrapment is one. Not counted: no mains, a mechanic’s tests.',
      zh: '因电梯自身原因的停梯。5 分钟内相继出现的代码计为一次；困人计为一次。不计：失电、维修人员测试。',
    },
  },
  faultCodes: {
    name: OWN,
    text: {
      en: 'fault codes of the day, harmless ones too; what stops the lift is told as failures in its report',
      zh: '当日全部故障代码，含不停梯的；造成停梯的故障见月度报告',
    },
  },
  mtbf: { name: OWN, text: { en: 'time in service ÷ failures', zh: '实际服务时间 ÷ 故障次数' } },
  mcbf: {
    name: { en: 'after GB/T 10058, from memory', zh: '参照 GB/T 10058（凭记忆）' },
    text: { en: 'trips ÷ failures', zh: '运行次数 ÷ 故障次数' },
  },
  perThousand: {
    name: OWN,
    text: {
      en: 'all fault codes, harmless ones too, per 1000 trips',
      zh: '每千次运行的全部故障代码，含不停梯的',
    },
  },
  entrapments: {
    name: OWN,
    text: {
      en: 'people confirmed to be in a car that does not let them out; a suspicion that came to nothing is none',
      zh: '确认有人在无法离开的轿厢内；未成立的疑似不计',
    },
  },
  rescue: {
    name: OWN,
    text: {
      en: 'from the first suspicion until the door stood open at a landing or somebody said that they were out',
      zh: '自首次疑似起，至门在层站打开或有人确认已解救为止',
    },
  },
  arrival: {
    name: { en: 'TSG T5002-2017, from memory', zh: 'TSG T5002-2017（凭记忆）' },
    text: {
      en: 'from the first suspicion until somebody was there; at most 30 min in districted cities, 1 h elsewhere',
      zh: '自首次疑似起至到场；设区的市不超过 30 分钟，其他地区不超过 1 小时',
    },
  },
  inspection: { name: OWN, text: { en: 'time with the inspection switch on', zh: '检修开关接通的时间' } },
  visits: {
    name: OWN,
    text: {
      en: 'the inspection switch was turned, which only somebody at the lift can; over when back in service for 30 minutes',
      zh: '以检修开关动作为据，只有现场人员才能操作；恢复运行 30 分钟后视为结束',
    },
  },
} as const satisfies Record<string, FigureDefinition>;

export type FigureKey = keyof typeof LIFT_DEFINITIONS;
