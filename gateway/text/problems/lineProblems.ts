import { troubleCatalogue } from '../../../drivers/trouble.ts';

/** A line that has more to do than time, or on which a safety read comes too late. */
export const LINE_PROBLEMS = troubleCatalogue({
  'site.overloaded': {
    what: {
      en: '{line} would be busy {load} of the time ({devices})',
      zh: '{line} 的占用率将达 {load}（{devices}）',
    },
    hint: {
      en: 'raise the baud rate, make periods {times} times longer, or move devices to a second bus',
      zh: '请提高波特率，或将周期延长为 {times} 倍，或将部分设备移到另一条总线',
    },
  },
  'site.overloaded/gap': {
    what: {
      en: '{line} would be busy {load} of the time ({devices})',
      zh: '{line} 的占用率将达 {load}（{devices}）',
    },
    hint: {
      en: 'raise the baud rate, make periods {times} times longer, or move devices to a second bus; or {gap}',
      zh: '请提高波特率，或将周期延长为 {times} 倍，或将部分设备移到另一条总线；或者：{gap}',
    },
  },
  'site.infeasible': {
    what: { en: '{late}', zh: '{late}' },
    hint: { en: '{remedies}', zh: '建议：{remedies}' },
  },
  'site.infeasible/more': {
    what: {
      en: '{late}; the same is true of {count} more of its reads',
      zh: '{late}；另有 {count} 项读取也是如此',
    },
    hint: { en: '{remedies}', zh: '建议：{remedies}' },
  },
});
