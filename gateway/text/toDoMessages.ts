import { catalogue } from './catalogue.ts';

/**
 * What somebody does who stands before an alarm: in their order, short, no words of the trade. Of gas as suppliers' leaflets say it; of
 * people shut in a lift: talk to them, and leave getting them out to a mechanic. A building may have rules of its own.
 */
export const TO_DO_MESSAGES = catalogue({
  'gas.away': {
    en: 'Leave the room, and take others with you. Do not ring: knock.',
    zh: '离开现场并带走他人；不要按门铃，请敲门。',
  },
  'gas.spark': {
    en: 'Switch nothing on or off, light nothing, use no phone in there.',
    zh: '现场不要开关电器、不要点火、不要打电话。',
  },
  'gas.air': {
    en: 'Open windows and shut the gas tap, if it can be done on the way out.',
    zh: '撤离途中若能做到：开窗，关闭燃气阀门。',
  },
  'gas.call': {
    en: 'Call the gas supplier and the fire service from outside.',
    zh: '到室外后拨打燃气公司和消防 119。',
  },
  'lift.talk': {
    en: 'Talk to the people in the car. They are to stay away from the door and wait.',
    zh: '与轿厢内人员通话：远离轿门，耐心等待。',
  },
  'lift.call': {
    en: 'Call the maintenance firm. Nobody opens doors or pulls anybody out but a mechanic.',
    zh: '通知维保单位；除专业人员外，任何人不得扒门或强行救人。',
  },
  'lift.told': {
    en: 'Write down here who was called and who has come.',
    zh: '在此记录已通知的人和到场的人。',
  },
  'water.shut': {
    en: 'Look for the leak, and shut the valve before it.',
    zh: '查找漏水点，关闭上游阀门。',
  },
  'structure.look': {
    en: 'Look at the place. Where cracks are new, doors jam or plaster falls: everybody out.',
    zh: '到现场查看；若出现新裂缝、门窗变形或抹灰脱落，立即疏散。',
  },
  'structure.call': {
    en: 'Let an engineer judge it before anybody goes on as usual.',
    zh: '请结构工程师评估后再恢复使用。',
  },
  'blind.look': {
    en: 'Look at the supply and the plug of the device. Until it answers, this place is not watched: look in yourself.',
    zh: '检查设备供电和接线；恢复之前该处无人监测，请人工巡查。',
  },
  'fault.siren': {
    en: 'The siren may stay silent: tell people yourself if something happens, and let it be repaired today.',
    zh: '警报器可能不响：如有险情请人工通知，并于当天修复。',
  },
  'any.look': { en: 'Go and look at the place.', zh: '到现场查看。' },
  'any.ack': {
    en: 'Acknowledge when somebody takes care of it.',
    zh: '有人处理后请点确认。',
  },
  'any.reset': { en: 'It is over: reset it when the cause is known.', zh: '情况已解除：查明原因后复位。' },
});
