import { catalogue } from './catalogue.ts';

/** What stands in the log of the page, a line for each row of the journal. */
export const LOG_MESSAGES = catalogue({
  'log.alarm': { en: '{device}: {rule}, {cause}', zh: '{device}：{rule}，{cause}' },
  'log.alarm-value': {
    en: '{device}: {rule}, {cause}, at {value} {unit}',
    zh: '{device}：{rule}，{cause}，{value} {unit}',
  },
  'log.done': { en: '{actor}: {act}', zh: '{actor}：{act}' },
  'log.refused': { en: '{actor}: {act} (refused)', zh: '{actor}：{act}（被拒绝）' },
  'log.lift': { en: '{lift}: {what}', zh: '{lift}：{what}' },
  'log.clock': { en: 'the clock was set ({quality})', zh: '时钟已校准（{quality}）' },
  'log.cut': {
    en: 'older entries are not in this file: ask with `before`, the number of the last one here; what is older than the journal is in those that were set aside',
    zh: '更早的记录不在此文件中：请以最后一行的序号作为 before 继续下载；早于本记录文件的在已搁置的文件中',
  },
  'log.unreadable': { en: 'a row that cannot be read', zh: '无法读取的记录' },
});
