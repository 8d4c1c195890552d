import type { Text } from './language.ts';

/** An item of TSG T5002-2017, annex A (traction lifts). */
export type T5002Item = { readonly number: string; readonly name: Text };

/**
 * Table A-1 (every half month), all 31 items, and those of later tables to which a monitor can add something. Numbers and
 * short names from memory, held against the 2009 edition's list where that is the same; the text was not at hand.
 */
export const T5002_ITEMS: readonly T5002Item[] = [
  ['A-1-01', 'machine room, pulley room', '机房、滑轮间环境'],
  ['A-1-02', 'manual emergency operation', '手动紧急操作装置'],
  ['A-1-03', 'driving machine', '驱动主机'],
  ['A-1-04', 'pins of the brake', '制动器各销轴部位'],
  ['A-1-05', 'brake gap', '制动器间隙'],
  ['A-1-06', 'self-monitoring of the brake', '制动器自监测'],
  ['A-1-07', 'encoder', '编码器'],
  ['A-1-08', 'pins of the governor', '限速器各销轴部位'],
  ['A-1-09', 'door bypass device', '层门和轿门旁路装置'],
  ['A-1-10', 'emergency electrical operation', '紧急电动运行'],
  ['A-1-11', 'car top', '轿顶'],
  ['A-1-12', 'inspection and stop switch on the car top', '轿顶检修开关、停止装置'],
  ['A-1-13', 'oilers of the guide shoes', '导靴上油杯'],
  ['A-1-14', 'counterweight blocks', '对重/平衡重块及其压板'],
  ['A-1-15', 'lighting of the shaft', '井道照明'],
  ['A-1-16', 'car lighting, fan, emergency light', '轿厢照明、风扇、应急照明'],
  ['A-1-17', 'inspection and stop switch in the car', '轿厢检修开关、停止装置'],
  ['A-1-18', 'alarm and intercom of the car', '轿内报警装置、对讲系统'],
  ['A-1-19', 'displays and buttons of the car', '轿内显示、指令按钮、IC 卡系统'],
  ['A-1-20', 'protection of the closing door', '轿门防撞击保护装置'],
  ['A-1-21', 'contact of the car door lock', '轿门门锁电气触点'],
  ['A-1-22', 'running of the car door', '轿门运行'],
  ['A-1-23', 'levelling accuracy', '轿厢平层准确度'],
  ['A-1-24', 'calls and indicators at the landings', '层站召唤、层楼显示'],
  ['A-1-25', 'sills of the landing doors', '层门地坎'],
  ['A-1-26', 'self-closing of the landing doors', '层门自动关门装置'],
  ['A-1-27', 'landing door locks: return', '层门门锁自动复位'],
  ['A-1-28', 'contacts of the landing door locks', '层门门锁电气触点'],
  ['A-1-29', 'engagement of the locks (7 mm and more)', '层门锁紧元件啮合长度'],
  ['A-1-30', 'pit', '底坑环境'],
  ['A-1-31', 'stop switch in the pit', '底坑停止装置'],
  ['A-3-04', 'monitoring of the brake', '制动器监测装置'],
  ['A-4-14', 'load weighing', '轿厢称重装置'],
].map(([number = '', en = '', zh = '']) => ({ number, name: { en, zh } }));
