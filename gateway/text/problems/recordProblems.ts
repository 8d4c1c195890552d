import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** What is wrong with a signed paper. */
export const RECORD_PROBLEMS = problemCatalogue({
  'record.changed': {
    en: 'the signature does not belong to this record: it was changed after it was signed, or another key signed it → ask for the original files, or name the key of the gateway with --key',
    zh: '签名与此记录不符：记录在签名后被改动，或由其他密钥签名 → 请索取原始文件，或用 --key 指定网关的公钥',
  },
  'record.no-piece': {
    en: 'this is no piece of a signed paper → ask desk to sign it anew',
    zh: '这不是签名文件的片段 → 请在网页上重新签发',
  },
  'record.gaps': {
    en: '{count} points are open without a reason → do them, or write down why they are open',
    zh: '{count} 项未完成且没有说明原因 → 请完成，或写明原因',
  },
  'record.not-read': {
    en: 'the journal of the period cannot be read ({error}) → look at the disk: lifeline doctor',
    zh: '无法读取该时段的日志（{error}） → 请检查磁盘：lifeline doctor',
  },
  'record.period': {
    en: 'this is no period of at most {years} years → the first day comes before the last',
    zh: '时段无效或超过 {years} 年 → 开始日期须早于结束日期',
  },
  'record.other-site': {
    en: 'the site is that of {site}, the journal that of {gateway}: its limits would be told of another building → name the site file of {gateway}',
    zh: '现场文件属于 {site}，日志属于 {gateway}，限值会写到另一栋楼上 → 请指定 {gateway} 的现场文件',
  },
  'record.period-to-come': {
    en: 'the period ends after today, {today}: nobody knows those days → choose {today} or a day before it',
    zh: '时段的结束日期晚于今天 {today}，未来的数据无从得知 → 请选择 {today} 或更早的日期',
  },
  'record.many': {
    en: '{count} papers are still on their way into the journal → wait until they are there, then sign',
    zh: '还有 {count} 份文件正在写入日志 → 请等它们写完再签发',
  },
  'record.many-photos': {
    en: 'there are {count} photos already, and no more are kept → take away those of devices that are gone',
    zh: '已有 {count} 张照片，不再保存 → 请删除已拆除设备的照片',
  },
  'record.examining': {
    en: 'a report is being made already → wait until it is there; it takes a minute at most',
    zh: '正在生成报告 → 请等它完成，最多一分钟',
  },
  'record.no-site': {
    en: 'no site is known yet, and so nothing is there to be signed → start guard with a site file first',
    zh: '尚无现场配置，没有可签发的内容 → 请先用现场文件启动守护进程',
  },
  'record.too-large': {
    en: 'the paper is larger than the journal keeps → take photos out, or a shorter period',
    zh: '文件超过日志可保存的大小 → 请减少照片，或缩短时段',
  },
  'record.no-key': {
    en: 'the key that signs papers cannot be read or written → look at the disk and at the rights of {file}',
    zh: '无法读取或写入签名密钥 → 请检查磁盘及 {file} 的权限',
  },
  'record.not-kept': {
    en: 'the paper cannot be written to the disk ({error}); nothing was signed → look at the disk, then sign again',
    zh: '文件无法写入磁盘（{error}），未签发 → 请检查磁盘后重新签发',
  },
  'record.photo': {
    en: 'this is no small JPEG picture → take the photo on the page of the sensor, which makes it small',
    zh: '这不是缩小后的 JPEG 图片 → 请在传感器页面拍照，页面会自动缩小',
  },
  'record.file': {
    en: '{file} cannot be read → a record is three files: the record, beside it .sig and .pem',
    zh: '无法读取 {file} → 一份记录由三个文件组成：记录本身，以及同名的 .sig 和 .pem',
  },
});

/** Makes a problem of a signed paper. */
export const recordProblem = problemMaker(RECORD_PROBLEMS);
