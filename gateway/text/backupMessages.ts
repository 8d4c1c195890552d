import { catalogue } from './catalogue.ts';

/** What `lifeline backup`, `restore` and `support` say. */
export const BACKUP_MESSAGES = catalogue({
  'bundle.done': {
    en: 'the site {gateway} was taken, signed by the firm → systemctl start lifeline.target',
    zh: '已采用公司签名的现场 {gateway} → systemctl start lifeline.target',
  },
  'backup.done': {
    en: '{file}: {kb} kB of {gateway}, sealed. Site, people, keys, certificates and alarm states are in it',
    zh: '{file}：{gateway} 的备份，{kb} kB，已加密。包括现场文件、人员、密钥、证书和报警状态',
  },
  'backup.with-journal': { en: 'every row of the journal too', zh: '也包括本地记录的全部行' },
  'backup.without-journal': {
    en: 'rows of the journal are not in it (--journal takes them along)',
    zh: '不包括本地记录（加 --journal 可一并备份）',
  },
  'backup.left': {
    en: 'the site names {file}, which lies elsewhere and is not in it: keep it apart',
    zh: '现场文件引用的 {file} 位于别处，未包含在内：请另行保存',
  },
  'backup.passphrase': {
    en: 'passphrase, shown this once and kept nowhere: {passphrase}',
    zh: '口令（仅显示这一次，不会保存）：{passphrase}',
  },
  'backup.age': {
    en: 'also opens with: age -d {file} | tar -tz',
    zh: '也可用以下命令打开：age -d {file} | tar -tz',
  },
  'restore.done': {
    en: '{gateway} is in this box, as it was at {time}. Guard begins a journal of a new epoch → systemctl start lifeline.target',
    zh: '{gateway} 已恢复到本机，内容截至 {time}。守护进程将以新的纪元开始记录 → systemctl start lifeline.target',
  },
  'restore.old-box': {
    en: "switch the old box off: two boxes of one name would take each other's place at the broker",
    zh: '请关闭旧网关：两台同名网关会在服务器上互相顶替',
  },
  'support.done': {
    en: '{file}: {kb} kB of text. Passwords, keys and tokens are taken out; names of people and places are in it. Read it before you send it',
    zh: '{file}：{kb} kB 文本。密码、密钥和令牌已去除；包含人员和地点名称。发送前请先阅读',
  },
});
