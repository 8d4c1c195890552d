import type { Sentences } from './sentences.ts';

/** Problems of the journal in Chinese, by code; in English they are worded where they are found. */
export const JOURNAL_IN_CHINESE: Sentences = {
  'journal.log-missing': {
    what: '缺少日志文件 {log}：最新的记录不在此文件中',
    hint: '请把三个文件（数据库、-wal、-shm）一起复制，或使用 lifeline journal export',
  },
  'journal.others-beside': {
    what: '旁边还有 {count} 个记录文件，未包含在本次导出中',
    hint: '要全部导出请指定目录：lifeline journal export {folder}',
  },
  'journal.rows-missing': {
    what: '记录文件落后于已经发出的编号：{missing}',
    hint: '旧文件已保留在旁边，平台会得知缺少的部分；移动记录前请先停止守护进程，并放回全部文件',
  },
  'journal.no-answer': {
    what: '存放记录的磁盘长时间没有应答',
    hint: '报警照常，记录暂存于内存；请查看 dmesg，若再次出现请更换存储卡或磁盘',
  },
  'journal.disk-full': { what: '存放记录的磁盘已满', hint: '请释放空间；报警照常，记录暂存于内存' },
  'journal.disk-error': { what: '存放记录的磁盘报错', hint: '请查看 dmesg；更换存储卡或磁盘' },
  'journal.spare-unwritable': {
    what: '内存中的备用记录也无法写入：记录只保存在守护进程中，暂时无法上报',
    hint: '请检查运行目录的空间和权限',
  },
  'journal.head-unkept': {
    what: '无法在记录文件之外保存编号进度',
    hint: '请检查相应目录的空间和权限；否则放回旧副本时不会被发现',
  },
  'journal.stopped-in-trouble': {
    what: '守护进程停止时仍有记录未写入磁盘',
    hint: '请释放空间或更换磁盘',
  },
  'journal.disk-hangs': {
    what: '对记录磁盘的一次调用没有返回：本程序要等它返回才能结束',
    hint: '请查看 dmesg；若磁盘不恢复，需要重新启动机器',
  },
};
