import { catalogue } from '../catalogue.ts';

/** What is wrong with a value of the site file, and how it is written. */
export const SHAPE_WORDS = catalogue({
  'subject.file': { en: 'the file', zh: '整个文件' },

  'value.kind': { en: '{given} is not {kind}', zh: '应为{kind}，而不是{given}' },
  'value.empty': { en: 'must not be empty', zh: '不能为空' },
  'value.at-least': {
    en: '{given} is too small, it must be at least {limit}',
    zh: '{given} 太小，至少应为 {limit}',
  },
  'value.more-than': {
    en: '{given} is too small, it must be more than {limit}',
    zh: '{given} 太小，必须大于 {limit}',
  },
  'value.at-most': {
    en: '{given} is too large, it must be at most {limit}',
    zh: '{given} 太大，最多为 {limit}',
  },
  'value.refused': { en: '{given} is not accepted', zh: '不接受{given}' },

  'given.nothing': { en: 'nothing', zh: '空值' },
  'given.list': { en: 'a list', zh: '列表' },
  'given.group': { en: 'a group of keys', zh: '一组键' },
  'given.text': { en: '"{text}"', zh: '“{text}”' },
  'given.value': { en: '{value}', zh: ' {value}' },

  'kind.string': { en: 'a text', zh: '文本' },
  'kind.number': { en: 'a number', zh: '数字' },
  'kind.int': { en: 'a whole number', zh: '整数' },
  'kind.boolean': { en: 'true or false', zh: ' true 或 false' },
  'kind.array': { en: 'a list', zh: '列表' },
  'kind.object': { en: 'a group of keys', zh: '一组键' },
  'kind.record': { en: 'a group of keys', zh: '一组键' },

  'write.level': {
    en: 'say how grave it is: {key}: { red: {value} }',
    zh: '请写明级别：{key}: { red: {value} }',
  },
  'write.colon-space': {
    en: 'write a space behind the colon: {name}: {text}',
    zh: '冒号后面请加空格：{name}: {text}',
  },
  'write.group': {
    en: 'write its keys in brackets or in lines below: {key}: { … }',
    zh: '请在括号中或下面几行写出它的键：{key}: { … }',
  },
  'write.site': {
    en: 'a site file begins with gateway:, buses: and devices: (deploy/examples/first-sensor/site.yaml is one to start from)',
    zh: '现场文件以 gateway:、buses: 和 devices: 开头（可以从 deploy/examples/first-sensor/site.yaml 开始）',
  },
  'write.one-value': { en: 'write one value, without brackets', zh: '请只写一个值，不要方括号' },
  'write.milliseconds': {
    en: 'write milliseconds, the number alone: {value}; or fastest',
    zh: '请写毫秒数，只写数字：{value}；或写 fastest',
  },
  'write.number-alone': { en: 'write the number alone: {value}', zh: '请只写数字：{value}' },
  'write.it': { en: 'add it', zh: '请补上' },
  'write.prefix': {
    en: 'write at most 200 characters without space, +, #, $ or control characters, e.g. city/lifeline',
    zh: '请写不超过 200 个字符，不含空格、+、#、$ 和控制字符，例如 city/lifeline',
  },
  'write.otherwise': { en: 'correct it', zh: '请改正' },
  'write.in-quotes': { en: 'put it in quotes', zh: '请加上引号' },
  'write.without-quotes': { en: 'write it without quotes: {value}', zh: '请去掉引号：{value}' },
  'write.with-point': { en: 'write a point and no comma: {value}', zh: '小数点请写 . 而不是逗号：{value}' },
  'write.dashes': {
    en: 'begin each entry with a dash and a space, e.g. - id: …',
    zh: '请在每一项前面写短横线和空格，例如 - id: …',
  },
  'write.true-or-false': { en: 'write true or false', zh: '请写 true 或 false' },
  'write.number': { en: 'write the number', zh: '请写数值' },
  'write.number-of': { en: 'write the number of {states}', zh: '请写数值：{states}' },
  'write.one-of': { en: 'it is one of {names}', zh: '可选：{names}' },
  'write.date': { en: 'write the date as YYYY-MM-DD', zh: '请按 YYYY-MM-DD 书写日期' },

  // hints that the schema itself names
  'write.id': { en: 'use letters, digits, _ and - only', zh: '只能使用字母、数字、_ 和 -' },
  'write.point': { en: 'write <device id>/<point id>', zh: '请写 <设备编号>/<测点编号>' },
  'write.name': {
    en: 'write one text, a number in quotes, or { en: …, zh: … }',
    zh: '请写一段文本（数字请加引号），或 { en: …, zh: … }',
  },
  'write.pack-change': {
    en: 'write off, or what is to be different, e.g. { onDelayS: 5 }',
    zh: '请写 off，或写出不同之处，例如 { onDelayS: 5 }',
  },
  'write.lift-devices': {
    en: 'name the devices that tell of this lift',
    zh: '请写出监测这台电梯的设备',
  },
  'write.floors': {
    en: 'write what stands at each floor, from the lowest up',
    zh: '请从最低层开始，写出每层的楼层标识',
  },
  'write.web-address': {
    en: 'write https://host/path; a password belongs into the secrets file',
    zh: '请写 https://主机/路径；密码应放在密码文件中',
  },
  'write.mail-address': {
    en: 'write an address such as porter@example.org',
    zh: '请写 porter@example.org 这样的邮箱地址',
  },
  'write.mail-server': {
    en: 'write smtp://host:587 or smtps://host:465; user and password have keys of their own',
    zh: '请写 smtp://example.com:587 这样的地址，加密连接用 smtps://；用户名和密码有各自的键',
  },
  'write.url': {
    en: 'write mqtt://host, mqtts://host, ws://… or wss://…',
    zh: '请写 mqtt://主机、mqtts://主机、ws://… 或 wss://…',
  },
  'write.week-at-most': {
    en: 'a week at most: what the broker forgot must still be in the journal',
    zh: '最多一周：消息服务器丢弃的数据必须仍在本地记录中',
  },
  'write.no-broadcast': {
    en: '0 is the broadcast address, which nobody answers: give the device a unit of its own, 1 to 247',
    zh: '0 是广播地址，没有设备应答：请给设备一个独立的站号，1 至 247',
  },
  'write.unit-at-most': {
    en: 'units above 247 are reserved: use 1 to 247',
    zh: '247 以上的站号是保留的：请使用 1 至 247',
  },
  'write.time-zone': {
    en: 'write a name such as Asia/Shanghai',
    zh: '请写时区名称，例如 Asia/Shanghai',
  },
  'write.limit-unit': {
    en: 'a limit without a unit is refused: write the unit of the point, e.g. unit: "%LEL", or unit: "" where it has none',
    zh: '没有单位的限值会被拒绝：请写测点的单位，例如 unit: "%LEL"；测点没有单位时写 unit: ""',
  },
});
