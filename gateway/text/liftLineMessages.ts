import { catalogue } from './catalogue.ts';

/** What a lift did, in one line, as who listens on the platform's side reads it. */
export const LIFT_LINE_MESSAGES = catalogue({
  'list.comma': { en: ', ', zh: '，' },
  span: { en: '{from} to {to}', zh: '{from} 至 {to}' },
  'at-floor': { en: ' at {floor}', zh: '（{floor} 层）' },
  after: { en: ' after {span}', zh: '，历时 {span}' },
  'a-restart': { en: 'a restart', zh: '一次重启' },
  unknown: { en: '?', zh: '？' },

  'trip.way': { en: 'trip {from} → {to}', zh: '运行 {from} → {to}' },
  'trip.most': { en: 'up to {speed} m/s', zh: '最高 {speed} m/s' },
  'trip.level': { en: 'level {error} mm', zh: '平层 {error} mm' },
  'trip.load': { en: 'load {load} %', zh: '载重 {load} %' },
  'trip.off-landing': { en: 'OUTSIDE THE DOOR ZONE', zh: '停在门区外' },
  'trips-unseen': {
    en: 'not watched {span}, stood at {before}, then at {after}, at least {least} trips',
    zh: '{span} 未监测，之前在 {before}，之后在 {after}，至少运行 {least} 次',
  },
  'trips-missing': {
    en: '{missing} trips by the count of the controller were not told, {unseen} times not watched',
    zh: '按控制器计数有 {missing} 次运行未上报，{unseen} 次未监测',
  },

  door: { en: 'door {door}{floor} {span}', zh: '门 {door}{floor} {span}' },
  'door.open': { en: 'open {span}', zh: '开门 {span}' },
  'door.dwell': { en: 'dwell {span}', zh: '保持 {span}' },
  'door.close': { en: 'close {span}', zh: '关门 {span}' },
  'door.reversals': { en: '{count} reversals', zh: '反开 {count} 次' },
  'door.blocked': { en: 'blocked {span}', zh: '受阻 {span}' },
  'doors-unseen': {
    en: 'door {door} not watched {span}, at least {least} cycles',
    zh: '门 {door} 在 {span} 未监测，至少开关 {least} 次',
  },
  'door-balked': { en: 'door {door}{floor} did not open, {span}', zh: '门 {door}{floor} 未打开，{span}' },

  mode: { en: 'mode {from} → {to}', zh: '模式 {from} → {to}' },
  power: { en: 'power {from} → {to}', zh: '供电 {from} → {to}' },
  fault: { en: 'fault {fault}{floor}', zh: '故障 {fault}{floor}' },
  'fault.gone': { en: 'fault {fault} gone after {span}', zh: '故障 {fault} 已消失，历时 {span}' },
  'fault.named': { en: '{code} ({name})', zh: '{code}（{name}）' },
  'fault.missed': {
    en: 'fault {code} found in the log of the controller, {time} by its clock',
    zh: '在控制器记录中发现故障 {code}，其时钟 {time}',
  },
  'comm-lost': { en: '{device} is silent since {time}', zh: '{device} 自 {time} 起无应答' },
  'comm-back': { en: '{device} answers again{after}', zh: '{device} 恢复应答{after}' },
  'counter-reset': {
    en: 'count of {counter} began anew: {before} → {after}',
    zh: '计数 {counter} 重新开始：{before} → {after}',
  },
  test: { en: 'alarm in the car tried by {actor}', zh: '轿厢报警已测试，操作人 {actor}' },
  'test.automatic': {
    en: 'alarm in the car tried by itself, told by {actor}',
    zh: '轿厢报警已自动测试，由 {actor} 报告',
  },
  'test.failed': { en: '{test}: FAILED, {why}', zh: '{test}：失败，{why}' },
  'test.no-reason': { en: 'no reason told', zh: '未说明原因' },
  rescue: { en: 'rescue: {by} {step}, told by {actor}', zh: '救援：{by} {step}，由 {actor} 报告' },
  'rescue.called': { en: 'called', zh: '已通知' },
  'rescue.attended': { en: 'attended', zh: '已到场' },
  'rescue.released': { en: 'released', zh: '已解救被困人员' },
  'rescue.checked': { en: 'found nobody trapped', zh: '已确认无人被困' },
  'condition.began': { en: '{condition} began{floor}', zh: '{condition}开始{floor}' },
  'condition.over': { en: '{condition} over{floor}', zh: '{condition}结束{floor}' },
  'condition.overload': { en: 'overload', zh: '超载' },
  'condition.carLight': { en: 'carLight', zh: '轿厢照明故障' },
  'visit-begun': { en: 'inspection begun {time}', zh: '检修开始 {time}' },
  visit: { en: 'visit {span}, inspection {inspection}', zh: '维保 {span}，检修 {inspection}' },
  'sensor.of-door': { en: '{sensor} of door {door}', zh: '门 {door} 的 {sensor}' },
  'sensor.contradicts': {
    en: '{sensor}{floor} contradicts the others',
    zh: '{sensor}{floor} 与其他信号矛盾',
  },
  'sensor.agrees': {
    en: '{sensor}{floor} agrees with the others again',
    zh: '{sensor}{floor} 与其他信号恢复一致',
  },
  entrapment: {
    en: 'entrapment {from} → {to}: {cause} (basis {basis})',
    zh: '困人状态 {from} → {to}：{cause}（依据 {basis}）',
  },
  day: {
    en: '{day}: {trips} trips, {cycles} door cycles, {kinds} kinds of fault, {entrapments} entrapments{available}',
    zh: '{day}：运行 {trips} 次，开关门 {cycles} 次，故障 {kinds} 种，困人 {entrapments} 次{available}',
  },
  'day.available': { en: ', available {share} %', zh: '，可用 {share} %' },
  dossier: {
    en: 'dossier of {occurrence}: {count} trips{last}',
    zh: '{occurrence} 的档案：运行 {count} 次{last}',
  },
  'dossier.last': { en: ', the last {trip}', zh: '，最后一次：{trip}' },
});
