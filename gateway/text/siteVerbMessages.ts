import { catalogue } from './catalogue.ts';

/** What `lifeline site` says. */
export const SITE_VERB_MESSAGES = catalogue({
  'preview.loosened': { en: 'Loosened:', zh: '放宽的安全设置：' },
  'preview.changes': { en: 'Changes:', zh: '改变：' },
  'preview.lines': { en: 'Lines, before → after:', zh: '线路，之前 → 之后：' },
  'preview.line': {
    en: '{line}: load {from} → {to} %, slowest alarm {fromS} → {toS} s',
    zh: '{line}：负载 {from} → {to} %，最坏报警时间 {fromS} → {toS} 秒',
  },
  'reason-needed': {
    en: 'this loosens what keeps people safe: say why with --reason',
    zh: '此修改放宽了安全设置：请用 --reason 填写原因',
  },
  applied: {
    en: 'In force, on trial for {s} s. `lifeline site keep` keeps it, or it goes back by itself.',
    zh: '已生效，试运行 {s} 秒。用 lifeline site keep 保留，否则自动恢复。',
  },
  kept: { en: 'Kept: {revision}', zh: '已保留：{revision}' },
  reverted: { en: 'Taken back; in force is {revision}', zh: '已恢复；当前为 {revision}' },
  reloaded: { en: 'The site file was taken up', zh: '现场文件已生效' },
  'no-trial': { en: 'nothing is on trial', zh: '没有正在试运行的设置' },
  'state.kept': { en: 'kept', zh: '已保留' },
  'state.on-trial': { en: 'on trial', zh: '试运行' },
  'state.reverted': { en: 'went back', zh: '已恢复' },
  'by.file': { en: 'with an editor', zh: '直接编辑' },
  'addresses.unknown': {
    en: 'neither {file} nor the copy that guard has taken up can be read: lifeline check {file} says why',
    zh: '无法读取 {file} 及守护进程已采用的副本：请用 lifeline check {file} 查看原因',
  },
  'usage.what': {
    en: '{word} is nothing to do with a site; write one of {known}',
    zh: '没有操作 {word}；可用：{known}',
  },
  'usage.for': {
    en: '{text} is no time from 5s to 1h, such as 10m',
    zh: '{text} 不是 5s 到 1h 之间的时间，例如 10m',
  },
  'usage.file': { en: 'write the site file', zh: '请写出现场文件' },
  'usage.new': { en: 'write the file with the changed site behind it', zh: '请在后面写出修改后的文件' },
});
