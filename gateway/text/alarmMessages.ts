import { catalogue } from './catalogue.ts';

/** Sentences about alarms, for whoever stands before a screen: what stands, what is heard, what was put aside. */
export const ALARM_MESSAGES = catalogue({
  // the head of a screen
  'screen.gateway': { en: '{name} ({id})', zh: '{name}（{id}）' },
  'screen.gateway-at': { en: '{name} ({id}), {place}', zh: '{name}（{id}），{place}' },
  'screen.time': { en: '{time}, clock {quality}', zh: '{time}，时钟{quality}' },
  'screen.no-time': { en: 'time unknown, clock {quality}', zh: '时间未知，时钟{quality}' },
  'screen.nothing': { en: 'no alarms', zh: '没有报警' },
  'screen.standing-one': {
    en: 'one alarm or fault stands; {unacknowledged} unacknowledged',
    zh: '共 1 条报警或故障，{unacknowledged} 条未确认',
  },
  'screen.standing': {
    en: '{count} alarms and faults stand; {unacknowledged} unacknowledged',
    zh: '共 {count} 条报警和故障，{unacknowledged} 条未确认',
  },
  'screen.unheard': {
    en: '{count} to sound, and NO SIREN OBEYS: go and warn people',
    zh: '应鸣响的报警：{count} 条，但警报器均未执行指令：请到现场告知人员',
  },
  'screen.sounding': { en: '{count} heard now', zh: '{count} 条正在鸣响' },
  'screen.quiet': { en: 'nothing is heard now', zh: '当前无声响' },
  'screen.trial': {
    en: 'a changed site by {by} is on trial {until}; then it goes back by itself, unless: lifeline site keep',
    zh: '{by} 更改的现场配置正在试运行，{until}；到时自动恢复，如需保留：lifeline site keep',
  },
  'screen.testing': { en: 'a test of sirens and lamps is running', zh: '正在进行声光试验' },

  // headings
  'heading.alarms': { en: 'Alarms', zh: '报警' },
  'heading.faults': { en: 'Faults', zh: '故障' },
  'heading.shelved': { en: 'Shelved', zh: '已搁置' },
  'heading.suppressed': { en: 'Suppressed by maintenance', zh: '因维护被抑制' },
  'heading.out-of-service': { en: 'Out of service', zh: '停用' },
  'heading.maintenance': { en: 'Maintenance periods', zh: '维护时段' },
  'heading.outputs': { en: 'Sirens, lamps and valves', zh: '警报器、灯与阀' },
  'heading.health': { en: 'Devices and lines', zh: '设备与总线' },
  'heading.problems': { en: 'The gateway itself', zh: '网关自身' },

  // one alarm
  'alarm.headline-bare': { en: '{severity}  {rule}', zh: '{severity}  {rule}' },
  'alarm.headline': { en: '{severity}  {rule}: {value}', zh: '{severity}  {rule}：{value}' },
  'alarm.sensed-again': { en: 'now it is sensed again', zh: '现在已恢复采集' },
  'alarm.now': { en: 'now {value}', zh: '现在 {value}' },
  'alarm.headline-limit': {
    en: '{severity}  {rule}: {value} (limit {limit})',
    zh: '{severity}  {rule}：{value}（限值 {limit}）',
  },
  'alarm.value': { en: '{value} {unit}', zh: '{value} {unit}' },
  'alarm.value-doubtful': { en: '{value} ({quality})', zh: '{value}（{quality}）' },
  'alarm.no-value': { en: 'no value, {quality}', zh: '无数值，{quality}' },
  'alarm.unsensed': { en: '{points} ({quality})', zh: '{points}（{quality}）' },
  'alarm.and-more': { en: '{named} and {more} more', zh: '{named}等，另有 {more} 个' },
  'alarm.comma': { en: ', ', zh: '、' },
  'alarm.because': { en: 'because: {reason}', zh: '原因：{reason}' },
  'alarm.yes': { en: 'on', zh: '是' },
  'alarm.no': { en: 'off', zh: '否' },
  'alarm.device': { en: '{name} ({id})', zh: '{name}（{id}）' },
  'alarm.where-place': { en: '{device}, {place}', zh: '{device}，{place}' },
  'alarm.limit-from': { en: 'limit from {source} ({confidence})', zh: '限值依据：{source}（{confidence}）' },
  'alarm.limit-clause': {
    en: 'limit from {source}, {clause} ({confidence})',
    zh: '限值依据：{source}，{clause}（{confidence}）',
  },
  'alarm.button': { en: 'the button at {device}', zh: '{device} 上的按钮' },
  'alarm.first-out': { en: 'first of its group', zh: '本组首报' },
  'alarm.followed': { en: 'followed {first}', zh: '随 {first} 之后发生' },
  'alarm.state': { en: '{letter} {state}', zh: '{letter} {state}' },
  'alarm.state-beneath': {
    en: '{letter} {state}; meanwhile it is {condition}',
    zh: '{letter} {state}；其间状态：{condition}',
  },
  'alarm.since': { en: 'since {time} ({span})', zh: '自 {time}（已 {span}）' },
  'alarm.since-span': { en: 'for {span}', zh: '已 {span}' },
  'alarm.since-before-restart': { en: 'since before the last restart', zh: '自上次重启之前' },
  'alarm.until': { en: 'until {time} (in {span})', zh: '至 {time}（还有 {span}）' },
  'alarm.until-span': { en: 'for another {span}', zh: '还有 {span}' },
  'alarm.until-by-hand': { en: 'until it is put back by hand', zh: '直至人工恢复' },
  'alarm.by': { en: 'by {actor}', zh: '操作人：{actor}' },
  'alarm.reason': { en: 'reason: {reason}', zh: '原因：{reason}' },
  'alarm.unheard': { en: 'is to sound, and no siren obeys', zh: '应鸣响，但警报器均未执行指令' },
  'alarm.sounds': { en: 'sounds now', zh: '正在鸣响' },
  'alarm.silenced': { en: 'silenced by {actor} at {time}', zh: '已由 {actor} 于 {time} 消音' },
  'alarm.silenced-by': { en: 'silenced by {actor}', zh: '已由 {actor} 消音' },
  'alarm.silenced-limit': {
    en: 'silent: the sounder has reached its time limit',
    zh: '已停响：警报器达到最长鸣响时间',
  },
  'alarm.not-on-disk': { en: 'not yet on disk', zh: '尚未写入磁盘' },
  'alarm.count': { en: 'announced {count} times', zh: '已播报 {count} 次' },

  // what to do next
  'next.look': {
    en: 'go and look, then acknowledge: {command}',
    zh: '请到现场查看，然后确认：{command}',
  },
  'next.acknowledge-over': {
    en: 'it is over; acknowledge it: {command}',
    zh: '已恢复，请确认：{command}',
  },
  'next.remove-cause': {
    en: 'remove the cause; it ends by itself when that is gone',
    zh: '请消除原因；原因消除后自动结束',
  },
  'next.remove-cause-reset': {
    en: 'remove the cause; it stays until it is reset then: {command}',
    zh: '请消除原因；原因消除后仍需复位：{command}',
  },
  'next.reset': { en: 'the cause is gone; reset it: {command}', zh: '原因已消除，请复位：{command}' },
  'next.unshelve': { en: 'bring it back earlier: {command}', zh: '提前恢复：{command}' },
  'next.end-maintenance': { en: 'end the maintenance earlier: {command}', zh: '提前结束维护：{command}' },
  'next.in-service': { en: 'put it back in service: {command}', zh: '恢复使用：{command}' },

  // maintenance, outputs, health
  'maintenance.whole-site': { en: 'the whole site', zh: '整个现场' },
  'maintenance.zone': { en: 'zone {name}', zh: '分区 {name}' },
  'maintenance.device': { en: 'device {name}', zh: '设备 {name}' },
  'output.line': { en: '{output} {point} ({name}): {doing}', zh: '{output} {point}（{name}）：{doing}' },
  'output.obeys': { en: 'read back', zh: '已回读确认' },
  'output.disobeys': { en: 'DOES NOT OBEY: look at the annunciator', zh: '未执行指令：请检查声光控制器' },
  'output.told': { en: 'told: {doing}', zh: '指令：{doing}' },
  'output.refused': {
    en: 'commanded, but the board refuses the write ({exception})',
    zh: '已下发指令，但控制板拒绝写入（{exception}）',
  },
  'output.refused-rest': {
    en: 'at rest as far as commanded, but the board refuses the write ({exception})',
    zh: '指令为静止，但控制板拒绝写入（{exception}）',
  },
  'output.unread': { en: 'not read back yet', zh: '尚未回读' },
  'health.devices': {
    en: 'devices: {online} online, {failing} failing, {offline} offline, {unknown} not heard yet',
    zh: '设备：{online} 在线，{failing} 时断时续，{offline} 离线，{unknown} 尚无应答',
  },
  'health.device': { en: '{name} ({device}): {state}', zh: '{name}（{device}）：{state}' },
  'health.line': {
    en: 'line {line}: {state}, {busy} % busy, {dead} % with silent devices',
    zh: '总线 {line}：{state}，占用 {busy} %，其中无应答设备 {dead} %',
  },

  // spans of time
  'span.s': { en: '{s} s', zh: '{s} 秒' },
  'span.min': { en: '{min} min', zh: '{min} 分钟' },
  'span.h': { en: '{h} h', zh: '{h} 小时' },
  'span.h-min': { en: '{h} h {min} min', zh: '{h} 小时 {min} 分钟' },
  'span.d': { en: '{d} d', zh: '{d} 天' },
  'span.d-h': { en: '{d} d {h} h', zh: '{d} 天 {h} 小时' },

  // answers to commands
  'answer.acknowledge': { en: 'acknowledged {occurrence}', zh: '已确认 {occurrence}' },
  'answer.silence': {
    en: 'silenced {occurrence}; it sounds again if it is announced again',
    zh: '已消音 {occurrence}；再次播报时会重新鸣响',
  },
  'answer.silence-all': {
    en: 'silenced all that sounded; what is announced from now on sounds',
    zh: '已全部消音；此后新的报警仍会鸣响',
  },
  'answer.reset': { en: 'reset {occurrence}', zh: '已复位 {occurrence}' },
  'answer.reset-kept': {
    en: 'not reset, its condition still holds: {occurrence}',
    zh: '未复位，报警条件仍然存在：{occurrence}',
  },
  'answer.reset-nothing': { en: 'there is nothing to reset', zh: '没有可复位的报警' },
  'answer.shelve': {
    en: 'shelved {rule} for {span}; it comes back by itself',
    zh: '已搁置 {rule}，时长 {span}；到时自动恢复',
  },
  'answer.unshelve': { en: '{rule} is off the shelf', zh: '已取消搁置 {rule}' },
  'answer.out-of-service': {
    en: '{rule} is out of service until it is put back by hand',
    zh: '{rule} 已停用，直至人工恢复',
  },
  'answer.in-service': { en: '{rule} is in service again', zh: '{rule} 已恢复使用' },
  'answer.maintenance': {
    en: 'maintenance has begun and ends by itself in {span}; earlier with: {command}',
    zh: '维护已开始，{span} 后自动结束；提前结束：{command}',
  },
  'answer.maintenance-unnamed': {
    en: 'maintenance has begun and ends by itself in {span}',
    zh: '维护已开始，{span} 后自动结束',
  },
  'answer.end-maintenance': { en: 'maintenance {period} is over', zh: '维护 {period} 已结束' },
  'answer.test': {
    en: 'sirens and lamps are tested now; valves and fans do not move',
    zh: '正在试验警报器和灯；阀门和风机不动作',
  },
  'answer.reopen-valve': {
    en: '{point} is told to open; it is not read back',
    zh: '已发出打开 {point} 的指令；该输出没有回读',
  },
  'answer.valve-shut': {
    en: '{point} is told to open, and is still read back shut\n  → look at the valve and its board; lifeline alarms shows what it is told and whether it obeys',
    zh: '已发出打开 {point} 的指令，但回读仍为关闭\n  → 请查看阀门及其控制板；lifeline alarms 可显示指令及其是否执行',
  },
  'answer.valve-open': { en: '{point} is open, read back', zh: '{point} 已打开，并经回读确认' },

  // a command line that cannot be understood
  'usage.what': {
    en: "'{word}' is not something to do with alarms: {suggestion}",
    zh: '报警没有“{word}”这项操作，{suggestion}',
  },
  'usage.occurrence': { en: 'say which alarm: {form}', zh: '请指明是哪条报警：{form}' },
  'usage.rule': { en: 'say which rule: {form}', zh: '请指明是哪条规则：{form}' },
  'usage.point': { en: 'say which output: {form}', zh: '请指明是哪个输出点：{form}' },
  'usage.word-too-many': { en: '{word} is one word too many', zh: '多了一个词：{word}' },
  'usage.duration': {
    en: '--for {text}: write a time like 90s, 30m, 2h or 1d',
    zh: '--for {text}：请写成 90s、30m、2h 或 1d 这样的时间',
  },
  'usage.option': { en: '--{option} has no meaning here: {form}', zh: '此处不能使用 --{option}：{form}' },
  'usage.scope-and-end': {
    en: 'either begin a maintenance or end one, not both',
    zh: '开始维护和结束维护不能同时进行',
  },
  'usage.language': { en: '--lang {text}: write en or zh', zh: '--lang {text}：请写 en 或 zh' },
  'usage.several': {
    en: "'{word}' could mean {candidates}: write more of it",
    zh: '“{word}”可能指 {candidates}：请写得更完整',
  },
});
