import { catalogue } from './catalogue.ts';

/** What a check of a site file tells of it: its lines and devices, lifts, where values come from, and whether it is fine. */
export const SITE_REPORT_MESSAGES = catalogue({
  'list.comma': { en: ', ', zh: '，' },
  'list.names': { en: ', ', zh: '、' },
  'list.parts': { en: '; ', zh: '；' },
  'list.then': { en: ', then ', zh: '、' },

  // the whole
  gateway: { en: 'gateway {id}', zh: '网关 {id}' },
  uplink: { en: '{id}: {url}', zh: '{id}：{url}' },
  'verdict.fine': { en: '{site} is fine', zh: '{site} 检查通过' },
  'verdict.usable': { en: '{problems}, but {site} can be used', zh: '{problems}，但 {site} 可以使用' },
  'verdict.unusable': { en: '{problems}: {site} cannot be used', zh: '{problems}：{site} 不能使用' },

  // the summary
  'verdict.of': {
    en: '{verdict}: {devices} on {lines}, {rules}, {uplinks}',
    zh: '{verdict}：{lines}，{devices}，{rules}，{uplinks}',
  },
  'summary.line': {
    en: 'line {id}: {connection}, {devices}, load {load}{alarm}',
    zh: '总线 {id}：{connection}，{devices}，负载 {load}{alarm}',
  },
  'line.fastest': {
    en: 'as fast as the line allows, every {ms} ms: {points}',
    zh: '在线路允许的范围内尽快读取，每 {ms} ms：{points}',
  },
  'summary.points-more': { en: '{points} and {more} more', zh: '{points} 等，另有 {more} 个' },
  'summary.alarm': {
    en: '; alarms within {s} s when all is well ({point})',
    zh: '；一切正常时报警不超过 {s} s（{point}）',
  },
  'summary.lift': { en: 'lift {id} ({name}): {count} floors', zh: '电梯 {id}（{name}）：{count} 层' },
  'summary.promises': { en: 'what cannot be promised, or has to be known', zh: '不能保证或须知的事项' },
  'summary.unwatched': {
    en: 'no rule raises an alarm for: {devices} → name a rule pack (pack: …) or write rules',
    zh: '以下设备没有任何规则会报警：{devices} → 请指定规则包（pack: …）或自行编写规则',
  },
  'summary.more': { en: '… and {count} more', zh: '……另有 {count} 条' },
  'summary.verbose': {
    en: 'every device, rule, source of a value and term of an alarm time: --verbose',
    zh: '全部设备、规则、取值来源和报警时间各项：--verbose',
  },

  // so many of something; -one: a single one
  problems: { en: '{count} problems', zh: '{count} 个错误' },
  'problems-one': { en: '{count} problem', zh: '{count} 个错误' },
  warnings: { en: '{count} warnings', zh: '{count} 条警告' },
  'warnings-one': { en: '{count} warning', zh: '{count} 条警告' },
  rules: { en: '{count} rules', zh: '{count} 条规则' },
  'rules-one': { en: '{count} rule', zh: '{count} 条规则' },
  uplinks: { en: '{count} uplinks', zh: '{count} 条上行链路' },
  'uplinks-one': { en: '{count} uplink', zh: '{count} 条上行链路' },
  devices: { en: '{count} devices', zh: '{count} 台设备' },
  'devices-one': { en: '{count} device', zh: '{count} 台设备' },
  lines: { en: '{count} lines', zh: '{count} 条总线' },
  'lines-one': { en: '{count} line', zh: '{count} 条总线' },
  points: { en: '{count} points', zh: '{count} 个测点' },
  'points-one': { en: '{count} point', zh: '{count} 个测点' },
  reads: { en: '{count} reads', zh: '{count} 次读取' },
  'reads-one': { en: '{count} read', zh: '{count} 次读取' },

  // lines and what hangs on them
  line: { en: 'line {id}: {connection}, load {load}', zh: '总线 {id}：{connection}，负载 {load}' },
  'line.serial': { en: '{port} at {baud} {frame}', zh: '{port}，{baud} {frame}' },
  'line.rtu-over-tcp': {
    en: 'RTU over TCP {host}:{port} at {baud} {frame}',
    zh: 'RTU over TCP {host}:{port}，{baud} {frame}',
  },
  'line.modbus-tcp': { en: 'Modbus TCP {host}:{port}', zh: 'Modbus TCP {host}:{port}' },
  device: {
    en: '{id} ({name}): unit {unit}, {profile}, {points} in {reads}, fastest every {s} s, {share}',
    zh: '{id}（{name}）：站号 {unit}，{profile}，{points}分 {reads}，最短周期 {s} s，占用 {share}',
  },
  'device.profile': { en: '{profile}, {verification}', zh: '{profile}（{verification}）' },

  // lifts
  lift: {
    en: 'lift {id} ({name}): {count} floors, {lowest} to {highest}, told by {devices}',
    zh: '电梯 {id}（{name}）：{count} 层，{lowest} 至 {highest}，数据来源（按优先顺序）：{devices}',
  },
  'lift.no-bound': {
    en: 'what is alarming is judged over seconds, by what the lift did: no alarm time is promised',
    zh: '电梯报警按其数秒内的运行情况判断，不保证报警时间',
  },
  'lift.no-overspeed': {
    en: 'overspeed is not looked for: write ratedSpeed in m/s',
    zh: '未监测超速：请填写 ratedSpeed（m/s）',
  },
  'lift.no-overtravel': {
    en: 'overtravel is not looked for at the top: write travel in m',
    zh: '未监测冲顶：请填写 travel（m）',
  },
  'lift.no-openings': {
    en: 'two doors: one that opens before a wall is taken for a way out: write openings, with the floors of each door',
    zh: '贯通门：在无层站一侧打开的门也会被当作出口：请填写 openings，写明前门和后门的楼层',
  },
  'lift.chosen': {
    en: '{name} {value}: chosen on site, else {usual}',
    zh: '{name} {value}：现场设定，默认 {usual}',
  },
  'lift.thresholds': { en: 'thresholds of lifts, and how sure they are', zh: '电梯阈值及其可信程度' },
  'lift.threshold': {
    en: '{name} {value}: {origin} ({source})',
    zh: '{name} {value}：{origin}（{source}）',
  },

  // rules and rule packs
  rule: { en: '{id}: {text}', zh: '{id}：{text}' },
  'packs.heading': {
    en: 'values of rule packs, and how sure they are (check them against the standard that applies to you)',
    zh: '规则包的取值及其可信程度（请对照所适用的标准核实）',
  },
  'packs.rule': { en: '{rule} (pack {pack})', zh: '{rule}（规则包 {pack}）' },
  'packs.values': { en: '{origin}: {values}', zh: '{origin}：{values}' },
  'packs.value': { en: '{path} {value}', zh: '{path} {value}' },
  'packs.value-unit': { en: '{path} {value} {unit}', zh: '{path} {value} {unit}' },
  'packs.origin': { en: '{origin} ({source})', zh: '{origin}（{source}）' },
  'packs.origin-clause': {
    en: '{origin}, {clause} ({source})',
    zh: '{origin}，{clause}（{source}）',
  },
  'packs.note': { en: 'note on {pack}: {note}', zh: '{pack} 说明：{note}' },
  unwatched: {
    en: 'warning: {device} has safety points but no rule that raises an alarm: name a rule pack (pack: …) or write rules',
    zh: '警告：{device} 有安全类测点，却没有任何规则会报警：请指定规则包（pack: …）或自行编写规则',
  },
});
