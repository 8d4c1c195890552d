import type { Table } from '../../drivers/profile/schema.ts';
import type { Quality } from '../../drivers/quality.ts';
import type {
  AlarmState,
  Confidence,
  DeviceState,
  LineState,
  OutputKind,
  Severity,
  Tone,
  TransitionCause,
} from '../../drivers/vocabulary.ts';

import type { CivilQuality } from '../core/civilTime.ts';

import type { Text } from './language.ts';

/** Words for what the program knows by a code. A code without its words is an error of compilation. */

/** The states of ISA-18.2 / IEC 62682, A to I. */
export const STATE_WORDS = {
  normal: { en: 'normal', zh: '正常' },
  'unacknowledged-active': { en: 'unacknowledged', zh: '未确认报警' },
  'acknowledged-active': { en: 'acknowledged', zh: '已确认' },
  'returned-unacknowledged': { en: 'over, unacknowledged', zh: '已恢复，未确认' },
  'latched-unacknowledged': { en: 'latched, unacknowledged', zh: '锁定，未确认' },
  'latched-acknowledged': { en: 'latched, acknowledged', zh: '锁定，已确认' },
  shelved: { en: 'shelved', zh: '已搁置' },
  suppressed: { en: 'suppressed', zh: '被抑制' },
  'out-of-service': { en: 'out of service', zh: '停用' },
} as const satisfies Record<AlarmState, Text>;

export const CAUSE_WORDS = {
  raised: { en: 'raised', zh: '报警' },
  escalated: { en: 'escalated', zh: '升级' },
  eased: { en: 'eased', zh: '降级' },
  're-alarmed': { en: 'announced again', zh: '再次报警' },
  returned: { en: 'over', zh: '恢复' },
  acknowledged: { en: 'acknowledged', zh: '确认' },
  reset: { en: 'reset', zh: '复位' },
  shelved: { en: 'shelved', zh: '搁置' },
  unshelved: { en: 'taken off the shelf', zh: '取消搁置' },
  suppressed: { en: 'suppressed by maintenance', zh: '因维护被抑制' },
  unsuppressed: { en: 'no longer suppressed', zh: '解除抑制' },
  'taken-out-of-service': { en: 'taken out of service', zh: '停用' },
  'put-in-service': { en: 'put back in service', zh: '恢复使用' },
  'removed-by-configuration': { en: 'removed from the site file', zh: '已从配置中删除' },
  'state-lost': { en: 'ended: the saved state was lost', zh: '已结束：保存的状态丢失' },
} as const satisfies Record<TransitionCause, Text>;

export const SEVERITY_WORDS = {
  blue: { en: 'blue', zh: '蓝色' },
  yellow: { en: 'yellow', zh: '黄色' },
  orange: { en: 'orange', zh: '橙色' },
  red: { en: 'red', zh: '红色' },
} as const satisfies Record<Severity, Text>;

export const OUTPUT_WORDS = {
  siren: { en: 'siren', zh: '警报器' },
  strobe: { en: 'strobe', zh: '频闪灯' },
  'fault-lamp': { en: 'fault lamp', zh: '故障灯' },
  'gas-valve': { en: 'gas valve', zh: '燃气切断阀' },
  fan: { en: 'fan', zh: '排风机' },
  healthy: { en: 'healthy signal', zh: '运行正常信号' },
} as const satisfies Record<OutputKind, Text>;

/** What an output does when it acts. */
export const ACTING_WORDS = {
  siren: { en: 'sounding', zh: '鸣响' },
  strobe: { en: 'flashing', zh: '闪烁' },
  'fault-lamp': { en: 'lit', zh: '点亮' },
  'gas-valve': { en: 'closed', zh: '已关闭' },
  fan: { en: 'running', zh: '运转' },
  healthy: { en: 'pulsing', zh: '脉冲正常' },
} as const satisfies Record<OutputKind, Text>;

/** What an output does when it does not act. */
export const RESTING_WORDS = {
  siren: { en: 'silent', zh: '静音' },
  strobe: { en: 'off', zh: '熄灭' },
  'fault-lamp': { en: 'off', zh: '熄灭' },
  'gas-valve': { en: 'open', zh: '已打开' },
  fan: { en: 'off', zh: '停止' },
  healthy: { en: 'absent', zh: '无脉冲' },
} as const satisfies Record<OutputKind, Text>;

export const TONE_WORDS = {
  none: { en: 'no tone', zh: '无声' },
  fault: { en: 'fault tone', zh: '故障音' },
  pulsed: { en: 'pulsed', zh: '间断音' },
  continuous: { en: 'continuous', zh: '连续音' },
} as const satisfies Record<Tone, Text>;

export const QUALITY_WORDS = {
  good: { en: 'good', zh: '正常' },
  'warm-up': { en: 'warming up', zh: '预热中' },
  'out-of-spec': { en: 'out of range', zh: '超出量程' },
  stale: { en: 'stale', zh: '数据陈旧' },
  drift: { en: 'drifting', zh: '漂移' },
  flatline: { en: 'suspiciously constant', zh: '数值不变，可疑' },
  'no-communication': { en: 'no communication', zh: '通信中断' },
  'sensor-failure': { en: 'sensor failure', zh: '传感器故障' },
  'protocol-error': { en: 'no usable answers', zh: '应答不可用' },
  'out-of-service': { en: 'out of service', zh: '停用' },
  substituted: { en: 'substituted', zh: '替代值' },
} as const satisfies Record<Quality, Text>;

export const DEVICE_STATE_WORDS = {
  unknown: { en: 'not heard yet', zh: '尚无应答' },
  online: { en: 'online', zh: '在线' },
  failing: { en: 'failing', zh: '时断时续' },
  offline: { en: 'offline', zh: '离线' },
} as const satisfies Record<DeviceState, Text>;

export const LINE_STATE_WORDS = {
  open: { en: 'open', zh: '正常' },
  lost: { en: 'port lost', zh: '端口丢失' },
} as const satisfies Record<LineState, Text>;

export const CLOCK_WORDS = {
  unsynced: { en: 'not set', zh: '未校准' },
  rtc: { en: 'unchecked', zh: '未核对' },
  ntp: { en: 'synchronised', zh: '已同步' },
  holdover: { en: 'running on since the last synchronisation', zh: '脱离同步，保持运行' },
} as const satisfies Record<CivilQuality, Text>;

/** The alarm is a matter of the building, or of the gateway's own eyes and ears. */
export const CLASS_WORDS = {
  alarm: { en: 'alarm', zh: '报警' },
  fault: { en: 'fault', zh: '故障' },
} as const satisfies Record<'alarm' | 'fault', Text>;

/** The tables of Modbus. In English as profiles write them. */
export const TABLE_WORDS = {
  holding: { en: 'holding', zh: '保持寄存器' },
  input: { en: 'input', zh: '输入寄存器' },
  coil: { en: 'coil', zh: '线圈' },
  discrete: { en: 'discrete', zh: '离散输入' },
} as const satisfies Record<Table, Text>;

/** How sure we are of a limit. */
export const CONFIDENCE_WORDS = {
  sourced: { en: 'read in the source', zh: '已核对来源' },
  quoted: { en: 'read where somebody quotes the source', zh: '引自转述，未见原文' },
  'from-memory': { en: 'from memory, check the standard', zh: '凭记忆，请核对标准原文' },
  engineering: { en: 'an engineering value', zh: '工程取值' },
  site: { en: 'chosen for this site', zh: '现场设定' },
} as const satisfies Record<Confidence | 'site', Text>;
