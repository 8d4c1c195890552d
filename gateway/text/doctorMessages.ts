import { catalogue } from './catalogue.ts';

/** What `lifeline doctor` says around its findings. */
export const DOCTOR_MESSAGES = catalogue({
  well: { en: 'well', zh: '正常' },
  found: { en: 'found', zh: '发现问题' },
  unknown: { en: 'not looked at', zh: '未检查' },
  'all-well': { en: 'nothing found in {looked} checks', zh: '{looked} 项检查未发现问题' },
  'found-some': { en: '{count} found in {looked} checks', zh: '{looked} 项检查中发现 {count} 个问题' },
  'not-all': {
    en: '{count} could not be looked at: this machine does not tell, or tells root alone',
    zh: '{count} 项未检查：本机不提供此信息，或仅 root 可读',
  },
  'not-kept': {
    en: 'the size of the journal could not be kept for the next time: {message}',
    zh: '日志大小无法保存供下次比较：{message}',
  },
  site: { en: 'site file', zh: '现场文件' },
  guard: { en: 'guard', zh: '守护进程' },
  processes: { en: 'programs and orphans', zh: '程序与孤儿进程' },
  memory: { en: 'memory', zh: '内存' },
  writes: { en: 'disk written', zh: '磁盘写入量' },
  adapters: { en: 'adapters', zh: '适配器' },
  rights: { en: 'rights', zh: '权限' },
  clock: { en: 'clock', zh: '时钟' },
  space: { en: 'free space', zh: '剩余空间' },
  disk: { en: 'disk health', zh: '磁盘健康' },
  wear: { en: 'disk wear', zh: '磁盘磨损' },
  voltage: { en: 'supply voltage', zh: '供电电压' },
  temperature: { en: 'temperature', zh: '温度' },
  certificates: { en: 'certificates', zh: '证书' },
  brokers: { en: 'brokers', zh: '上行服务器' },
  journal: { en: 'journal', zh: '本地记录' },
  update: { en: 'last update', zh: '上次更新' },
  identity: { en: 'identity', zh: '身份' },
});
