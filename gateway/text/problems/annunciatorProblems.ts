import { troubleCatalogue } from '../catalogue.ts';

/** What does not fit about annunciators, and what works but is weaker than it looks. */
export const ANNUNCIATOR_PROBLEMS = troubleCatalogue({
  'site.second-annunciator': {
    what: { en: '{device} is described by {other} too', zh: '{device} 已在 {other} 中描述' },
    hint: { en: 'write all its outputs in one place', zh: '请把它的所有输出写在一处' },
  },
  'site.valve-would-open': {
    what: {
      en: 'this fail state re-opens a closed gas valve as soon as the gateway is gone',
      zh: '这一失效状态会在网关失效时重新打开已关闭的燃气阀',
    },
    hint: {
      en: 'write onLoss: hold (stays as it is) or onLoss: act (closes); a closed valve is re-opened by hand alone',
      zh: '请写 onLoss: hold（保持原状）或 onLoss: act（关闭）；已关闭的阀门只能人工打开',
    },
  },
  'site.no-annunciator': {
    what: {
      en: '{device} ({profile}) is not made to drive anything: it is never written to',
      zh: '{device}（{profile}）不是用来驱动输出的：网关从不写入它',
    },
    hint: { en: 'use a device whose profile can: {profiles}', zh: '请使用具备该功能的型号：{profiles}' },
  },
  'site.lease-too-long': {
    what: {
      en: '{profile} can hold an output for {longest} s at most, not for {lease} s',
      zh: '{profile} 最多保持输出 {longest} s，达不到 {lease} s',
    },
    hint: { en: 'write leaseS: {most} or less', zh: '请写 leaseS: {most} 或更小' },
  },
  'site.not-writable': {
    what: { en: '{point} of {profile} cannot be switched', zh: '{profile} 的 {point} 不能切换' },
    hint: { en: 'what can be: {points}', zh: '可以切换的有：{points}' },
  },
  'site.disabled-point/output': {
    what: {
      en: '{point} is not polled, so nobody would notice that it does not obey',
      zh: '{point} 未被轮询，它不听从命令时无人知道',
    },
    hint: { en: 'remove `enabled: false` from the point', zh: '请删除该测点的 `enabled: false`' },
  },
  'site.point-taken': {
    what: { en: '{point} drives something else already', zh: '{point} 已用于驱动其他输出' },
    hint: { en: 'one output, one point', zh: '一个输出对应一个测点' },
  },
  'site.wrong-output': {
    what: { en: '{point} of a node cannot drive {drives}', zh: '节点的 {point} 不能驱动{drives}' },
    hint: { en: 'write drives: {meant}', zh: '请写 drives: {meant}' },
  },
  'site.wrong-output/healthy': {
    what: { en: '{point} of a node cannot drive {drives}', zh: '节点的 {point} 不能驱动{drives}' },
    hint: {
      en: 'leave it out: the node gives the pulse train by itself, on an output of its own',
      zh: '请删去：节点会在自己的专用输出上发出脉冲',
    },
  },

  'site.no-lease': {
    what: {
      en: '{device} ({profile}) knows no lease and no timed pulse: its outputs stay as they are when the gateway is gone',
      zh: '{device}（{profile}）没有租约，也没有定时脉冲：网关失效时其输出保持原状',
    },
    hint: {
      en: 'use a board with timed pulses or the Lifeline node, and watch a `healthy` output with a retriggerable relay',
      zh: '请使用带定时脉冲的继电器板或 Lifeline 节点，并用可重触发的时间继电器监视 `healthy` 输出',
    },
  },
  'site.goes-on-without-guard': {
    what: {
      en: '{point} ({drives}) goes on as it is when the gateway stops or dies: what sounds then sounds until somebody comes',
      zh: '网关停止或失效时，{point} 上的{drives}保持当时的状态：若正在鸣响，将一直响到有人到场处理',
    },
    hint: {
      en: 'use a board with timed pulses or the Lifeline node; or write onLoss: rest, which holds for an orderly stop at least',
      zh: '请使用带定时脉冲的继电器板或 Lifeline 节点；或写 onLoss: rest，至少在正常停止时有效',
    },
  },
  'site.cannot-fail-safe': {
    what: {
      en: '{point} ({drives}) cannot {onLoss} when the gateway is gone: {why}',
      zh: '网关失效时，{point} 上的{drives}无法做到 onLoss: {onLoss}：{why}',
    },
    hint: {
      en: 'wire it energised: {other} on a board with timed pulses, or write onLoss: hold to say that it stays',
      zh: '请在带定时脉冲的继电器板上按 energised: {other} 接线，或写 onLoss: hold 表明它保持原状',
    },
  },
  'site.zone-without-siren': {
    what: { en: 'no siren sounds for zone {zone}', zh: '分区 {zone} 没有警报器鸣响' },
    hint: {
      en: 'add a siren for it, or one without zones for the whole building',
      zh: '请为它增设警报器，或增设一个不写 zones、用于整栋建筑的警报器',
    },
  },
  'site.zone-without-siren/site': {
    what: { en: 'no siren sounds for this site', zh: '这个现场没有警报器鸣响' },
    hint: {
      en: 'add a siren for it, or one without zones for the whole building',
      zh: '请为它增设警报器，或增设一个不写 zones、用于整栋建筑的警报器',
    },
  },
  'site.siren-on-sensor-line': {
    what: {
      en: '{sensors} and the only siren that sounds for them share line {line}: one cut wire takes both',
      zh: '{sensors} 和唯一为其鸣响的警报器同在总线 {line} 上：一处断线，两者同时失效',
    },
    hint: {
      en: 'hang a siren on another line, or reach it over the network',
      zh: '请将一个警报器接到另一条总线，或通过网络连接',
    },
  },
});
