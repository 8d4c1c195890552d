import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** Backup, restore and the file for a help desk: what keeps them from being done. */
export const BACKUP_PROBLEMS = problemCatalogue({
  'backup.foreign': {
    en: 'this is no backup sealed with a passphrase → name a file that lifeline backup has written',
    zh: '这不是用口令加密的备份 → 请指定由 lifeline backup 生成的文件',
  },
  'backup.passphrase': {
    en: 'the passphrase does not open this file → write the one it was sealed with; nobody can open it without',
    zh: '口令无法打开此文件 → 请输入加密时所用的口令；没有口令任何人都无法打开',
  },
  'backup.damaged': {
    en: 'this file is damaged or was cut off: nothing of it is used → take another copy of it',
    zh: '此文件已损坏或不完整：其内容不会被使用 → 请使用另一份副本',
  },
  'backup.short-passphrase': {
    en: 'a passphrase has {shortest} characters at least → take four words or more that do not belong together',
    zh: '口令至少 {shortest} 个字符 → 请使用四个以上互不相关的词',
  },
  'backup.exists': {
    en: 'there is such a file already → name another one, or move it away',
    zh: '已有同名文件 → 请换一个文件名，或移走原文件',
  },
  'backup.tar': {
    en: 'tar did not work: {message} → install tar, and look at the free space of {folder}',
    zh: 'tar 运行失败：{message} → 请安装 tar，并检查 {folder} 的剩余空间',
  },
  'backup.no-site': {
    en: 'the site file cannot be read: {message} → name it, as in: lifeline backup {file} /var/lib/lifeline/site.yaml',
    zh: '无法读取现场文件：{message} → 请指定，例如：lifeline backup {file} /var/lib/lifeline/site.yaml',
  },
  'restore.in-use': {
    en: 'guard runs on this folder: nothing was changed → systemctl stop lifeline.target lifeline-guard, then restore, then start it again',
    zh: '守护进程正在使用此文件夹：未作任何更改 → 请先 systemctl stop lifeline.target lifeline-guard，恢复后再启动',
  },
  'restore.not-empty': {
    en: 'there is a site here already ({gateway}): nothing was changed → restore into a fresh box, or write --replace to put this one aside',
    zh: '此处已有现场（{gateway}）：未作任何更改 → 请在新网关上恢复，或用 --replace 将现有内容搁置',
  },
  'restore.newer': {
    en: 'this backup is of a newer version ({version}) → install that version first, then restore',
    zh: '此备份来自更新的版本（{version}） → 请先安装该版本再恢复',
  },
});

/** Makes a problem of a backup. */
export const backupProblem = problemMaker(BACKUP_PROBLEMS);
