import { catalogue } from '../catalogue.ts';

/** What makes a line too busy or an alarm too late, and what would help. */
export const LINE_WORDS = catalogue({
  'refusal.beside-silence': {
    en: '{refusals}; {count} others have not been read again since it was silent',
    zh: '{refusals}；另有 {count} 个测点自设备无应答以来尚未重新读到',
  },
  'refusal.one': { en: '{points} ({table} {first}: {reason})', zh: '{points}（{table} {first}：{reason}）' },
  'refusal.several': {
    en: '{points} ({table} {first} to {last}: {reason})',
    zh: '{points}（{table} {first} 至 {last}：{reason}）',
  },

  'master.asked': {
    en: 'unit {unit}, function {code}, register {address}',
    zh: '站号 {unit}，功能码 {code}，寄存器 {address}',
  },
  'master.broadcast': { en: 'a broadcast, function {code}', zh: '广播，功能码 {code}' },

  'news.line-well': { en: 'line {line}: well again', zh: '总线 {line}：已恢复正常' },
  'news.device-well': {
    en: 'line {line}, {device}: no longer ({code})',
    zh: '总线 {line}，{device}：问题已消除（{code}）',
  },

  'load.device': { en: '{device} {share}', zh: '{device} {share}' },
  'load.device-silence': {
    en: '{device} {share}, of which {silence} is silence: {reads} reads a second, {gap} ms before each',
    zh: '{device} {share}，其中静默占 {silence}：每秒读取 {reads} 次，每次之前静默 {gap} ms',
  },
  'gap.device': { en: '{device} ({gap} ms)', zh: '{device}（{gap} ms）' },

  'remedy.gap': {
    en: 'give {devices} gapMs: {gap} where a trial shows that so little silence before a request is enough',
    zh: '若现场试验表明请求前只需这么短的静默，将以下设备设为 gapMs: {gap}：{devices}',
  },
  'remedy.baud': {
    en: 'set the line and its devices to {baud} baud',
    zh: '将该总线及其设备的波特率设为 {baud}',
  },
  'remedy.period': {
    en: 'read safety points {times} times less often (periodMs: {longer} instead of {shortest}, and the others alike)',
    zh: '将安全类测点的轮询周期延长到 {times} 倍（periodMs 由 {shortest} 改为 {longer}，其余同比例）',
  },
  'remedy.split': { en: 'move {devices} to a second bus', zh: '将 {devices} 移到另一条总线' },
  'remedy.other': {
    en: 'spread its devices over several buses and read what is not urgent less often',
    zh: '将其设备分接到几条总线，并降低不紧急测点的读取频率',
  },

  'late.read': {
    en: '{read} is to be read every {period} ms, and that may {may} although every device answers as it usually does: {sums}, each as often as it comes up meanwhile; the line is asked for {load} % of its time',
    zh: '{read} 应每 {period} ms 读取一次，但即使每台设备都照常应答，也可能{may}：{sums}，其间每出现一次就计一次；该总线需占用 {load} % 的时间',
  },
  'late.never': { en: 'never come to it', zh: '始终轮不到' },
  'late.takes': { en: 'take {time} ms', zh: '需要 {time} ms' },
  'late.under-way': { en: '{time} ms for an exchange under way', zh: '正在进行的通信 {time} ms' },
  'late.write': {
    en: '{time} ms for {count} write to annunciators',
    zh: '对声光控制器的 {count} 次写入 {time} ms',
  },
  'late.writes': {
    en: '{time} ms for {count} writes to annunciators',
    zh: '对声光控制器的 {count} 次写入 {time} ms',
  },
  'late.before-one': {
    en: '{time} ms for {count} read that go before',
    zh: '排在前面的 {count} 次读取 {time} ms',
  },
  'late.before': {
    en: '{time} ms for {count} reads that go before',
    zh: '排在前面的 {count} 次读取 {time} ms',
  },
  'late.itself': { en: '{time} ms for itself', zh: '自身 {time} ms' },
  'late.itself-costs': {
    en: '{time} ms for itself ({characters} characters of {character} ms, {silence} ms of silence, {turnaround} ms until the device answers)',
    zh: '自身 {time} ms（{characters} 个字符、每个 {character} ms，静默 {silence} ms，等待设备应答 {turnaround} ms）',
  },
});
