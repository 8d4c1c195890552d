import { catalogue } from './catalogue.ts';

/** What the gateway writes down of itself that is no problem to mend, by the code of its row; variants behind a `/`. */
export const SYSTEM_MESSAGES = catalogue({
  'maintenance.began': {
    en: 'maintenance of {scope} began for at most {minutes} min, by {actor}: {reason} [{period}]',
    zh: '{scope} 开始维护，最长 {minutes} 分钟，操作者 {actor}：{reason} [{period}]',
  },
  'maintenance.ended': {
    en: 'maintenance of {scope} ended [{period}]',
    zh: '{scope} 的维护已结束 [{period}]',
  },
  'guard.started': { en: '{software} started', zh: '{software} 已启动' },
  'guard.stopped': { en: '{software} stopped in order', zh: '{software} 已正常停止' },
  'guard.stalled': {
    en: 'guard could not run for {seconds} s: what was not heard then was not silent',
    zh: '守护进程有 {seconds} 秒未能运行：其间没有听到的，不算无应答',
  },
  'update.fell-back': {
    en: 'the last update was taken back: {reason}',
    zh: '上一次更新已撤回：{reason}',
  },
  'doctor.findings/none': {
    en: 'the doctor finds nothing wrong with this box any more',
    zh: '自检没有再发现问题',
  },
  'doctor.findings': { en: '{count} found by the doctor: {kinds}', zh: '自检发现 {count} 个问题：{kinds}' },
  'site.went-back/restart': {
    en: 'guard was started before the changed site was kept: the one before is in force',
    zh: '修改后的现场文件尚未确认保留，守护进程就重新启动了：现用的是之前的文件',
  },
  'site.went-back/time': {
    en: 'nobody kept the changed site in time: the one before is in force',
    zh: '没有人按时确认保留修改后的现场文件：现用的是之前的文件',
  },
  'evidence.limited/size': {
    en: 'this site is so large that only {seconds} s before an alarm are remembered',
    zh: '现场规模太大，只能保留报警前 {seconds} 秒的数据',
  },
  'evidence.limited/flood': {
    en: 'too many alarms at once to keep all evidence; missing or not whole: {named}',
    zh: '同时报警过多，无法保留全部证据；缺失或不完整：{named}',
  },
});
