import { catalogue } from './catalogue.ts';

/** What is said of a device that is read once, by hand. */
export const READ_MESSAGES = catalogue({
  'list.names': { en: ', ', zh: '、' },

  // registers without a profile
  'raw.address': { en: 'register', zh: '寄存器' },
  'raw.bit': { en: 'bit', zh: '位' },
  'raw.hex': { en: 'hex', zh: '十六进制' },
  'raw.text': { en: 'text', zh: '字符' },
  'raw.failure': {
    en: '{failure} (unit {unit}, {table} {from}–{to})',
    zh: '{failure}（站号 {unit}，{table} {from}–{to}）',
  },
  'raw.document': {
    en: 'a document that calls a register {given} often means the one that is {span} on the wire: --registers {span} --table {table}',
    zh: '资料中写作 {given} 的寄存器，在通信中往往是 {span}：--registers {span} --table {table}',
  },
  'usage.registers': {
    en: '--registers {registers} is not understood: write one or a span, at most 1000, e.g. 0-9, 7 or 0x100-0x10f',
    zh: '--registers {registers} 无法识别：请写一个或一段（最多 1000 个），例如 0-9、7 或 0x100-0x10f',
  },
  'usage.table': {
    en: '--table {table} is not one of holding, input, coil, discrete',
    zh: '--table {table} 无效，可选：holding、input、coil、discrete',
  },
  'usage.what': {
    en: 'say which device it is with --profile (lifeline profiles list), or which registers with --registers 0-9',
    zh: '请用 --profile 写明设备型号（lifeline profiles list 列出全部），或用 --registers 0-9 写明寄存器',
  },

  // what was read; a value that is not there is never 0
  'value.none': { en: 'null', zh: '无' },
  'value.true': { en: 'true', zh: '是' },
  'value.false': { en: 'false', zh: '否' },

  // what was not
  'failure.points': {
    en: '{points}: {failure} (unit {unit}, {table} {from}–{to})',
    zh: '{points}：{failure}（站号 {unit}，{table} {from}–{to}）',
  },
  'failure.exception': { en: 'the device refused ({exception})', zh: '设备拒绝（{exception}）' },
  'failure.timeout': {
    en: 'no answer: check A and B, power, unit address and baud rate',
    zh: '无应答，请检查 A、B 接线、供电、站号和波特率',
  },
  'failure.crc': {
    en: 'a garbled answer: check baud rate, parity, termination, or two devices on one address',
    zh: '应答校验错误，请检查波特率、校验位、终端电阻，以及是否有两台设备站号相同',
  },
  'failure.stranger': {
    en: 'unit {other} answered instead: read it as {other}, or set the device to the unit asked',
    zh: '应答的是站号 {other}：请以站号 {other} 读取，或更改设备的站号',
  },
  'failure.mismatch': { en: 'an answer to something else was received', zh: '收到的应答与请求不符' },
  'failure.unsure': {
    en: 'answers, but late ones cannot be told from the present one: ask again in some seconds',
    zh: '有应答，但无法与先前迟到的应答区分，请过几秒再读',
  },
  'failure.portLost': { en: 'the port was lost', zh: '端口丢失' },

  // what first contact shows beside the values
  'note.identity': {
    en: 'register {address} shows {shown}, a {profile} shows {expected}: is this another device, or another model?',
    zh: '寄存器 {address} 为 {shown}，而 {profile} 应为 {expected}：是否为其他设备或其他型号？',
  },
  'note.unit': {
    en: '{point}: the device is set to {shown}, and is read here as {expected}; write points.{point}.unit: "{shown}" at the device in the site file',
    zh: '{point}：设备的单位是 {shown}，这里按 {expected} 读取；请在现场文件的该设备下写 points.{point}.unit: "{shown}"',
  },
  'note.order': {
    en: '{point}: the words of this float come the other way round; write order: {order} in the profile',
    zh: '{point}：浮点数的字序相反，请在型号文件中写 order: {order}',
  },
  'note.other-order': {
    en: '{point} is {shown}, far outside its range; with its words the other way round it is {other}: where the device itself shows that, write `order: {instead}` at the point in the profile',
    zh: '{point} 为 {shown}，远超量程；按相反的字序则为 {other}：若设备自身显示此值，请在型号文件的该测点写 `order: {instead}`',
  },
  'note.other-type': {
    en: '{point} is {shown}, outside its range; as a number with a sign it is {other}: where the device itself shows that, write `type: {instead}` at the point in the profile',
    zh: '{point} 为 {shown}，超出量程；按有符号数则为 {other}：若设备自身显示此值，请在型号文件的该测点写 `type: {instead}`',
  },
  'note.merged': {
    en: 'register {address} shows {alone} when it is read alone and 0 among {count}: this device fills the first register of a reply only; give it maxRegisters: 1 in the site file, or in timing of its profile',
    zh: '寄存器 {address} 单独读取为 {alone}，与 {count} 个一起读取却为 0：该设备只填写应答的第一个寄存器，请在现场文件中为该设备写 maxRegisters: 1，或写入型号文件的 timing',
  },
  'capture.written': {
    en: '{count} exchanges written to {path}: compare each value with the display of the device, then write verification: bench in the profile and run lifeline profiles check',
    zh: '已将 {count} 次通信写入 {path}：请将各数值与设备显示逐一核对，然后在型号文件中写 verification: bench，并运行 lifeline profiles check',
  },

  // a command line that cannot be understood
  'usage.order': {
    en: '{unit} is not a unit: first comes the port, then the unit',
    zh: '{unit} 不是站号：先写端口，再写站号',
  },
  'usage.unit': { en: 'unit {unit} is not 1 to 247', zh: '站号 {unit} 不在 1 至 247 之间' },
});
