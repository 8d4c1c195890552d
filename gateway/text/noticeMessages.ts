import { catalogue } from './catalogue.ts';

/** What people are told of alarms by mail, and programs beside the data. */
export const NOTICE_MESSAGES = catalogue({
  'subject.alarm': {
    en: '[{severity}] {gateway}: {rule}, {cause}',
    zh: '【{severity}】{gateway}：{rule}，{cause}',
  },
  'subject.system': {
    en: '[{severity}] {gateway}: the gateway itself',
    zh: '【{severity}】{gateway}：网关自身',
  },
  'subject.missing': { en: '{gateway}: messages are missing', zh: '{gateway}：有消息缺失' },
  'missing.count': {
    en: '{count} messages could not be delivered in time and were left out. The gateway has them in its log.',
    zh: '有 {count} 条消息未能及时送达，已略过。网关日志中有完整记录。',
  },
  'missing.some': {
    en: 'Messages from before may be missing: the gateway began a new journal. Its log has what is left.',
    zh: '此前的消息可能缺失：网关已启用新的记录文件。请查看网关日志。',
  },
  'line.device': { en: 'Device: {device}', zh: '设备：{device}' },
  'line.place': { en: 'Place: {place}', zh: '位置：{place}' },
  'line.value': { en: 'Value: {value} {unit}', zh: '数值：{value} {unit}' },
  'line.limit': { en: 'Limit: {limit} {unit}', zh: '限值：{limit} {unit}' },
  'line.when': { en: 'When: {when}', zh: '时间：{when}' },
  'line.key': { en: 'Gateway {gateway}, {occurrence}', zh: '网关 {gateway}，{occurrence}' },
});
