import { problemCatalogue } from '../../../drivers/problems.ts';

/** What does not fit about the rule packs of a site. */
export const PACK_PROBLEMS = problemCatalogue({
  'site.unknown-pack': {
    en: 'there is no rule pack {pack} → {suggestion}',
    zh: '没有规则包 {pack} → {suggestion}',
  },
  'site.pack-kind': {
    en: 'pack {pack} is for {kinds}, {profile} is {kind} → {remedy}',
    zh: '规则包 {pack} 适用于 {kinds}，而 {profile} 属于 {kind} → {remedy}',
  },
  'site.too-tight/pack': {
    en: 'rule {rule} of pack {pack} is tighter than three times the accuracy of {point} (±{accuracy} {unit}): {levels} → take a sensor accurate to a third of that, or give it up: packChanges: { {rule}: {change} }',
    zh: '规则包 {pack} 的规则 {rule} 小于 {point} 精度（±{accuracy} {unit}）的 3 倍：{levels} → 请换用精度达到该值三分之一的传感器，或放弃该项：packChanges: { {rule}: {change} }',
  },
  'site.no-pack': {
    en: 'there is no pack to which this belongs → name the pack: pack: …',
    zh: '没有写明它属于哪个规则包 → 请写明规则包：pack: …',
  },
  'site.unknown-pack-key/rule': {
    en: 'pack {pack} has no rule {name} → {suggestion}',
    zh: '规则包 {pack} 没有规则 {name} → {suggestion}',
  },
  'site.unknown-pack-key/setting': {
    en: 'pack {pack} has no setting {name} → {suggestion}',
    zh: '规则包 {pack} 没有设置项 {name} → {suggestion}',
  },
  'site.unknown-point/pack': {
    en: 'pack {pack} has no rule for {point} of {profile} → {suggestion}',
    zh: '规则包 {pack} 没有针对 {profile} 的 {point} 的规则 → {suggestion}',
  },
  'site.missing-setting': {
    en: 'pack {pack} has to know {name}: {meaning} → write packSettings: { {name}: … } in {unit}',
    zh: '规则包 {pack} 需要知道 {name}：{meaning} → 请写 packSettings: { {name}: … }，单位 {unit}',
  },
  'site.pack-unit': {
    en: 'rule {rule} of pack {pack} is in {speaks}, {point} is in {unit} → write packChanges: { {rule}: off } and a rule of your own, or correct the unit of the point',
    zh: '规则包 {pack} 的规则 {rule} 的单位是 {speaks}，而 {point} 的单位是 {unit} → 请写 packChanges: { {rule}: off } 并自行编写规则，或改正测点的单位',
  },
  'site.pack-change': {
    en: 'a rule made from {rule} does not take this → write it as in a rule, e.g. packChanges: { {rule}: { onDelayS: 5 } }; off takes away a level or the whole rule',
    zh: '由 {rule} 生成的规则不接受此项 → 请按规则的写法书写，例如 packChanges: { {rule}: { onDelayS: 5 } }；off 去掉一个级别或整条规则',
  },
  'pack.damaged': {
    en: 'this rule pack cannot be used: {reason} → install Lifeline again, or correct the file',
    zh: '这个规则包不能使用：{reason} → 请重新安装 Lifeline，或改正该文件',
  },
});
