import { catalogue } from './catalogue.ts';

/** What is said of one lift on a screen: how it stands, what it did, how well it is. */
export const LIFT_SCREEN_MESSAGES = catalogue({
  // head
  'head.lift': { en: '{name} ({id})', zh: '{name}（{id}）' },
  'head.lift-at': { en: '{name} ({id}), {place}', zh: '{name}（{id}），{place}' },
  'head.registration': { en: 'registration {number}', zh: '登记编号 {number}' },
  'head.seen': { en: 'last reading {when}', zh: '最近读数 {when}' },
  'head.never-seen': {
    en: 'nothing was ever read from this lift',
    zh: '从未读到这台电梯的数据',
  },

  // how it stands: what the rows are called
  'row.car': { en: 'car', zh: '轿厢' },
  'row.speed': { en: 'speed', zh: '速度' },
  'row.door': { en: 'door', zh: '门' },
  'row.door-of': { en: 'door {door}', zh: '门 {door}' },
  'row.mode': { en: 'mode', zh: '模式' },
  'row.load': { en: 'load', zh: '载重' },
  'row.people': { en: 'people', zh: '轿内人员' },
  'row.chain': { en: 'safety chain', zh: '安全回路' },
  'row.brake': { en: 'brake', zh: '制动器' },
  'row.power': { en: 'power', zh: '供电' },
  'row.level': { en: 'levelling', zh: '平层误差' },
  'row.alarm-button': { en: 'alarm button', zh: '报警按钮' },
  'row.calls': { en: 'car calls', zh: '轿内登记' },
  'row.trapped': { en: 'people trapped', zh: '困人' },

  // how it stands: what is in them
  'car.floor': { en: 'floor {floor}', zh: '{floor} 层' },
  'car.floor-unnamed': {
    en: 'floor {floor}: the site names {count}',
    zh: '{floor} 层：现场文件只写了 {count} 层',
  },
  'car.floor-label': {
    en: 'floor {label} (number {floor} from below)',
    zh: '{label} 层（自下第 {floor} 层）',
  },
  'car.in-zone': { en: 'in the door zone', zh: '在门区内' },
  'car.out-of-zone': { en: 'outside the door zone', zh: '不在门区' },
  'value.speed': { en: '{speed} m/s', zh: '{speed} m/s' },
  'value.mm': { en: '{mm} mm', zh: '{mm} mm' },
  'value.percent': { en: '{percent} %', zh: '{percent} %' },
  'load.full': { en: 'full', zh: '满载' },
  'load.over': { en: 'OVERLOADED', zh: '超载' },
  'people.source': { en: '{occupancy} (by {source})', zh: '{occupancy}（依据：{source}）' },
  'door.locked': { en: 'locked', zh: '已锁' },
  'door.unlocked': { en: 'not locked', zh: '未锁' },
  'door.obstructed': { en: 'something is in the way', zh: '有障碍物' },
  'button.pressed': { en: 'PRESSED', zh: '已按下' },
  'button.at-rest': { en: 'not pressed', zh: '未按下' },
  'calls.none': { en: 'none', zh: '无' },
  'list.comma': { en: ', ', zh: '，' },
  'list.names': { en: ', ', zh: '、' },

  // how far a value can be trusted
  'doubt.not-known': { en: 'not known: {quality}', zh: '未知：{quality}' },
  'doubt.meaningless': {
    en: 'not known: the device says {told}, which stands for nothing',
    zh: '未知：设备给出 {told}，没有对应的含义',
  },
  'doubt.quality': { en: '{value} – {quality}', zh: '{value}——{quality}' },
  'doubt.contradicts': { en: 'the device contradicts itself', zh: '设备信号相互矛盾' },
  'doubt.assumed': { en: '{value} *', zh: '{value} *' },
  'doubt.assumed-note': {
    en: '* rests on a number that is assumed, to be confirmed on site',
    zh: '* 依据假定参数，待现场确认',
  },
  'doubt.never-told': { en: 'never told by this lift: {things}', zh: '本电梯不提供：{things}' },

  // trapped people
  'trapped.none': { en: 'nobody, as far as can be seen', zh: '未发现' },
  'trapped.resolved': { en: 'no more, {since}', zh: '已解除，{since}' },
  'trapped.inhibited': { en: 'not looked for in this mode', zh: '当前模式下不判断' },
  'trapped.unknown-parts': {
    en: 'not known: the lift answers, but does not tell its {things}',
    zh: '未知：电梯有应答，但没有提供{things}',
  },
  'trapped.unknown': { en: 'not known: nothing usable comes from the lift', zh: '未知：电梯没有可用数据' },
  'trapped.suspected': { en: 'PEOPLE MAY BE TRAPPED, {since}', zh: '疑似困人，{since}' },
  'trapped.confirmed': { en: 'PEOPLE ARE TRAPPED, {since}', zh: '确认困人，{since}' },
  'trapped.attended': {
    en: 'PEOPLE ARE TRAPPED, somebody is at the lift {since}',
    zh: '困人未解除，已有人到场，{since}',
  },
  'trapped.silent-now': {
    en: 'the lift has been silent since; this stands until somebody sees to it',
    zh: '此后电梯无数据；在有人确认之前一直有效',
  },
  'trapped.basis': { en: 'because: {basis}', zh: '依据：{basis}' },
  'trapped.next': {
    en: 'once somebody was there and nobody is trapped: {command}',
    zh: '现场确认无人被困后：{command}',
  },

  'trapped.rescue': {
    en: 'who was called, has come, has let them out: {command}',
    zh: '记录通知、到场、解救：{command}',
  },

  // faults
  'heading.faults': { en: 'Faults', zh: '故障' },
  'faults.none': { en: 'none', zh: '无' },
  'faults.unknown': { en: 'not known: {quality}', zh: '未知：{quality}' },
  'fault.line': { en: '{code}  {name}', zh: '{code}  {name}' },
  'fault.no-name': { en: 'not in the table of this maker', zh: '厂家代码表中没有' },
  'fault.severity': { en: '{class}: {severity}', zh: '{class}：{severity}' },
  'fault.level': { en: 'level {level}: {effect}', zh: '{level} 级：{effect}' },
  'fault.level-bare': { en: 'level {level}', zh: '{level} 级' },
  'fault.sub': { en: 'subcode {sub}', zh: '子码 {sub}' },
  'fault.floor': { en: 'came at floor {floor}', zh: '发生于 {floor} 层' },
  'fault.onset-unsure': { en: 'onset not seen', zh: '未见发生时刻' },
  'fault.gone': { en: 'not shown any more', zh: '已不再显示' },

  // what the gateway found
  'heading.found': { en: 'Found by the gateway', zh: '网关判定' },
  'found.nothing-known': { en: 'nothing can be told now', zh: '当前无法判断' },
  'found.unknown': { en: 'cannot be told now: {things}', zh: '当前无法判断：{things}' },
  'found.high': { en: 'above the rated speed', zh: '超过额定速度' },
  'found.over': { en: 'far above the rated speed', zh: '严重超过额定速度' },
  'found.top': { en: 'at the top', zh: '在上端' },
  'found.bottom': { en: 'at the bottom', zh: '在下端' },
  'found.line': { en: '{what}: {value}', zh: '{what}：{value}' },

  // devices, today, commissioning
  'heading.devices': { en: 'Devices', zh: '设备' },
  'device.answers': { en: '{device}: answers', zh: '{device}：有应答' },
  'device.silent': { en: '{device}: SILENT, {since}', zh: '{device}：无应答，{since}' },
  'device.unheard': { en: '{device}: not looked at yet', zh: '{device}：尚未查询' },
  'device.share': { en: '{percent} % of the time', zh: '应答时间占 {percent} %' },
  'device.silences': { en: 'silences: {count}, longest {longest}', zh: '中断 {count} 次，最长 {longest}' },
  'heading.today': { en: 'Today', zh: '今天' },
  'today.none': { en: 'nothing counted yet', zh: '尚无统计' },
  'today.counts': {
    en: 'trips {trips} · door cycles {cycles} · faults {faults} · people trapped {trapped}',
    zh: '运行 {trips} 次 · 开关门 {cycles} 次 · 故障 {faults} 次 · 困人 {trapped} 次',
  },
  'today.unseen': {
    en: '{count} times not watched: there trips or door cycles may be missing',
    zh: '有 {count} 段时间未监测到，可能漏记',
  },
  'heading.unconfirmed': {
    en: 'Commissioning: assumed, to be confirmed on site',
    zh: '投用参数：假定值，待现场确认',
  },
  'heading.first': { en: 'What to look at first', zh: '首先检查' },
  'first.more': { en: 'and {count} more: {command}', zh: '另有 {count} 条：{command}' },
  'first.nothing': { en: 'nothing stands out', zh: '没有明显问题' },
  'first.no-days': {
    en: 'no day is over yet: this comes with the first whole day',
    zh: '尚无完整的一天：次日起给出',
  },

  // trips
  'trips.heading': { en: '{name} ({id}): last trips ({count})', zh: '{name}（{id}）：最近 {count} 次运行' },
  'trips.none': { en: '{name} ({id}): the journal has no trip', zh: '{name}（{id}）：记录中没有运行' },
  'trips.column.time': { en: 'start', zh: '开始' },
  'trips.column.way': { en: 'from → to', zh: '起 → 止' },
  'trips.column.duration': { en: 's', zh: '秒' },
  'trips.column.distance': { en: 'm', zh: '米' },
  'trips.column.vmax': { en: 'max m/s', zh: '最高 m/s' },
  'trips.column.level': { en: 'level mm', zh: '平层 mm' },
  'trips.column.load': { en: 'load %', zh: '载重 %' },
  'trips.off-landing': { en: 'stopped off the landing', zh: '未停在门区' },
  'trips.way': { en: '{from} → {to}', zh: '{from} → {to}' },
  'trips.unseen': { en: '{from} to {to}: not watched', zh: '{from} 至 {to}：未监测' },
  'trips.unseen-least': {
    en: '{from} to {to}: not watched; at least {least} trip, floor {before} to {after}',
    zh: '{from} 至 {to}：未监测；至少 {least} 次运行，{before} 层到 {after} 层',
  },
  'trips.undated': { en: 'time not known', zh: '时间未知' },
  'trips.after': { en: 'after {time}', zh: '晚于 {time}' },
  'trips.floors-note': {
    en: 'floors are counted from below, 1 first: what is written there is in the site file (--site)',
    zh: '楼层自下而上从 1 计数：楼层标识见现场文件（--site）',
  },
  'trips.unsure-note': {
    en: '~ the clock was not synchronised: this time may be off',
    zh: '~ 当时时钟未同步，时间可能有偏差',
  },

  // health
  'health.period': { en: '{days} days, {from} to {to}', zh: '{days} 天，{from} 至 {to}' },
  'health.availability': { en: 'availability', zh: '可用率' },
  'health.trips': { en: 'trips', zh: '运行次数' },
  'health.cycles': { en: 'door cycles', zh: '开关门次数' },
  'health.failures': { en: 'failures', zh: '停梯故障' },
  'health.mtbf': { en: 'MTBF', zh: '平均无故障时间' },
  'health.mcbf': { en: 'MCBF', zh: '平均无故障运行次数' },
  'health.per-thousand': { en: 'faults per 1000 trips', zh: '每千次运行故障' },
  'health.entrapments': { en: 'people trapped', zh: '困人' },
  'health.inspection': { en: 'in inspection', zh: '检修时间' },
  'health.visits': { en: 'visits', zh: '到场次数' },
  'health.no-failure': { en: 'nothing failed', zh: '无停梯故障' },
  'health.nothing-ran': { en: 'not known', zh: '未知' },
  'health.trips-of': { en: '{count} trips', zh: '{count} 次' },
  'health.look-at': { en: 'Look at: {what}', zh: '检查：{what}' },
  'health.evidence': {
    en: '{from} to {to}, from {samples} {of}',
    zh: '{from} 至 {to}，依据 {samples} {of}',
  },
  'health.limit': {
    en: 'limit {limit}: {source} ({confidence})',
    zh: '限值 {limit}：{source}（{confidence}）',
  },
  'samples.days': { en: 'days', zh: '天' },
  'samples.cycles': { en: 'door cycles', zh: '次开关门' },
  'samples.stops': { en: 'stops', zh: '次停靠' },
  'samples.times': { en: 'occurrences', zh: '次' },

  // commands
  'done.free': {
    en: '{lift}: written down that nobody is trapped, by {actor}. Whoever still is will be found again.',
    zh: '{lift}：已记录现场无人被困，操作人 {actor}。若仍有人被困，将再次判定。',
  },
  'done.tested': {
    en: '{lift}: the test of the alarm in the car is written down, by {actor}.',
    zh: '{lift}：已记录轿内报警装置测试，操作人 {actor}。',
  },
  'done.test-failed': {
    en: '{lift}: the test of the alarm in the car FAILED ({note}); it is written down, by {actor}.',
    zh: '{lift}：轿内报警装置测试未通过（{note}），已记录，操作人 {actor}。',
  },
  'done.called': {
    en: '{lift}: written down that {by} was called.',
    zh: '{lift}：已记录通知 {by}。',
  },
  'done.attended': {
    en: '{lift}: written down that {by} has arrived. People may still be inside.',
    zh: '{lift}：已记录 {by} 到场。轿内可能仍有人被困。',
  },
  'done.released': {
    en: '{lift}: written down that {by} has let people out. Whoever is still inside will be found again.',
    zh: '{lift}：已记录 {by} 解救完成。若仍有人被困，将再次判定。',
  },
  'confirm.heading': {
    en: '{name} ({id}): assumed, and to be found out on site',
    zh: '{name}（{id}）：假定的参数，待现场确认',
  },
  'confirm.nothing': {
    en: '{name} ({id}): nothing is assumed any more',
    zh: '{name}（{id}）：没有待确认的参数',
  },
  'confirm.assumed': {
    en: 'assumed: {assumed}; possible: {allowed}',
    zh: '假定：{assumed}；可选：{allowed}',
  },
  'confirm.reason': { en: 'found out on site: {said}', zh: '现场确认：{said}' },
  'confirm.done': {
    en: '{said} is in force on trial, and goes back by itself after {minutes} min. When lift and values are right: {command}',
    zh: '{said} 已试运行，{minutes} 分钟后自动恢复。核对无误后：{command}',
  },
  'done.nobody-known': {
    en: 'Nobody was known to be trapped at this moment: within a day it stands with the last entrapment, as written down afterwards; where there was none, as soon as people are told to be released.',
    zh: '此刻没有已知的困人：一天之内有困人记录的，作为事后补记列入；没有的，在报告解救完成后列入。',
  },
  'done.report': { en: '{file}: {lift}, {month}', zh: '{file}：{lift}，{month}' },
  'done.report-empty': {
    en: '{file}: {lift}, {month}. The journal has no whole day of this month.',
    zh: '{file}：{lift}，{month}。记录中没有该月完整的一天。',
  },

  // what cannot be done
  'usage.what': {
    en: '`{word}` is nothing to do with a lift: {known}',
    zh: '“{word}”不是电梯操作：{known}',
  },
  'usage.step': { en: 'say which step: {known}', zh: '请指明步骤：{known}' },
  'usage.by': { en: 'say who it was: {step} --by NAME', zh: '请指明是谁：{step} --by 姓名' },
  'usage.site-file': { en: 'name the site file: --site site.yaml', zh: '请指定现场文件：--site site.yaml' },
  'usage.number': {
    en: '`{said}` is no number of this lift; write it like controller.doors=1. There are: {known}',
    zh: '“{said}”不是本电梯的参数，格式如 controller.doors=1。可选：{known}',
  },
  'usage.number-value': { en: '`{said}`: possible are {allowed}', zh: '“{said}”：可选值 {allowed}' },
  'usage.failed': {
    en: 'say what went wrong: --failed "nobody answered"',
    zh: '请写明问题：--failed "无人应答"',
  },
  'usage.extra': { en: '`{word}` is one word too many', zh: '多余的参数“{word}”' },
  'usage.option': { en: '--{option} has no meaning for `{what}`', zh: '--{option} 不适用于“{what}”' },
  'usage.month': {
    en: '`{text}` is no month: write it like 2026-11',
    zh: '“{text}”不是月份：请写成 2026-11',
  },
  'usage.for': {
    en: '`{text}` is nobody a paper is made for: {known}',
    zh: '没有为“{text}”编制的报告：{known}',
  },
  'usage.time-zone': {
    en: '`{text}` is no time zone: write a name such as Asia/Shanghai',
    zh: '“{text}”不是时区：请写成 Asia/Shanghai 这样的名称',
  },
  'usage.last': { en: '`{text}` is no number of trips', zh: '“{text}”不是次数' },
  'usage.which': {
    en: 'say which lift: {known}',
    zh: '请指明电梯：{known}',
  },
  'usage.no-lift': { en: 'there is no lift `{word}`', zh: '没有电梯“{word}”' },
  'usage.lifts-are': { en: 'the lifts are {known}', zh: '现有电梯：{known}' },
  'usage.no-lifts-guard': {
    en: 'this gateway has no lift: describe it in the site file under lifts',
    zh: '本网关没有电梯：请在现场文件的 lifts 中描述',
  },
  'usage.no-lifts-journal': {
    en: 'the journal tells of no lift yet',
    zh: '记录中还没有任何电梯',
  },
  'usage.not-written': { en: 'the report could not be written ({why})', zh: '无法写入报告（{why}）' },
  'usage.name-file': { en: 'name another place: --out FILE', zh: '请指明其他位置：--out 文件' },
  'usage.no-journal': {
    en: 'guard keeps no journal now',
    zh: '守护进程当前没有记录文件',
  },
  'usage.name-files': {
    en: 'is guard running with this run folder (--run)? Trips, health and reports can be had without it: --site FILE or --journal FOLDER',
    zh: '守护进程是否使用该运行目录（--run）？运行、健康和月报无需守护进程：--site 文件 或 --journal 目录',
  },
});
