import { catalogue } from './catalogue.ts';

/** What `lifeline opcua` says, and the OPC UA server in its events. */
export const OPCUA_MESSAGES = catalogue({
  'event.text': { en: '{rule}: {value}', zh: '{rule}：{value}' },
  'event.past-limit': { en: '{rule}: {value} (limit {limit})', zh: '{rule}：{value}（限值 {limit}）' },
  'event.unheard': {
    en: '{about}; guard does not answer, this is what it said last',
    zh: '{about}；守护进程没有应答，此为其最后所报状态',
  },
  'event.answers': { en: '{rule}: guard answers', zh: '{rule}：守护进程有应答' },
  'value.on': { en: 'on', zh: '接通' },
  'value.off': { en: 'off', zh: '断开' },
  'device.about': {
    en: 'unit {unit}; profile: {verification}',
    zh: '从站地址 {unit}；型号文件：{verification}',
  },
  'device.made-of': { en: 'made of {devices}', zh: '由 {devices} 组成' },
  'device.calibration': { en: '{about}; calibration due {date}', zh: '{about}；校准到期 {date}' },
  'type.about': { en: '{names}; source: {source}', zh: '{names}；来源：{source}' },
  'line.Open': { en: 'port is open', zh: '端口已打开' },
  'line.open': { en: 'open', zh: '已打开' },
  'line.lost': { en: 'lost', zh: '已断开' },
  'line.Utilisation': { en: 'utilisation', zh: '占用率' },
  'line.Utilisation.about': {
    en: 'share of the last 10 s in which the line was busy',
    zh: '最近 10 秒内总线占用的比例',
  },
  'line.DeadShare': { en: 'share of the silent', zh: '无应答占比' },
  'line.DeadShare.about': {
    en: 'share of the last 10 s spent on devices that did not answer',
    zh: '最近 10 秒内耗费在无应答设备上的比例',
  },
  'line.Problem': { en: 'problem', zh: '问题' },
  'trust.none': {
    en: 'no client has shown a certificate yet: let it try to connect once',
    zh: '还没有客户端出示过证书：请先让客户端尝试连接一次',
  },
  'trust.trusted': { en: 'trusted', zh: '已信任' },
  'trust.rejected': { en: 'rejected', zh: '已拒绝' },
  'trust.clients': { en: 'client', zh: '客户端' },
  'trust.people': { en: 'person', zh: '人员' },
  'trust.until': { en: 'valid until {date}', zh: '有效期至 {date}' },
  'trust.how': {
    en: 'to trust one: lifeline opcua trust <the first of its number> --memory {memory}',
    zh: '信任其中一个：lifeline opcua trust <其编号开头> --memory {memory}',
  },
  'trust.done': { en: '{subject} is {state}', zh: '{subject}：{state}' },
});
