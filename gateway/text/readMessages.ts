import { catalogue } from './catalogue.ts';

/** What is said of a device that is read once, by hand. */
export const READ_MESSAGES = catalogue({
  'list.names': { en: ', ', zh: '、' },

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
  'failure.mismatch': { en: 'an answer to something else was received', zh: '收到的应答与请求不符' },
  'failure.unsure': {
    en: 'answers, but late ones cannot be told from the present one: ask again in some seconds',
    zh: '有应答，但无法与先前迟到的应答区分，请过几秒再读',
  },
  'failure.portLost': { en: 'the port was lost', zh: '端口丢失' },

  // a command line that cannot be understood
  'usage.unit': { en: 'unit {unit} is not 1 to 247', zh: '站号 {unit} 不在 1 至 247 之间' },
  'usage.profile': {
    en: 'say which device it is with --profile (lifeline profiles list)',
    zh: '请用 --profile 写明设备型号（lifeline profiles list 列出全部）',
  },
  'usage.port': {
    en: '{port} at {baud} baud cannot be used',
    zh: '端口 {port} 不能以波特率 {baud} 使用',
  },
  'usage.port-default': {
    en: '{port} at default baud cannot be used',
    zh: '端口 {port} 不能以默认波特率使用',
  },
});
