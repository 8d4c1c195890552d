import { problemCatalogue, problemMaker } from '../../../drivers/problems.ts';

/** Why what a person asked for is not done. */
export const COMMAND_PROBLEMS = problemCatalogue({
  'control.unreachable': {
    en: 'guard does not answer → is guard running with this run folder, and may this user write to the socket?',
    zh: '守护进程没有应答 → 守护进程是否正在使用这个运行目录？当前用户是否有权写入该套接字？',
  },

  'alarm.not-standing': {
    en: 'no alarm {occurrence} is standing → it may have ended, or a new occurrence taken its place: look at the alarm list',
    zh: '没有正在发生的报警 {occurrence} → 它可能已经结束，或已有新的一次报警：请查看报警列表',
  },
  'alarm.announced-since': {
    en: '{occurrence} stands at {severity}, announced {count} times: that is not what was seen → look at it as it is now, and acknowledge that',
    zh: '{occurrence} 现为{severity}，已播报 {count} 次：与所看到的不符 → 请查看它现在的状态，再予以确认',
  },
  'alarm.announced-since/once': {
    en: '{occurrence} stands at {severity}, announced 1 time: that is not what was seen → look at it as it is now, and acknowledge that',
    zh: '{occurrence} 现为{severity}，已播报 1 次：与所看到的不符 → 请查看它现在的状态，再予以确认',
  },
  'alarm.still-holds': {
    en: 'the condition of {rule} still holds, so its alarm cannot be reset → acknowledge it now; reset it when the cause is gone and a good reading has shown so',
    zh: '规则 {rule} 的报警条件仍然存在，不能复位 → 请先确认；原因消除并读到正常值之后再复位',
  },
  'alarm.unknown-rule': {
    en: 'there is no rule {name} → {suggestion}',
    zh: '没有规则 {name} → {suggestion}',
  },
  'alarm.unknown-rule/gone': {
    en: 'there is no rule {name} → rules are named in the site file and in the alarm list',
    zh: '没有规则 {name} → 规则编号见现场文件和报警列表',
  },
  'alarm.unknown-zone': {
    en: 'there is no zone {name} → {suggestion}',
    zh: '没有分区 {name} → {suggestion}',
  },
  'alarm.unknown-device': {
    en: 'there is no device {name} → {suggestion}',
    zh: '没有设备 {name} → {suggestion}',
  },
  'alarm.unknown-scope/zone': {
    en: 'there is no zone {name} to maintain → name zones and devices of the site file, or none for the whole site',
    zh: '没有可维护的分区 {name} → 请使用现场文件中的分区和设备编号；不写则指整个现场',
  },
  'alarm.unknown-scope/device': {
    en: 'there is no device {name} to maintain → name zones and devices of the site file, or none for the whole site',
    zh: '没有可维护的设备 {name} → 请使用现场文件中的分区和设备编号；不写则指整个现场',
  },
  'alarm.unknown-period': {
    en: 'no maintenance period {period} is running → it may have ended by itself',
    zh: '没有正在进行的维护时段 {period} → 它可能已自动结束',
  },
  'alarm.shelf-without-end': {
    en: 'a shelf without an end is refused: it would be forgotten, and the alarm with it → say for how long, e.g. --for 2h',
    zh: '拒绝没有期限的搁置：它会被遗忘，报警也就丢失了 → 请写明时长，例如 --for 2h',
  },
  'alarm.maintenance-without-end': {
    en: 'a maintenance period without an end is refused: it would be forgotten, and every alarm with it → say for how long, e.g. --for 4h',
    zh: '拒绝没有期限的维护：它会被遗忘，期间的报警都会丢失 → 请写明时长，例如 --for 4h',
  },
  'alarm.unlimited-time': {
    en: '{verb} for {seconds} s is refused: it must end by itself, after at most {most} h → give a time above 0 s and up to {limit} s; do it again when it is still needed then',
    zh: '拒绝时长为 {seconds} s 的 {verb}：必须自动结束，最长 {most} h → 请给出大于 0 s、不超过 {limit} s 的时长；到期后如仍需要可再次操作',
  },
  'alarm.no-reason': {
    en: '{verb} without a reason is refused → say why, for those who read it later',
    zh: '拒绝没有原因的操作（{verb}） → 请写明原因，供以后查阅',
  },
  'alarm.no-reason/shelf': {
    en: 'a shelf without a reason is refused → say why, for whoever finds it later, e.g. --reason "detector is being replaced"',
    zh: '拒绝没有原因的搁置 → 请写明原因，例如 --reason "正在更换探测器"',
  },
  'alarm.no-reason/maintenance': {
    en: 'a maintenance period without a reason is refused → say why, for whoever finds it later, e.g. --reason "detector is being replaced"',
    zh: '拒绝没有原因的维护 → 请写明原因，例如 --reason "正在更换探测器"',
  },
  'alarm.no-reason/out-of-service': {
    en: 'out of service without a reason is refused → say why, for whoever finds it later, e.g. --reason "detector is being replaced"',
    zh: '拒绝没有原因的停用 → 请写明原因，例如 --reason "正在更换探测器"',
  },

  'annunciate.none': {
    en: 'no annunciator is configured: nothing sounds here → describe the siren under `annunciators` in the site file',
    zh: '未配置声光控制器，这里没有任何声响 → 请在现场文件的 `annunciators` 中描述警报器',
  },
  'annunciate.unknown-zone': {
    en: 'there is no zone {zone} → zones of this site: {zones}',
    zh: '没有分区 {zone} → 这个现场的分区：{zones}',
  },
  'annunciate.not-standing': {
    en: '{occurrence} does not stand → list the alarms again: it may have ended meanwhile',
    zh: '没有正在发生的报警 {occurrence} → 它可能已经结束：请重新查看报警列表',
  },
  'annunciate.no-such-valve': {
    en: '{point} is no gas valve of this site → gas valves: {valves}',
    zh: '{point} 不是这个现场的燃气阀 → 燃气阀：{valves}',
  },
  'annunciate.no-such-valve/none': {
    en: '{point} is no gas valve of this site → the site has none',
    zh: '{point} 不是这个现场的燃气阀 → 这个现场没有燃气阀',
  },
  'annunciate.valve-held': {
    en: '{point} stays closed: {alarms} still stands → find the leak, wait until the gas is gone, reset the alarm, then re-open the valve',
    zh: '{point} 保持关闭：报警 {alarms} 仍然存在 → 请先找到泄漏，等燃气散尽并复位报警，再打开阀门',
  },
});

/** Makes a refusal of what a person asked for. */
export const commandProblem = problemMaker(COMMAND_PROBLEMS);
