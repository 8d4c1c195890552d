import { catalogue } from './catalogue.ts';

/** How long an alarm takes at most: the bounds, what each is made of, and what should be known beside them. */
export const ALARM_TIME_MESSAGES = catalogue({
  'list.comma': { en: ', ', zh: '，' },
  'list.names': { en: ', ', zh: '、' },

  // a line for each point
  'heading.siren': {
    en: 'alarm time, at most, from the change of a register to the siren',
    zh: '报警时间上限（从寄存器变化到警报器动作）',
  },
  'heading.alarm': {
    en: 'alarm time, at most, from the change of a register to the alarm',
    zh: '报警时间上限（从寄存器变化到报警产生）',
  },
  'heading.brief': { en: '{heading} (--verbose explains it)', zh: '{heading}，加 --verbose 列出各项' },
  point: { en: '{point} ({rule}): {bounds}', zh: '{point}（{rule}）：{bounds}' },
  'bound.all-well': { en: '{s} s', zh: '{s} s' },
  bound: { en: '{s} s {fault}', zh: '{fault}时 {s} s' },
  'bound.same': { en: 'the same {fault}', zh: '{fault}时不变' },
  'bound.none': { en: 'none can be promised', zh: '无法保证' },
  'bound.delay': { en: '{s} s of it its delay', zh: '其中规则延时 {s} s' },
  'siren.same-line': { en: 'siren {device} on the same line', zh: '警报器 {device} 在同一总线上' },
  'siren.line': { en: 'siren {device} on line {line}', zh: '警报器 {device} 在总线 {line} 上' },
  'fault.none': { en: 'all well', zh: '一切正常' },
  'fault.dying-one': { en: 'if another device dies just then', zh: '恰逢另一台设备失联' },
  'fault.dying': { en: 'if {count} other devices die just then', zh: '恰逢另外 {count} 台设备失联' },
  'fault.lost-one': { en: '{fault} and one reply is lost', zh: '{fault}且丢失一次应答' },
  'fault.lost': { en: '{fault} and {count} replies are lost', zh: '{fault}且丢失 {count} 次应答' },

  // what a bound is made of
  'terms.heading': { en: '{fault}: {ms} ms', zh: '{fault}：{ms} ms' },
  'terms.row': { en: '{ms} ms  {meaning}', zh: '{ms} ms  {meaning}' },
  'term.sampling': {
    en: 'the register had just been read: until it is due again',
    zh: '寄存器刚刚读过：等到下一个轮询周期',
  },
  'term.measuring': {
    en: 'the device is told to measure, and measures',
    zh: '触发测量：写入触发命令，等待设备测完',
  },
  'term.measured': {
    en: 'until what it measured may be read: an exchange under way, and what goes before',
    zh: '测完后的等待：正在进行的通信，以及排在前面的读取',
  },
  'term.blocking': {
    en: 'the longest exchange that may be under way then; nothing is interrupted',
    zh: '阻塞：此时可能正在进行的最长一次通信，通信不可中断',
  },
  'term.urgent-writes': {
    en: 'writes to annunciators of this line, which go first',
    zh: '对本总线声光控制器的写入，优先进行',
  },
  'term.reads-before': {
    en: 'safety reads that go before: those that are due more often, and those due earlier',
    zh: '干扰：排在前面的安全类读取，即周期更短的和先到期的',
  },
  'term.others-in-trouble': {
    en: 'retries of other devices that do not answer',
    zh: '对其他无应答设备的重试',
  },
  'term.exchange': {
    en: 'the read itself, answered at the last moment its profile allows',
    zh: '本次读取：设备拖到型号文件规定的响应时间上限才应答',
  },
  'term.adapter': {
    en: 'what the adapter or the network may hold back',
    zh: '转换器或网络可能造成的滞后',
  },
  'term.lost-exchange': {
    en: 'the reads that were given up because no reply came',
    zh: '因无应答而超时放弃的读取',
  },
  'term.quarantine': {
    en: 'its unit is left alone, so that a late reply is not taken for the next one',
    zh: '该站号的静默期：以免把迟到的应答当成下一条的应答',
  },
  'term.wait-again': {
    en: 'until it may be asked again: an exchange under way, and what goes before',
    zh: '重试前的等待：正在进行的通信，以及排在前面的读取',
  },
  'term.detection': { en: 'the delay of the rule', zh: '规则的延时' },
  'term.relay-earlier': {
    en: 'a write to the same annunciator that is under way, or of another siren',
    zh: '对同一声光控制器正在进行的写入，或另一警报器的写入',
  },
  'term.relay-blocking': {
    en: 'the longest exchange that may be under way on the line of the siren',
    zh: '阻塞：警报器所在总线上可能正在进行的最长一次通信',
  },
  'term.relay-queue': {
    en: 'writes to other annunciators of that line',
    zh: '对该总线上其他声光控制器的写入',
  },
  'term.relay-write': { en: 'the write itself', zh: '本次写入' },
  'term.relay-node': {
    en: 'the annunciator, from the write to its contact',
    zh: '声光控制器：从收到写入到触点动作',
  },
  'term.host': { en: 'this computer', zh: '网关主机的处理时间' },

  // what should be known
  'cautions.heading': { en: 'to be known', zh: '须知' },
  'caution.device': { en: '{device} ({profile})', zh: '{device}（{profile}）' },
  'caution.unverified': {
    en: 'unverified profiles, which no frame of a real device confirms; compare every value on site: {devices}',
    zh: '以下设备的型号文件未经验证（没有真实设备的报文佐证），请在现场逐项核对数值：{devices}',
  },
  'caution.starved': {
    en: 'no alarm time can be promised for {point}: what is read more often goes before it, and would take {percent} % of the time if its devices answered as late as their profiles allow ({reads}); it would help to {remedies}',
    zh: '无法保证 {point} 的报警时间：周期更短的读取排在它前面，若这些设备都拖到型号文件规定的响应时间上限才应答，将占用 {percent} % 的时间（{reads}）。可行的办法：{remedies}',
  },
  'caution.starved-read': {
    en: '{point} {ms} ms every {periodMs} ms',
    zh: '{point} 每 {periodMs} ms 占用 {ms} ms',
  },
  'caution.unpromised': {
    en: '{rule}: {point} is of class {class} and read when the line has time to spare; no alarm time is promised',
    zh: '{rule}：{point} 属于{class}测点，总线空闲时才读取，不保证报警时间',
  },
  'caution.soundless': {
    en: '{rule}: no siren sounds in the zone of {point}',
    zh: '{rule}：{point} 所在分区没有警报器鸣响',
  },
  'caution.long': {
    en: '{rule}: an alarm of {point} may take {s} s beside its delay; a shorter period, a higher baud rate or fewer devices on its line would help',
    zh: '{rule}：{point} 的报警除规则延时外可能还需 {s} s；可缩短轮询周期、提高波特率或减少该总线上的设备',
  },
  'caution.shared-line': {
    en: 'line {line} carries {devices} and every siren that sounds for them: one broken wire silences both; hang a siren on another line',
    zh: '{devices} 与为其鸣响的所有警报器都在总线 {line} 上：断一根线，两者同时失效；请把警报器接到另一条总线',
  },
  'caution.no-fail-safe': {
    en: '{device}: its relays keep their last position when the gateway fails ({outputs} cannot fail safe); a board with timed pulses or an annunciator node can',
    zh: '{device}：网关失效时继电器保持原位（{outputs}不能失效安全）；带定时脉冲的继电器板或声光节点可以做到',
  },
});
