import { catalogue } from './catalogue.ts';

/** What is told of the devices that are known, to somebody who looks for one or connects one. */
export const PROFILE_MESSAGES = catalogue({
  'list.comma': { en: ', ', zh: '，' },
  'list.names': { en: ', ', zh: '、' },
  'list.semicolon': { en: '; ', zh: '；' },

  'list.verified': { en: '{count} {verified}', zh: '{verified} {count} 个' },
  'list.sum': {
    en: '{count} profiles: {verified}. {seen} were seen outside this project ({frames} by frames, {values} by values).',
    zh: '共 {count} 个型号：{verified}。其中 {seen} 个有外部佐证（报文 {frames} 个，数值 {values} 个）。',
  },

  // headings
  'column.source': { en: 'SOURCE', zh: '资料来源' },
  'column.profile': { en: 'PROFILE', zh: '型号' },
  'column.kind': { en: 'KIND', zh: '类别' },
  'column.verified': { en: 'VERIFIED', zh: '依据' },
  'column.outside': { en: 'SEEN OUTSIDE', zh: '外部佐证' },
  'column.address': { en: 'UNIT SET BY', zh: '站号设置' },
  'column.serial': { en: 'SERIAL', zh: '串口' },
  'column.name': { en: 'NAME', zh: '名称' },
  'column.point': { en: 'POINT', zh: '测点' },
  'column.where': { en: 'WHERE', zh: '地址' },
  'column.type': { en: 'TYPE', zh: '数据类型' },
  'column.scale': { en: 'SCALE', zh: '换算' },
  'column.unit': { en: 'UNIT', zh: '单位' },
  'column.range': { en: 'RANGE', zh: '量程' },
  'column.accuracy': { en: '±', zh: '±' },
  'column.class': { en: 'CLASS', zh: '类型' },
  'column.every': { en: 'EVERY', zh: '周期' },
  'column.role': { en: 'ROLE', zh: '用途' },
  'column.setting': { en: 'SETTING', zh: '设置项' },
  'column.values': { en: 'VALUES', zh: '取值' },
  'outside.frames': { en: 'frames', zh: '报文' },
  'outside.values': { en: 'values', zh: '数值' },
  'outside.none': { en: '-', zh: '-' },
  'address.register': { en: 'register', zh: '寄存器' },
  'address.by-hand': { en: 'hand', zh: '手动' },
  'address.unknown': { en: '-', zh: '-' },
  'row.outside': { en: 'seen outside', zh: '外部佐证' },
  'row.by-hand': { en: 'by hand', zh: '手动设置' },
  'by-hand': { en: '{sets} ({how}): {steps}', zh: '{sets}（{how}）：{steps}' },
  'how.dip-switch': { en: 'DIP switch', zh: '拨码开关' },
  'how.rotary-switch': { en: 'rotary switch', zh: '旋转开关' },
  'how.button': { en: 'button', zh: '按键' },
  'how.jumper': { en: 'jumper', zh: '跳线' },
  'how.display': { en: 'display', zh: '面板' },
  'how.vendor-tool': { en: "maker's program", zh: '厂家软件' },
  'how.order-code': { en: 'order code', zh: '订货代码' },
  'timing.trigger': { en: 'measures when told to, {ms} ms', zh: '触发后 {ms} ms 出结果' },
  'timing.asleep': { en: 'sleeps after {ms} ms', zh: '{ms} ms 无请求即休眠' },
  'column.how': { en: 'HOW', zh: '写入方式' },
  'write.function-16': { en: 'FC 16', zh: '功能码 16' },
  'write.unlock': { en: 'unlocked first', zh: '先解锁' },
  'write.save': { en: 'saved after', zh: '后保存' },
  'write.on-power-up': { en: 'counts after power-up', zh: '重新上电后生效' },
  'write.broadcast': { en: 'heard by every device of the line', zh: '总线上所有设备都会收到' },
  'write.blind': { en: 'not read back', zh: '无法读回' },
  'row.vendor': { en: 'vendor', zh: '厂家' },
  'row.kind': { en: 'kind', zh: '类别' },
  'row.verified': { en: 'verified', zh: '依据' },
  'row.source': { en: 'source', zh: '来源' },
  'row.serial': { en: 'serial', zh: '串口' },
  'row.timing': { en: 'timing', zh: '时序' },

  // one profile
  title: { en: '{id} — {name}', zh: '{id}——{name}' },
  serial: { en: '{baud} {frame}, unit {unit}', zh: '{baud} {frame}，站号 {unit}' },
  'serial.bauds': { en: '{serial}, can do {bauds} baud', zh: '{serial}，支持波特率 {bauds}' },
  'timing.reply': {
    en: 'reply {usual} ms, at most {most} ms',
    zh: '通常 {usual} ms 应答，响应时间上限 {most} ms',
  },
  'timing.gap': { en: 'extra gap {ms} ms', zh: '请求前另需静默 {ms} ms' },
  'timing.boot': { en: 'boot {s} s', zh: '启动 {s} s' },
  'timing.warm-up': { en: 'warm-up {s} s', zh: '预热 {s} s' },
  'timing.own-line': { en: 'needs a line of its own', zh: '须独占一条总线' },
  'where.document': { en: '{where} ({number} in the document)', zh: '{where}（文档中为 {number}）' },
  'unit.register': { en: 'by register {register}', zh: '由寄存器 {register} 决定' },
  'scale.register': { en: '÷10^register {register}', zh: '÷10^寄存器 {register}' },

  // whether profiles are right
  'check.ok': { en: 'ok   {folder}', zh: '合格    {folder}' },
  'check.bad': { en: 'BAD  {folder}', zh: '不合格  {folder}' },
  'check.sum': {
    en: 'profiles checked: {count}; errors: {errors}, warnings: {warnings}',
    zh: '共检查 {count} 个型号；错误：{errors}，警告：{warnings}',
  },
  'check.filled': { en: 'check sums written to {path}', zh: '已将校验码写入 {path}' },
  error: { en: 'error: {problem}', zh: '错误：{problem}' },
  warning: { en: 'warning: {problem}', zh: '警告：{problem}' },

  // rule packs for a kind of device
  'packs.heading': {
    en: 'rule packs (pack: … in the site file)',
    zh: '规则包（在现场文件中写 pack: …）',
  },
  'packs.pack': { en: '{id} ({name}): {rules}', zh: '{id}（{name}）：{rules}' },
  'packs.needs': { en: 'needs {setting} ({unit}): {name}', zh: '需要设置 {setting}（{unit}）：{name}' },

  // a command line that cannot be understood
  'usage.id': { en: 'name the profile to show', zh: '请写明要显示的型号' },
  'usage.what': {
    en: "'{word}' is not something to do with profiles",
    zh: '型号没有“{word}”这项操作',
  },
});
