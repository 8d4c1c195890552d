import { catalogue } from './catalogue.ts';

/** What is wrong with a command line, and what is said of verbs. */
export const USAGE_MESSAGES = catalogue({
  usage: { en: 'Usage: lifeline {usage}', zh: '用法：lifeline {usage}' },
  'help.more': {
    en: '`lifeline <verb> --help` says more of one; --lang en|zh chooses the language; --version says which software this is',
    zh: '`lifeline <动词> --help` 查看详细说明；--lang en|zh 选择语言；--version 显示软件版本',
  },
  version: {
    en: '{software}, newest change {day}, Node {node}',
    zh: '{software}，最近修改 {day}，Node {node}',
  },
  'baud-wrong': {
    en: '--baud {text} is no rate: write 9600, 4800 …',
    zh: '--baud {text} 不是波特率：请写 9600、4800 等',
  },
  'parity-wrong': {
    en: '--parity {text} is none of the three: write none, even or odd',
    zh: '--parity {text} 无效：请写 none（无校验）、even（偶校验）或 odd（奇校验）',
  },
  'stop-bits-wrong': { en: '--stop-bits {text}: write 1 or 2', zh: '--stop-bits {text} 无效：请写 1 或 2' },
  'port-windows': {
    en: '{port} is a port of Windows: here adapters are called /dev/ttyUSB0 and the like (`ls /dev/serial/by-id` shows them)',
    zh: '{port} 是 Windows 的串口名：这里的转换器叫 /dev/ttyUSB0 等（`ls /dev/serial/by-id` 可列出）',
  },
  'port-address': {
    en: '{port} is an address in the network: write tcp://{port} for Modbus TCP, or rtu://{port} for RTU over TCP, with its port number',
    zh: '{port} 是网络地址：Modbus TCP 请写 tcp://{port}，RTU over TCP 请写 rtu://{port}，并带端口号',
  },
  'port-remote': {
    en: '{port} is not understood: write tcp://host:502 for Modbus TCP, or rtu://host:port for RTU over TCP',
    zh: '{port} 无法识别：Modbus TCP 请写 tcp://主机:502，RTU over TCP 请写 rtu://主机:端口',
  },
  'port-word': {
    en: '{port} is no port: first comes the port, /dev/ttyUSB0 or tcp://host:502, then the unit (`ls /dev/serial/by-id` shows adapters)',
    zh: '{port} 不是端口：先写端口（/dev/ttyUSB0 或 tcp://主机:502），再写站号（`ls /dev/serial/by-id` 可列出转换器）',
  },
  'word-missing-named': { en: '{word} is missing', zh: '缺少参数 {word}' },
  'word-missing': { en: 'something is missing', zh: '缺少参数' },
  'word-too-many': { en: '{word} is one word too many', zh: '多余的参数 {word}' },
  'option-unknown': {
    en: 'there is no option {option}: {suggestion}',
    zh: '没有选项 {option}：{suggestion}',
  },
  'option-dashes': {
    en: '{given} does not begin with two hyphens: write {option}',
    zh: '{given} 的开头不是两个短横线：请写 {option}',
  },
  'option-value': { en: '{option} wants a value behind it', zh: '{option} 后面需要一个值' },
  'option-flag': { en: '{option} takes no value', zh: '{option} 不带值' },
});
