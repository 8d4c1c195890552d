import { problemCatalogue } from '../../../drivers/problems.ts';

/** What does not fit about annunciators, and what works but is weaker than it looks. */
export const ANNUNCIATOR_PROBLEMS = problemCatalogue({
  'site.second-annunciator': {
    en: '{device} is described by {other} too → write all its outputs in one place',
    zh: '{device} 已在 {other} 中描述 → 请把它的所有输出写在一处',
  },
  'site.valve-would-open': {
    en: 'this fail state re-opens a closed gas valve as soon as the gateway is gone → write onLoss: hold (stays as it is) or onLoss: act (closes); a closed valve is re-opened by hand alone',
    zh: '这一失效状态会在网关失效时重新打开已关闭的燃气阀 → 请写 onLoss: hold（保持原状）或 onLoss: act（关闭）；已关闭的阀门只能人工打开',
  },
  'site.no-annunciator': {
    en: '{device} ({profile}) is not made to drive anything: it is never written to → use a device whose profile can: {profiles}',
    zh: '{device}（{profile}）不是用来驱动输出的：网关从不写入它 → 请使用具备该功能的型号：{profiles}',
  },
  'site.lease-too-long': {
    en: '{profile} can hold an output for {longest} s at most, not for {lease} s → write leaseS: {most} or less',
    zh: '{profile} 最多保持输出 {longest} s，达不到 {lease} s → 请写 leaseS: {most} 或更小',
  },
  'site.not-writable': {
    en: '{point} of {profile} cannot be switched → what can be: {points}',
    zh: '{profile} 的 {point} 不能切换 → 可以切换的有：{points}',
  },
  'site.disabled-point/output': {
    en: '{point} is not polled, so nobody would notice that it does not obey → remove `enabled: false` from the point',
    zh: '{point} 未被轮询，它不听从命令时无人知道 → 请删除该测点的 `enabled: false`',
  },
  'site.point-taken': {
    en: '{point} drives something else already → one output, one point',
    zh: '{point} 已用于驱动其他输出 → 一个输出对应一个测点',
  },
  'site.wrong-output': {
    en: '{point} of a node cannot drive {drives} → write drives: {meant}',
    zh: '节点的 {point} 不能驱动{drives} → 请写 drives: {meant}',
  },
  'site.wrong-output/healthy': {
    en: '{point} of a node cannot drive {drives} → leave it out: the node gives the pulse train by itself, on an output of its own',
    zh: '节点的 {point} 不能驱动{drives} → 请删去：节点会在自己的专用输出上发出脉冲',
  },

  'site.no-lease': {
    en: '{device} ({profile}) knows no lease and no timed pulse: its outputs stay as they are when the gateway is gone → use a board with timed pulses or the Lifeline node, and watch a `healthy` output with a retriggerable relay',
    zh: '{device}（{profile}）没有租约，也没有定时脉冲：网关失效时其输出保持原状 → 请使用带定时脉冲的继电器板或 Lifeline 节点，并用可重触发的时间继电器监视 `healthy` 输出',
  },
  'site.goes-on-without-guard': {
    en: '{point} ({drives}) goes on as it is when the gateway stops or dies: what sounds then sounds until somebody comes → use a board with timed pulses or the Lifeline node; or write onLoss: rest, which holds for an orderly stop at least',
    zh: '网关停止或失效时，{point} 上的{drives}保持当时的状态：若正在鸣响，将一直响到有人到场处理 → 请使用带定时脉冲的继电器板或 Lifeline 节点；或写 onLoss: rest，至少在正常停止时有效',
  },
  'site.cannot-fail-safe': {
    en: '{point} ({drives}) cannot {onLoss} when the gateway is gone: {why} → wire it energised: {other} on a board with timed pulses, or write onLoss: hold to say that it stays',
    zh: '网关失效时，{point} 上的{drives}无法做到 onLoss: {onLoss}：{why} → 请在带定时脉冲的继电器板上按 energised: {other} 接线，或写 onLoss: hold 表明它保持原状',
  },
  'site.zone-without-siren': {
    en: 'no siren sounds for zone {zone} → add a siren for it, or one without zones for the whole building',
    zh: '分区 {zone} 没有警报器鸣响 → 请为它增设警报器，或增设一个不写 zones、用于整栋建筑的警报器',
  },
  'site.zone-without-siren/site': {
    en: 'no siren sounds for this site → add a siren for it, or one without zones for the whole building',
    zh: '这个现场没有警报器鸣响 → 请为它增设警报器，或增设一个不写 zones、用于整栋建筑的警报器',
  },
  'site.siren-on-sensor-line': {
    en: '{sensors} and the only siren that sounds for them share line {line}: one cut wire takes both → hang a siren on another line, or reach it over the network',
    zh: '{sensors} 和唯一为其鸣响的警报器同在总线 {line} 上：一处断线，两者同时失效 → 请将一个警报器接到另一条总线，或通过网络连接',
  },
});
