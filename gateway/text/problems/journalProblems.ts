import { problemCatalogue } from '../../../drivers/problems.ts';

/** What befalls the journal. In English it is worded where it is found, with more detail; this is for whoever reads another language. */
export const JOURNAL_PROBLEMS = problemCatalogue({
  'journal.missing': {
    en: 'there is no journal → guard makes it when it starts; is the folder the one of the site file?',
    zh: '没有记录文件 → 守护进程启动时会创建它；目录是否与现场文件中的一致？',
  },
  'journal.foreign': {
    en: '{reason} → name the file that the site file names, or one that was set aside',
    zh: '这不是可用的记录文件（{reason}） → 请指定现场文件中所写的记录文件，或被搁置的记录文件',
  },
  'journal.log-missing': {
    en: 'its log {log} is missing: the newest rows are not here → copy all three files, or use journal export',
    zh: '缺少日志文件 {log}：最新的记录不在此文件中 → 请把三个文件（数据库、-wal、-shm）一起复制，或使用 journal export',
  },
  'journal.log-lost': {
    en: 'its log {log} is missing: the newest rows are not here → nothing is to be done: what else is in it is read, and the platforms are told what is missing',
    zh: '缺少日志文件 {log}：最新的记录不在此文件中 → 无需处理：其余记录照常读取，缺少的部分会告知各平台',
  },
  'journal.others-beside': {
    en: '{count} other journals lie beside it, of which nothing is exported here → name the folder to have all: lifeline journal export {folder}',
    zh: '旁边还有 {count} 个记录文件，未包含在本次导出中 → 要全部导出请指定目录：lifeline journal export {folder}',
  },
  'journal.rows-missing': {
    en: 'the journal lacks {missing} → the platform is told what it will never get; stop guard before moving its journal, and put back all of its files',
    zh: '记录文件落后于已经发出的编号，缺少：{missing} → 平台会得知缺少的部分；移动记录前请先停止守护进程，并放回全部文件',
  },
  'journal.no-answer': {
    en: 'the disk of the journal does not answer → alarms go on, rows go into memory; look at dmesg, and replace the card or disk if this comes again',
    zh: '存放记录的磁盘长时间没有应答 → 报警照常，记录暂存于内存；请查看 dmesg，若再次出现请更换存储卡或磁盘',
  },
  'journal.spare-unwritable': {
    en: 'the spare journal in memory cannot be written: rows wait in guard alone, and are told to nobody → check space and permissions of the run folder',
    zh: '内存中的备用记录也无法写入：记录只保存在守护进程中，暂时无法上报 → 请检查运行目录的空间和权限',
  },
  'journal.head-unkept': {
    en: 'how far the journal has come cannot be kept outside its file → check free space and permissions there',
    zh: '无法在记录文件之外保存编号进度 → 请检查相应目录的空间和权限；否则放回旧副本时不会被发现',
  },
  'journal.stopped-in-trouble': {
    en: 'rows could not be written before guard stopped → free or replace the disk',
    zh: '守护进程停止时仍有记录未写入磁盘 → 请释放空间或更换磁盘',
  },
  'journal.disk-hangs': {
    en: 'a call to the disk of the journal has not returned: the program ends only when it does → look at dmesg',
    zh: '对记录磁盘的一次调用没有返回：程序要等它返回才能结束 → 请查看 dmesg；若磁盘不恢复，需要重新启动机器',
  },
});
