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
