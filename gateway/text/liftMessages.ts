import { catalogue, type Say, speaker } from './catalogue.ts';
import type { Language, Text } from './language.ts';

/** Sentences about the health of a lift, for the mechanic who looks after it. */
export const LIFT_MESSAGES = catalogue({
  'finding.entrapments': {
    en: 'People were trapped (times: {count}).',
    zh: '困人 {count} 次。',
  },
  'finding.fault-repeats': {
    en: 'Fault {code} came {times} times, at several floors, last on {last}: it was reset and not cured.',
    zh: '故障 {code} 在多个楼层共出现 {times} 次，最近一次 {last}：只是复位，没有根治。',
  },
  'finding.fault-repeats-floor': {
    en: 'Fault {code} came {times} times, always at floor {floor}, last on {last}: look at that landing.',
    zh: '故障 {code} 出现 {times} 次，每次都在 {floor} 层，最近一次 {last}：请检查该层站。',
  },
  'finding.fault-once': { en: 'Fault {code} came once, on {day}.', zh: '故障 {code} 出现一次，{day}。' },
  'finding.sensor-fault': {
    en: 'The {sensor} contradicted all others (times: {times}): check it and its wiring.',
    zh: '{sensor}与其他信号矛盾 {times} 次：检查该部件及接线。',
  },
  'finding.availability': {
    en: 'In service {percent} % of the time it should have been.',
    zh: '应服务时间内的可用率为 {percent} %。',
  },
  'finding.door-opens-slower': {
    en: 'The door at floor {floor} opens in {now} s; it was {before} s when new to us ({percent} % slower): look at the coupler, rollers and sill there.',
    zh: '{floor} 层开门用时 {now} 秒，初期为 {before} 秒（慢 {percent} %）：请检查该层门刀、滚轮和地坎。',
  },
  'finding.door-closes-slower': {
    en: 'The door at floor {floor} closes in {now} s; it was {before} s when new to us ({percent} % slower): look at the closer, rollers and sill there.',
    zh: '{floor} 层关门用时 {now} 秒，初期为 {before} 秒（慢 {percent} %）：请检查该层自闭装置、滚轮和地坎。',
  },
  'finding.door-reverses': {
    en: 'The door at floor {floor} turned back {reversals} times in {cycles} cycles: look at the sill and the light curtain.',
    zh: '{floor} 层门在 {cycles} 次开关中反向 {reversals} 次：请检查地坎和光幕。',
  },
  'finding.door-balks': {
    en: 'At floor {floor} the door operator tried to open and the door stayed shut (times: {times}): look at the lock, the coupler and the rollers there.',
    zh: '{floor} 层门机 {times} 次试图开门而门未打开：请检查该层门锁、门刀和滚轮。',
  },
  'finding.door-current': {
    en: 'The motor of door {door} draws {now} mA on average; it was {before} mA when new to us ({percent} % more): look at sill, rollers, belt and closer.',
    zh: '{door} 号门电机平均电流 {now} mA，初期为 {before} mA（增加 {percent} %）：请检查地坎、滚轮、皮带和自闭装置。',
  },
  'finding.rough-ride': {
    en: 'The car shakes more as it runs: ride index {now} m/s², it was {before} m/s² when new to us ({percent} % more): look at guide shoes, rails and ropes.',
    zh: '运行振动增大：乘坐指数 {now} m/s²，初期为 {before} m/s²（增加 {percent} %）：请检查导靴、导轨和钢丝绳。',
  },
  'finding.indicator': {
    en: 'The controller itself asks for attention: {indicator}, last on {last}.',
    zh: '控制器自身提示：{indicator}，最近一次 {last}。',
  },
  'finding.restarts': {
    en: 'The controller started anew {times} times: look at its supply, and ask whether faults are cleared by switching off.',
    zh: '控制器重新启动 {times} 次：请检查其电源，并核实是否以断电方式复位故障。',
  },
  'finding.relevels': {
    en: 'At floor {floor} the car had to re-level after {relevels} of {stops} stops: look at the flags, the rope stretch and the brake.',
    zh: '{floor} 层 {stops} 次停靠中有 {relevels} 次需要再平层：请检查隔磁板、钢丝绳伸长和制动器。',
  },
  'finding.levelling': {
    en: 'It stops up to {mm} mm beside the landing (19 of 20 stops).',
    zh: '平层误差达 {mm} 毫米（95 % 的停靠在此范围内）。',
  },
  'finding.balance': {
    en: 'The empty car draws {now} A on average up and down; it was {before} A when new to us ({percent} %): look at the counterweight, and at what was put into the car.',
    zh: '空载上下行平均电流 {now} A，初期为 {before} A（变化 {percent} %）：请检查对重及轿厢装修增重。',
  },
  'finding.faults-unseen': {
    en: 'The controller wrote down faults that were over before anybody looked (times: {times}).',
    zh: '控制器记录了 {times} 次未被监测到的短暂故障。',
  },
  'finding.power-cycles': {
    en: 'The lift was without mains {times} times: ask whether the building lost it, or faults are cleared by switching off.',
    zh: '电梯失电 {times} 次：请核实是否建筑停电，还是以断电方式复位故障。',
  },
  'finding.not-watched': {
    en: 'Trips or door cycles may have been missed (times: {times}): look at the line to the controller.',
    zh: '有 {times} 段时间可能漏记运行或开关门：请检查与控制器的通讯线路。',
  },
  'finding.no-visit': {
    en: 'No inspection switch was turned for {days} days: nobody worked on it from the car top.',
    zh: '已有 {days} 天没有检修开关动作：无人在轿顶作业。',
  },
});

/** A finding in words. One that has no words (a newer gateway found it) is told by its key. */
export function findingText(
  { key, parameters }: { key: string; parameters: Readonly<Record<string, string | number>> },
  language: Language,
): string {
  if (!(`finding.${key}` in LIFT_MESSAGES)) return key;
  const say = speaker(LIFT_MESSAGES as Readonly<Record<string, Text>>, language) as Say<
    Record<string, Parameterised>
  >;
  return say(`finding.${key}`, parameters);
}

/** A text of which it is not known at compile time what it names. */
type Parameterised = { readonly en: `{${string}}`; readonly zh: `{${string}}` };
