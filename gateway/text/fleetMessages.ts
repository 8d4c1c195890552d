import { catalogue } from './catalogue.ts';

/** What the platform's page says of a fleet of gateways. */
export const FLEET_TEXTS = catalogue({
  title: { en: 'Buildings', zh: '建筑' },
  other: { en: '中文', zh: 'English' },
  'view.buildings': { en: 'Buildings', zh: '建筑' },
  'view.alarms': { en: 'Standing alarms', zh: '当前报警' },
  'view.lifts': { en: 'Lifts', zh: '电梯' },

  // how a building stands, the worst first
  'standing.wrong': { en: 'alarm', zh: '报警' },
  'standing.blind': { en: 'not watched', zh: '监测中断' },
  'standing.silent': { en: 'silent', zh: '失联' },
  'standing.incomplete': { en: 'incomplete', zh: '数据不全' },
  'standing.well': { en: 'well', zh: '正常' },
  'standing.explained': {
    en: 'alarm: red or orange stands. not watched: its guard or journal is down. silent: no word for 150 s. incomplete: rows are missing, cannot be read or taken, or two gateways use one name; its page says which.',
    zh: '报警：有红色或橙色报警。监测中断：网关监测程序或存储故障。失联：150 秒无消息。数据不全：记录缺失、无法解读或接收，或两台网关重名；详见该建筑页面。',
  },

  district: { en: 'District', zh: '片区' },
  'district.none': { en: 'no district', zh: '未分片区' },
  building: { en: 'Building', zh: '建筑' },
  standing: { en: 'Standing', zh: '状态' },
  alarms: { en: 'Alarms', zh: '报警' },
  'last-heard': { en: 'Last heard', zh: '最近消息' },
  search: { en: 'Search by name', zh: '按名称搜索' },
  all: { en: 'all', zh: '全部' },
  none: { en: 'none', zh: '无' },
  never: { en: 'never', zh: '从未' },
  shown: { en: '{shown} of {total}', zh: '显示 {shown} / {total}' },

  severity: { en: 'Severity', zh: '级别' },
  alarm: { en: 'Alarm', zh: '报警' },
  place: { en: 'Place', zh: '位置' },
  value: { en: 'Value', zh: '数值' },
  since: { en: 'Since', zh: '开始时间' },
  'value.true': { en: 'yes', zh: '是' },
  'value.false': { en: 'no', zh: '否' },
  time: { en: 'Time', zh: '时间' },
  state: { en: 'State', zh: '处理状态' },
  point: { en: 'Point', zh: '测点' },
  quality: { en: 'Quality', zh: '质量' },
  history: { en: 'History', zh: '历史' },
  'history.hours': {
    en: '{point}, last 24 hours, by the hour ({unit})',
    zh: '{point}，最近 24 小时，按小时（{unit}）',
  },
  'history.empty': { en: 'no record in the last 24 hours', zh: '最近 24 小时无记录' },
  latest: { en: 'Latest values', zh: '最新数值' },
  missing: { en: 'Missing', zh: '缺失' },
  'missing.lost': { en: '{count} rows of {stream}, being asked for', zh: '{stream}缺 {count} 条，正在补传' },
  'missing.refused': {
    en: '{count} rows of {stream}, cannot be had any more',
    zh: '{stream}缺 {count} 条，已无法补传',
  },
  'missing.outstanding': { en: '{count} rows of {stream}, on their way', zh: '{stream}有 {count} 条在途' },
  unreadable: {
    en: 'its description (birth) has not come: values cannot be read',
    zh: '未收到网关描述文件（birth），数值无法解读',
  },
  conflicting: {
    en: 'the same rows came with different content: are there two gateways under one name?',
    zh: '同一记录收到不同内容：是否有两台网关重名？',
  },
  doubled: {
    en: 'two gateways report under this name by turns, each with a journal of its own: switch one off, or give it a gateway.id of its own',
    zh: '有两台网关轮流以此名称上报，各有自己的记录：请关闭其中一台，或为它另设 gateway.id',
  },
  'refused.telemetry.unsigned': {
    en: '{count} messages were not taken, the last at {time}: they are not signed, and a key of this gateway is set here (lifeline.gateway_key). Is signEvents missing in its site file, or is somebody else using its name?',
    zh: '{count} 条消息未被接收，最近一条 {time}：消息未签名，而平台设有该网关的公钥（lifeline.gateway_key）。其现场文件是否缺少 signEvents，或有人冒用其名称？',
  },
  'refused.telemetry.unknown-key': {
    en: '{count} messages were not taken, the last at {time}: they are signed by a key that is not known here. If the box was exchanged, put its new key into lifeline.gateway_key.',
    zh: '{count} 条消息未被接收，最近一条 {time}：签名所用密钥不在平台上。若更换过网关，请将新公钥写入 lifeline.gateway_key。',
  },
  'refused.telemetry.wrong-signature': {
    en: '{count} messages were not taken, the last at {time}: their signature is wrong. They were changed on the way, or somebody else uses this name.',
    zh: '{count} 条消息未被接收，最近一条 {time}：签名不符。消息在途中被改动，或有人冒用该名称。',
  },
  'refused.ingest.not-sealable': {
    en: '{count} rows are here and cannot be read or kept as values, the last at {time} ({what}); they are set aside in lifeline.open_part.',
    zh: '{count} 条记录已收到，但无法解读或保存为数值，最近一条 {time}（{what}）；原文保留在 lifeline.open_part。',
  },
  'refused.other': {
    en: '{count} messages could not be taken, the last at {time} ({code}: {what}); its beginning is in lifeline.refused.',
    zh: '{count} 条消息无法接收，最近一条 {time}（{code}：{what}）；其开头保存在 lifeline.refused。',
  },
  'command.accepted': { en: '{actor}: {verb}, done {detail}', zh: '{actor}：{verb}，已执行 {detail}' },
  'command.refused': { en: '{actor}: {verb}, refused {detail}', zh: '{actor}：{verb}，被拒绝 {detail}' },
  clock: { en: 'the gateway learnt the time', zh: '网关校正了时间' },
  events: { en: 'What happened', zh: '事件记录' },
  back: { en: 'back', zh: '返回' },

  lift: { en: 'Lift', zh: '电梯' },
  rank: { en: 'Look first', zh: '检修次序' },
  entrapments: { en: 'People shut in, 30 days', zh: '近 30 天困人' },
  failures: { en: 'Failures per 1,000 trips', zh: '每千次运行故障' },
  balks: { en: 'Door failures per 1,000 cycles', zh: '每千次开门失败' },
  trips: { en: 'Trips', zh: '运行次数' },
  unseen: { en: 'Not watched', zh: '未监测次数' },
  'shut-in': { en: 'Now', zh: '当前' },
  'shut-in.confirmed': { en: 'people are shut in', zh: '确认困人' },
  'shut-in.suspected': { en: 'people may be shut in', zh: '疑似困人' },
  'shut-in.since': { en: 'since {time}', zh: '自 {time}' },
  'shut-in.silent': { en: 'as last heard at {time}', zh: '最后上报于 {time}，之后情况未知' },
  'lifts.about': {
    en: 'Who is shut in now stands first, by the alarms that stand. Then by the records of the last 30 days; the one of a day comes when it is over.',
    zh: '当前困人（按当前报警）排在最前；其余按最近 30 天的记录排列，每日记录在当日结束后生成。',
  },
  cut: { en: 'The first {count} are shown.', zh: '仅显示前 {count} 条。' },

  token: { en: 'Token', zh: '令牌' },
  'token.enter': { en: 'Enter', zh: '进入' },
  'token.wrong': { en: 'This token is not known here.', zh: '令牌无效。' },
  trouble: { en: 'The platform does not answer: {what}', zh: '平台无响应：{what}' },
});
