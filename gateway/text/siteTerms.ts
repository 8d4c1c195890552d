import type { Profile, ProfilePoint } from '../../drivers/profile/schema.ts';
import type { Concern, OverdueTask } from '../../drivers/vocabulary.ts';
import type { Text } from './language.ts';

/** Words for codes of site files, profiles and rule packs, as a report of a site says them. In English they are the codes. */

/** How far a profile was tried. */
export const VERIFICATION_WORDS = {
  official: { en: 'official', zh: '厂家资料' },
  bench: { en: 'bench', zh: '实机验证' },
  'third-party': { en: 'third-party', zh: '第三方资料' },
  unverified: { en: 'unverified', zh: '未经验证' },
} as const satisfies Record<Profile['verification'], Text>;

/** Where a value of a rule pack or a threshold of lifts comes from. */
export const ORIGIN_WORDS = {
  sourced: { en: 'sourced', zh: '已核对来源' },
  quoted: { en: 'quoted', zh: '引自转述' },
  'from-memory': { en: 'from-memory', zh: '凭记忆' },
  engineering: { en: 'engineering', zh: '工程取值' },
  site: { en: 'chosen on site', zh: '现场设定' },
} as const satisfies Record<string, Text>;

/** What of the gateway itself may be at fault. */
export const CONCERN_WORDS = {
  journal: { en: 'journal', zh: '记录文件' },
  'alarm-time': { en: 'alarm-time', zh: '报警时间' },
  state: { en: 'state', zh: '状态保存' },
  clock: { en: 'clock', zh: '时钟' },
  internal: { en: 'internal', zh: '程序自身' },
} as const satisfies Record<Concern, Text>;

/** What has to be done to a device from time to time. */
export const OVERDUE_WORDS = {
  calibration: { en: 'calibration', zh: '校准' },
  'bump-test': { en: 'bump-test', zh: '通气测试' },
} as const satisfies Record<OverdueTask, Text>;

/** How a point is read: within its period, or when the line has time. */
export const POINT_CLASS_WORDS = {
  safety: { en: 'safety', zh: '安全类' },
  state: { en: 'state', zh: '状态类' },
  trend: { en: 'trend', zh: '趋势类' },
} as const satisfies Record<ProfilePoint['class'], Text>;

/** Who may do what at the desk, rising. */
export const ROLE_WORDS = {
  viewer: { en: 'viewer', zh: '查看' },
  operator: { en: 'operator', zh: '值班' },
  installer: { en: 'installer', zh: '安装员' },
  admin: { en: 'admin', zh: '管理员' },
} as const;
