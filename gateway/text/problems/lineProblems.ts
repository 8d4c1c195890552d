import { problemCatalogue } from '../../../drivers/problems.ts';

/** A line that has more to do than time, or on which a safety read comes too late. */
export const LINE_PROBLEMS = problemCatalogue({
  'site.overloaded': {
    en: '{line} would be busy {load} of the time ({devices}) → raise the baud rate, make periods {times} times longer, or move devices to a second bus',
    zh: '{line} 的占用率将达 {load}（{devices}） → 请提高波特率，或将周期延长为 {times} 倍，或将部分设备移到另一条总线',
  },
  'site.overloaded/gap': {
    en: '{line} would be busy {load} of the time ({devices}) → raise the baud rate, make periods {times} times longer, or move devices to a second bus; or {gap}',
    zh: '{line} 的占用率将达 {load}（{devices}） → 请提高波特率，或将周期延长为 {times} 倍，或将部分设备移到另一条总线；或者：{gap}',
  },
  'site.infeasible': { en: '{late} → {remedies}', zh: '{late} → 建议：{remedies}' },
  'site.infeasible/more': {
    en: '{late}; the same is true of {count} more of its reads → {remedies}',
    zh: '{late}；另有 {count} 项读取也是如此 → 建议：{remedies}',
  },
});
