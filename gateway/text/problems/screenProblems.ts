import type { Sentences } from './sentences.ts';

/**
 * Problems that somebody at a screen meets, in Chinese, by code. A problem brings its English along, and in `{near}` the
 * names that may have been meant.
 */
export const SCREEN_IN_CHINESE: Sentences = {
  'alarm.not-standing': {
    what: '没有这条正在发生的报警',
    hint: '它可能已经结束，或已有新的一次报警：请查看报警列表',
  },
  'alarm.unknown-rule': { what: '没有这条规则', hint: '是否指：{near}' },
  'alarm.unknown-zone': { what: '没有这个分区', hint: '是否指：{near}' },
  'alarm.unknown-device': { what: '没有这台设备', hint: '是否指：{near}' },
  'alarm.unknown-scope': { what: '没有这个分区或设备', hint: '请使用现场文件中的分区和设备编号' },
  'alarm.unknown-period': { what: '没有正在进行的这个维护时段', hint: '它可能已自动结束' },
  'alarm.still-holds': {
    what: '报警条件仍然存在，不能复位',
    hint: '请先确认；原因消除并读到正常值之后再复位',
  },
  'alarm.shelf-without-end': {
    what: '拒绝没有期限的搁置：它会被遗忘，报警也就丢失了',
    hint: '请写明时长，例如 --for 2h',
  },
  'alarm.maintenance-without-end': {
    what: '拒绝没有期限的维护：它会被遗忘，期间的报警都会丢失',
    hint: '请写明时长，例如 --for 4h',
  },
  'alarm.unlimited-time': {
    what: '时长超出允许范围：必须在规定时间内自动结束',
    hint: '请缩短时长；到期后如仍需要可再次操作',
  },
  'alarm.no-reason': {
    what: '拒绝没有原因的操作',
    hint: '请写明原因，例如 --reason "正在更换探测器"',
  },
  'annunciate.none': {
    what: '未配置声光控制器，这里没有任何声响',
    hint: '请在现场文件的 annunciators 中描述警报器',
  },
  'annunciate.unknown-zone': { what: '没有这个分区', hint: '请使用现场文件中的分区编号' },
  'annunciate.not-standing': { what: '没有这条正在发生的报警', hint: '它可能已经结束：请查看报警列表' },
  'annunciate.no-such-valve': { what: '现场没有这个燃气阀', hint: '请使用现场文件中的燃气阀输出点' },
  'annunciate.valve-held': {
    what: '阀门保持关闭：要求关闭它的报警仍然存在',
    hint: '请先找到泄漏，等燃气散尽并复位报警，再打开阀门',
  },
  'control.unreachable': {
    what: '守护进程没有应答',
    hint: '守护进程是否正在使用这个运行目录？当前用户是否有权写入该套接字？',
  },
};
