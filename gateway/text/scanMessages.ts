import { catalogue } from './catalogue.ts';

/** What is said of a search of a line, and of giving a device an address. */
export const SCAN_MESSAGES = catalogue({
  'list.names': { en: ' or ', zh: '、' },

  // while it runs
  'progress.line': {
    en: '{found} found · {format} · unit {unit} · about {left} left',
    zh: '已找到 {found} · {format} · 地址 {unit} · 约 {left} 后完成',
  },
  'progress.found': { en: 'unit {unit} answers at {format}', zh: '地址 {unit} 在 {format} 下有应答' },
  'progress.identifying': { en: 'looking what unit {unit} is', zh: '正在识别地址 {unit}' },
  'guard.goes-on': {
    en: 'guard holds this port and goes on watching; no probe takes longer than {limit} ms',
    zh: '监测程序占用此端口并照常监测，每次探测不超过 {limit} ms',
  },
  'guard.lift': {
    en: 'a lift is on this line: only the settings of the line are tried',
    zh: '这条线上有电梯：只按本线参数搜索',
  },

  // what was found
  'found.count': { en: '{count} found in {time}', zh: '共找到 {count} 台，用时 {time}' },
  'found.stopped': { en: 'stopped; {left} of searching were left', zh: '已停止，尚有约 {left} 未搜索' },
  'found.naive': {
    en: 'trying every rate, format and address with a second each would take {time}',
    zh: '若逐一尝试全部速率、格式和地址（每次 1 秒），需 {time}',
  },
  'found.none': { en: 'nobody answered', zh: '没有任何应答' },
  'confidence.sure': { en: 'certain', zh: '很确定' },
  'confidence.likely': { en: 'probably', zh: '可能' },
  'confidence.ambiguous': { en: 'either', zh: '都符合' },
  'confidence.unknown': { en: 'unknown device', zh: '未知设备' },
  'match.new': { en: 'new', zh: '新设备' },
  'match.known': { en: 'known as {device}', zh: '已知：{device}' },
  'match.other-settings': {
    en: 'this is {device}, set to other settings than its line',
    zh: '这是 {device}，但参数与本线不同',
  },
  'match.conflict': {
    en: 'the site has {device} here, which is another kind',
    zh: '现场文件中此地址为 {device}，型号不同',
  },
  'match.shared': {
    en: 'two devices use this address, and their answers disturb each other: take off the one connected last',
    zh: '有两只在用这个地址，回答互相干扰：请拆下最后接上的一只',
  },

  // a question about the thing in the hand
  'question.turn': {
    en: 'Turn it by about 10°. Which number follows?',
    zh: '把它转动约 10°，哪个数跟着变？',
  },
  'question.warm': { en: 'Hold it in your hand. Which number follows?', zh: '用手握住它，哪个数跟着变？' },
  'question.gas': {
    en: 'Give it test gas. Which number follows?',
    zh: '通入标准气，哪个数跟着变？',
  },
  'question.press': { en: 'Put pressure on it. Which number follows?', zh: '给它加压，哪个数跟着变？' },
  'question.open': { en: 'Open or close it. Which one follows?', zh: '把它断开或闭合，哪个跟着变？' },
  'question.move': { en: 'Move what it measures. Which number follows?', zh: '移动被测物，哪个数跟着变？' },
  'question.answer': { en: '{profile}: {value} {unit}', zh: '{profile}：{value} {unit}' },

  // what to look at, in the order in which installers do
  'advice.power': { en: 'Power: does the lamp of the sensor light?', zh: '供电：传感器指示灯亮吗？' },
  'advice.swap': {
    en: 'A and B: change them over at one end and search again',
    zh: 'A、B 线：在一端对调后再搜索一次',
  },
  'advice.ground': {
    en: 'Common ground: connect the 0 V of supply and adapter; shield at one end only',
    zh: '共地：连接电源与转换器的 0 V，屏蔽层只在一端接地',
  },
  'advice.termination': {
    en: 'Termination: 120 Ω at the two ends of the line and nowhere else, bias at one place',
    zh: '终端电阻：只在线路两端各接 120 Ω，偏置只设一处',
  },
  'advice.adapter': {
    en: 'Adapter: does its sending lamp blink now? If not, it is another port',
    zh: '转换器：发送灯在闪吗？不闪说明端口不对',
  },
  'advice.rate': {
    en: 'Something talks, but not at this rate or parity: read the rate on the label of the sensor',
    zh: '有信号，但速率或校验不对：请查看传感器标签上的速率',
  },
  'advice.shared': {
    en: 'Frames are broken in the middle: two devices with one address. Take off the one connected last',
    zh: '数据中途被打断：有两台设备地址相同。请拆下最后接上的一只',
  },
  'advice.noise': {
    en: 'Many devices break frames: look at termination and cable before addresses',
    zh: '多台设备的数据都出错：请先检查终端电阻和线缆，再查地址',
  },
  'advice.master': {
    en: 'Somebody else asks on this line: a PLC, a display, a program. Only one may',
    zh: '线上还有别的主机在询问（PLC、显示屏或其他程序），只能有一个',
  },
  'advice.echo': {
    en: 'The adapter hears itself: that is no fault',
    zh: '转换器能听到自己发送的内容：这不是故障',
  },
  'advice.slow-search': {
    en: 'Slow search of all rates: lifeline scan … --thorough',
    zh: '慢速搜索全部速率：lifeline scan … --thorough',
  },

  'usage.port': {
    en: '{port} cannot be searched: write a serial port or rtu://host:port',
    zh: '{port} 无法搜索：请写串口或 rtu://主机:端口',
  },
});
