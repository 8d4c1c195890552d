const TEXTS = {
  'no-state': {
    en: 'it sends, but has not said for {seconds} s how it stands',
    zh: '有数据发来，但已 {seconds} 秒没有报告自身状态',
  },
  offline: {
    en: 'it is offline: it said goodbye, or the broker lost it',
    zh: '已离线：网关主动退出，或消息服务器失去了连接',
  },
  'state-overdue': {
    en: 'nothing heard for {seconds} s although it should be online: what it records meanwhile is not here',
    zh: '应在线却已 {seconds} 秒没有消息：此期间的记录没有到达平台',
  },
  'guard-silent': {
    en: 'its guard does not answer: sensors are not watched and alarms may not sound there',
    zh: '现场守护程序无响应：传感器无人监视，现场报警可能不会响',
  },
  'journal-trouble': {
    en: 'its disk is in trouble: what it records now may not outlive a power cut',
    zh: '网关磁盘异常：当前记录可能无法在断电后保留',
  },
  'head-still': {
    en: 'it says it is well, but has recorded nothing for {seconds} s',
    zh: '网关自称正常，但已 {seconds} 秒没有新的记录',
  },
  'lost-tail': {
    en: '{count} rows were written there and never arrived; they come only if the gateway comes back',
    zh: '网关已写入 {count} 条记录却从未送达；只有网关恢复后才会补传',
  },
  'not-coming': {
    en: '{count} rows were written there and do not arrive, although it is online',
    zh: '网关在线，但已写入的 {count} 条记录迟迟未送达',
  },
  'birth-missing': {
    en: '{count} messages cannot be read: the birth document that names their points has not come; ask for it (command birth)',
    zh: '{count} 条消息无法解读：描述其测点的出生文档尚未到达；请发送 birth 命令索取',
  },
  missing: {
    en: '{count} rows are lost: later ones came, or they count as delivered',
    zh: '丢失 {count} 条记录：其后的记录已到达，或已被视为送达',
  },
  'two-boxes': {
    en: 'two boxes speak under this name: one of them is a copy, or was set up with the name of another',
    zh: '有两台网关在使用同一名称：其中一台是克隆，或误用了另一台的名称',
  },
  conflict: {
    en: '{count} rows came twice with different content: two gateways may share one name',
    zh: '{count} 条记录重复到达且内容不同：可能有两台网关使用同一名称',
  },
} as const;

export type StandingCode = keyof typeof TEXTS;

/** What a standing says to people; `{name}` in the text is filled from `given`. */
export function standingText(
  code: StandingCode,
  given: Readonly<Record<string, number>>,
): { readonly en: string; readonly zh: string } {
  const filled = (text: string) =>
    text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(given[name] ?? '?'));
  const { en, zh } = TEXTS[code];
  return { en: filled(en), zh: filled(zh) };
}
