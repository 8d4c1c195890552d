import { catalogue } from './catalogue.ts';

/** What a platform is shown of gateways while it listens; `demo` shows the same as what arrives. */
export const LISTEN_MESSAGES = catalogue({
  listening: { en: 'listening to {url}', zh: '正在接收 {url}' },
  'time.boot': { en: 'boot {boot} + {s} s', zh: '启动 {boot} + {s} 秒' },
  'time.quality': { en: '{time} ({quality})', zh: '{time}（{quality}）' },
  tombstone: {
    en: '{gateway}  {stream} {from} to {to} will never come: {reason}',
    zh: '{gateway}  {stream} {from} 至 {to} 不会再来：{reason}',
  },
  birth: { en: '{gateway}  birth {hash}: {count} channels', zh: '{gateway}  birth {hash}：{count} 个通道' },
  standing: { en: '{gateway}  {severity}: {text}', zh: '{gateway}  {severity}：{text}' },
  spread: { en: '({min} to {max}, n {n})', zh: '（{min} 至 {max}，{n} 个采样）' },
  'evidence.row': {
    en: 'evidence of {occurrence}: {count} samples, {from} to {to}',
    zh: '{occurrence} 的证据：{count} 个采样，{from} 至 {to}',
  },
  'event.clock': {
    en: '{when}  clock of boot {boot}: {quality}',
    zh: '{when}  启动 {boot} 的时钟：{quality}',
  },
  'event.system': { en: '{when}  {severity}: {text}', zh: '{when}  {severity}：{text}' },
  'event.note': { en: 'note', zh: '说明' },
  'event.done': {
    en: '{when}  {actor}: {verb} done {detail}',
    zh: '{when}  {actor}：{verb} 已执行 {detail}',
  },
  'event.refused': {
    en: '{when}  {actor}: {verb} refused {detail}',
    zh: '{when}  {actor}：{verb} 被拒绝 {detail}',
  },
  'event.lift': { en: '{when}  {lift}: {what}', zh: '{when}  {lift}：{what}' },
  state: {
    en: 'state: {well}; events {events}/{ofEvents}, telemetry {telemetry}/{ofTelemetry}',
    zh: '状态：{well}；事件 {events}/{ofEvents}，遥测 {telemetry}/{ofTelemetry}',
  },
  'state.online': { en: 'online', zh: '在线' },
  'state.offline': { en: 'OFFLINE', zh: '离线' },
  'state.guard': { en: 'guard alive', zh: '守护进程正常' },
  'state.no-guard': { en: 'GUARD SILENT', zh: '守护进程无响应' },
  'state.journal-ok': { en: 'journal ok', zh: '记录正常' },
  'state.journal-trouble': { en: 'journal trouble', zh: '记录有故障' },
  'state.clock': { en: 'clock {quality}', zh: '时钟{quality}' },
  'event.alarm': {
    en: 'ALARM {severity} {cause}: {rule}, {device}{place}: {value}{limit}{reason}{kept}',
    zh: '报警 {severity} {cause}：{rule}，{device}{place}：{value}{limit}{reason}{kept}',
  },
  'event.place': { en: ' ({place})', zh: '（{place}）' },
  'event.limit': { en: ', limit {limit}', zh: '，限值 {limit}' },
  'event.reason': { en: ', because: {reason}', zh: '，原因：{reason}' },
  'event.not-kept': { en: ', not yet on its disk', zh: '，尚未写入其磁盘' },
  verdict: { en: '{gateway}  verdict: {verdict} ({parts})', zh: '{gateway}  结论：{verdict}（{parts}）' },
  'verdict.complete': { en: 'complete', zh: '完整' },
  'verdict.incomplete': { en: 'NOT COMPLETE', zh: '不完整' },
  'verdict.waiting': { en: 'waiting', zh: '等待中' },
  received: { en: '{n} received', zh: '收到 {n}' },
  missing: { en: '{n} missing', zh: '缺少 {n}' },
  duplicates: { en: '{n} duplicates', zh: '重复 {n}' },
  tombstones: { en: '{n} in tombstones', zh: '已注明删除 {n}' },
  outstanding: { en: '{n} on the way', zh: '途中 {n}' },
  held: { en: '{n} UNREADABLE without their birth', zh: '{n} 条因缺少 birth 而无法读取' },
  conflicts: { en: '{n} CONFLICTS', zh: '冲突 {n}' },
  'evidence.one': { en: 'evidence of 1 alarm', zh: '1 个报警的证据' },
  'evidence.more': { en: 'evidence of {n} alarms', zh: '{n} 个报警的证据' },
  comma: { en: ', ', zh: '，' },

  // the last line of the demonstration
  'story.verdict': {
    en: 'verdict: {verdict} — {samples} samples taken, {received} received, {missing} missing{where}, {duplicated} duplicated, {tombstones} in tombstones; {peaks}{sure}{late}',
    zh: '结论：{verdict} — 采样 {samples}，收到 {received}，缺少 {missing}{where}，重复 {duplicated}，已注明删除 {tombstones}；{peaks}{sure}{late}',
  },
  'story.where': { en: ' ({points})', zh: '（{points}）' },
  'story.sure': {
    en: '; {n} were asked for twice or beside the plan, to be sure',
    zh: '；{n} 个为确认而重复或额外询问',
  },
  'story.late': {
    en: '; {n} were too late to be used, as guard itself counted',
    zh: '；{n} 个因过迟未被采用（守护进程自行计数）',
  },
  'peaks.lost': { en: 'peaks lost: {points}', zh: '丢失的峰值：{points}' },
  'peaks.all': { en: 'every peak arrived', zh: '所有峰值均已到达' },
  'peaks.in-time': {
    en: 'every peak that was in time arrived (not in time: {points})',
    zh: '及时的峰值均已到达（未及时：{points}）',
  },
});
