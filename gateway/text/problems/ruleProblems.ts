import { problemCatalogue } from '../../../drivers/problems.ts';

/** What does not fit about the rules of a site. */
export const RULE_PROBLEMS = problemCatalogue({
  'site.no-limit': { en: 'there is no limit → {example}', zh: '没有限值 → {example}' },
  'site.severity-order/rise': {
    en: '{level} is not beyond {before} → {side} limits rise from blue over yellow and orange to red',
    zh: '{level} 没有超过{before} → {side} 的限值应按 blue、yellow、orange、red 依次升高',
  },
  'site.severity-order/fall': {
    en: '{level} is not beyond {before} → {side} limits fall from blue over yellow and orange to red',
    zh: '{level} 没有低于{before} → {side} 的限值应按 blue、yellow、orange、red 依次降低',
  },
  'site.too-tight': {
    en: 'tighter than three times the accuracy of {point} (±{accuracy} {unit}): {levels} → the sensor itself would raise it: take at least {least} {unit}, or a more accurate sensor',
    zh: '小于 {point} 精度（±{accuracy} {unit}）的 3 倍：{levels} → 传感器自身的误差就会触发报警：请至少取 {least} {unit}，或换用更精确的传感器',
  },
  'site.out-of-reach': {
    en: '{limit} {unit} lies outside what {point} can measure ({least} to {most}) → choose a limit inside the range, or a sensor with another range',
    zh: '{limit} {unit} 超出 {point} 的量程（{least} 至 {most}） → 请在量程内选取限值，或换用其他量程的传感器',
  },
  'site.never-clears': {
    en: '{level} with deadband {deadband} clears only beyond {clears}, where {point} does not measure → make the deadband smaller or move the limit',
    zh: '{level}、回差 {deadband} 的报警要越过 {clears} 才会恢复，而 {point} 测不到那里 → 请减小回差或调整限值',
  },
  'site.never-clears/difference': {
    en: '{level} with deadband {deadband} would not end where nothing moves at all → make the deadband smaller than the lowest limit',
    zh: '{level}、回差 {deadband} 的报警在毫无变化时也不会恢复 → 请使回差小于最低限值',
  },
  'site.no-normal-band': {
    en: 'between high {high} and low {low} a deadband of {deadband} leaves no value that is normal → make the deadband smaller or the limits wider apart',
    zh: '上限 {high} 与下限 {low} 之间，回差 {deadband} 没有留下任何正常值 → 请减小回差或拉开上下限',
  },
  'site.not-a-number': {
    en: '{point} is a state, not a quantity → use a rule of kind: state',
    zh: '{point} 是状态，不是数值量 → 请使用 kind: state 的规则',
  },
  'site.wrong-unit/limit': {
    en: '{point} is in {own}, the limit is in {unit} → write the limits in the unit of the point',
    zh: '{point} 的单位是 {own}，限值的单位是 {unit} → 请按测点的单位书写限值',
  },
  'site.wrong-unit/compensation': {
    en: '{point} is in {unit}, not in °C → name the temperature of the sensor or of the wall',
    zh: '{point} 的单位是 {unit}，不是 °C → 请写传感器温度或墙体温度的测点',
  },
  'site.short-window': {
    en: 'in {window} s {point} is read less than {times} times (every {period} s) → make the window at least {least} s, or the period of the point shorter',
    zh: '在 {window} s 内 {point} 的读取不足 {times} 次（每 {period} s 一次） → 请将窗口设为至少 {least} s，或缩短测点的周期',
  },
  'site.no-state': {
    en: '{point} is no counter → write which state is counted, e.g. equals: true',
    zh: '{point} 不是计数器 → 请写明计数哪个状态，例如 equals: true',
  },
  'site.second-vote': {
    en: '{point} has a vote already → name it once',
    zh: '{point} 已在表决之列 → 请只写一次',
  },
  'site.too-many-votes': {
    en: '{atLeast} of {count} points can never agree → write a number from 1 to {count}',
    zh: '{count} 个测点中不可能有 {atLeast} 个一致 → 请写 1 至 {count} 之间的数',
  },
  'site.wrong-type': {
    en: '{point} is never {value}: it is a {type} → {how}',
    zh: '{point} 不会是 {value}：它是{type} → {how}',
  },
  'site.unknown-state': {
    en: '{point} has no state {state} → {how}',
    zh: '{point} 没有状态 {state} → {how}',
  },

  'site.second-loss-rule': {
    en: '{device} has the loss-of-sensing rule {other} already → keep one of the two',
    zh: '{device} 已有失去感知（loss-of-sensing）规则 {other} → 请保留其中一条',
  },
  'site.second-rule/annunciator': {
    en: '{device} as annunciator has the annunciator rule {other} already → keep one of the two',
    zh: '{device} 已有声光控制器（annunciator）规则 {other} → 请保留其中一条',
  },
  'site.second-rule/overdue': {
    en: 'the {of} of {device} has the overdue rule {other} already → keep one of the two',
    zh: '{device} 的{of}已有逾期（overdue）规则 {other} → 请保留其中一条',
  },
  'site.second-rule/gateway': {
    en: "the gateway's {concern} has the gateway rule {other} already → keep one of the two",
    zh: '网关的{concern}已有规则（gateway）{other} → 请保留其中一条',
  },
  'site.no-due-date/calibration': {
    en: '{device} does not say when its calibration is due → write calibrationDue: 2027-03-31 at the device',
    zh: '{device} 没有写明校准（calibration）到期日 → 请在该设备处写 calibrationDue: 2027-03-31',
  },
  'site.no-due-date/bump-test': {
    en: '{device} does not say when its bump-test is due → write bumpTest: { last: 2026-09-01, everyDays: 90 } at the device',
    zh: '{device} 没有写明通气试验（bump-test）到期日 → 请在该设备处写 bumpTest: { last: 2026-09-01, everyDays: 90 }',
  },
  'site.between-steps': {
    en: '{rule}: the profile keeps {point} in whole steps of {step} (decimals: {decimals}), and {levels} lies between two of them: the rule sees the rounded value, and meets it early, late or never → write decimals: {fine} in the profile, or take limits that are whole steps',
    zh: '{rule}：型号文件把 {point} 取整到 {step} 的整步（decimals: {decimals}），而 {levels} 落在两步之间：规则看到的是取整后的数值，可能提前、推迟或永远不报警 → 请在型号文件中写 decimals: {fine}，或改用整步的限值',
  },
});
