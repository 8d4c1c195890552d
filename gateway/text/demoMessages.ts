import { catalogue } from './catalogue.ts';

/** The demonstration on a terminal: its screen, its keys, and what an act has done. */
export const DEMO_MESSAGES = catalogue({
  'list.names': { en: ', ', zh: '、' },
  'list.semicolon': { en: ' · ', zh: ' · ' },
  'list.comma': { en: ', ', zh: '，' },
  title: {
    en: '{time}, first reading on the platform after {first} s',
    zh: '{time}，平台 {first} s 后收到首个数据',
  },

  // lines
  line: { en: 'line {line}: ', zh: '总线 {line}：' },
  'line.opening': { en: 'opening', zh: '正在打开' },
  'line.lost': { en: 'lost', zh: '端口丢失' },
  'line.open': { en: 'open', zh: '正常' },
  'line.busy': { en: '{state}, {gauge} {percent} % busy', zh: '{state}，{gauge} 占用 {percent} %' },

  // the lift
  lift: { en: '{name}: ', zh: '{name}：' },
  'lift.silent': { en: 'nothing heard yet', zh: '尚无数据' },

  // the annunciator
  annunciator: { en: 'annunciator: ', zh: '声光报警器：' },
  'annunciator.starting': { en: 'annunciator: its board is starting', zh: '声光报警器：控制板正在启动' },
  'annunciator.in-charge': { en: 'guard is in charge', zh: '由守护进程控制' },
  'annunciator.nobody': { en: 'nobody is in charge', zh: '无人控制' },
  'annunciator.testing': { en: 'lamp test', zh: '声光试验' },
  'annunciator.sounding': { en: '{count} sounding', zh: '{count} 条鸣响' },
  'annunciator.silenced': { en: '{count} silenced', zh: '{count} 条已消音' },
  siren: { en: 'siren', zh: '警报器' },
  'siren.still': { en: 'still', zh: '无声' },
  strobe: { en: 'strobe', zh: '频闪灯' },
  'fault-lamp': { en: 'fault lamp', zh: '故障灯' },
  'valve.open': { en: 'gas valve open', zh: '燃气阀开' },
  'valve.shut': { en: 'gas valve shut', zh: '燃气阀关' },

  // alarms and the platform
  alarms: { en: 'alarms, decided on the spot', zh: '报警（就地判断）' },
  'alarms.none': { en: 'none', zh: '无' },
  'alarms.more': { en: '… and {count} more', zh: '……另有 {count} 条' },
  'alarm.limit': { en: '{value} (limit {limit})', zh: '{value}（限值 {limit}）' },
  'alarm.now': { en: 'now {value}', zh: '现为 {value}' },
  platform: { en: 'the platform: ', zh: '平台：' },
  'platform.connected': { en: 'connected', zh: '已连接' },
  'platform.connecting': { en: 'not connected yet', zh: '尚未连接' },
  'platform.unnoticed': {
    en: 'courier has not noticed yet',
    zh: '上传进程尚未发现',
  },
  'platform.lost': { en: 'NOT CONNECTED', zh: '未连接' },
  'platform.cut': { en: 'the network is cut', zh: '网络已切断' },
  'platform.nothing': { en: 'nothing received yet', zh: '尚未收到数据' },
  'platform.sums': {
    en: '{received} received, {missing} missing, {duplicates} duplicates, {tombstoned} in tombstones',
    zh: '已收 {received}，缺失 {missing}，重复 {duplicates}，已声明丢弃 {tombstoned}',
  },
  'platform.outstanding': { en: '{count} on the way', zh: '在途 {count}' },

  // keys
  'key.g': { en: 'g leak gas', zh: 'g 燃气泄漏' },
  'key.v': { en: 'v air the kitchen', zh: 'v 开窗通风' },
  'key.k': { en: 'k kill/revive heating', zh: 'k 供暖板断线/恢复' },
  'key.n': { en: 'n cut/restore network', zh: 'n 切断/恢复网络' },
  'key.l': { en: 'l call the lift', zh: 'l 呼叫电梯' },
  'key.p': { en: 'p trap a person', zh: 'p 电梯困人' },
  'key.f': { en: 'f free them', zh: 'f 解救' },
  'key.w': { en: 'w lift power', zh: 'w 电梯断电/送电' },
  'key.a': { en: 'a acknowledge', zh: 'a 确认' },
  'key.s': { en: 's silence', zh: 's 消音' },
  'key.r': { en: 'r reset', zh: 'r 复位' },
  'key.t': { en: 't lamp test', zh: 't 声光试验' },
  'key.o': { en: 'o open gas valve', zh: 'o 手动开阀' },
  'key.q': { en: 'q leave', zh: 'q 退出' },

  // what an act has done
  'done.leak': { en: 'gas leaks in kitchen 301', zh: '301 厨房燃气泄漏' },
  'done.air': { en: 'the leak in 301 is closed and the window open', zh: '301 已堵漏，窗户已打开' },
  'done.kill': { en: 'the temperature board of the heating is silent', zh: '供暖温度板已无应答' },
  'done.revive': { en: 'the temperature board of the heating answers again', zh: '供暖温度板恢复应答' },
  'done.cut': { en: 'the network is cut', zh: '网络已切断' },
  'done.restore': { en: 'the network is back', zh: '网络已恢复' },
  'done.call': {
    en: 'somebody at floor {from} calls the lift, to ride to {to}',
    zh: '有人在 {from} 层呼叫电梯，去 {to} 层',
  },
  'done.trap': {
    en: 'the next ride ends between two floors, with somebody in the car',
    zh: '下一次运行将停在两层之间，轿厢内有人',
  },
  'done.free': {
    en: 'mechanics have let people out; the site says that nobody is trapped',
    zh: '维保人员已放人；现场确认无人被困',
  },
  'done.mains-off': { en: 'the lift has no power', zh: '电梯已断电' },
  'done.mains-on': { en: 'the lift has power again', zh: '电梯已恢复供电' },
  'done.acknowledged': { en: 'acknowledged: {names}', zh: '已确认：{names}' },
  'done.nothing-to-acknowledge': { en: 'nothing waits to be acknowledged', zh: '没有待确认的报警' },
  'done.silence': { en: 'silence pressed: the strobe goes on', zh: '已按消音键：频闪灯继续' },
  'done.silence-nothing': { en: 'silence pressed: nothing sounds', zh: '已按消音键：当前无声响' },
  'done.reset': { en: 'reset pressed', zh: '已按复位键' },
  'done.reset-held': {
    en: 'reset pressed: {names} stays, its condition holds',
    zh: '已按复位键：{names} 保持，条件仍成立',
  },
  'done.test': { en: 'sirens and lamps are tested', zh: '正在试验声光' },
  'done.valve-open': { en: 'the gas valve is open', zh: '燃气阀已打开' },
  'done.valve-was-open': { en: 'the gas valve is open already', zh: '燃气阀本来就开着' },
  'done.valve-alarm': {
    en: 'the gas valve stays shut: {names} stands; v air, r reset when the gas is gone, then o',
    zh: '燃气阀保持关闭：{names} 报警仍在；先按 v 通风，燃气散去后按 r 复位，再按 o',
  },
  'done.valve-latched': {
    en: 'the gas valve stays shut: its node keeps it so until r reset is pressed; then o',
    zh: '燃气阀保持关闭：节点锁定，须先按 r 复位，再按 o',
  },
  'done.refused': { en: 'it did not work: {why}', zh: '未成功：{why}' },

  // around it
  starting: {
    en: 'starting a simulated building, a broker, guard, courier and a platform …',
    zh: '正在启动模拟楼宇、消息服务器、守护进程、上传进程和平台……',
  },
  stopping: {
    en: 'stopping guard in order, and letting courier deliver the rest …',
    zh: '正在有序停止守护进程，等待上传进程发完剩余数据……',
  },
});
