import { LIMITS, type Limit } from '../../lift/health/limits.ts';
import type { Language, Text } from '../../text/language.ts';

type Shown = { readonly unit: '%' | 'mm' | ''; readonly source: Text };

/** How each limit is told: shares in per cent, and where it comes from in both languages. */
const SHOWN: { readonly [K in keyof typeof LIMITS]: Shown } = {
  doorSlower: {
    unit: '%',
    source: {
      en: 'share of the stroke; ten times what one stroke differs from the next',
      zh: '占行程时间之比；为两次行程之间差异的十倍',
    },
  },
  reversals: {
    unit: '%',
    source: {
      en: 'share of closings; latecomers make a few in a hundred',
      zh: '占关门次数之比；正常候客约百分之几',
    },
  },
  relevels: { unit: '%', source: { en: 'share of stops', zh: '占停靠次数之比' } },
  cycles: {
    unit: '',
    source: {
      en: 'door cycles or stops at a landing, for a share worth telling',
      zh: '某层站开关门或停靠次数，达到后比例才有意义',
    },
  },
  balance: { unit: '%', source: { en: 'share of the current', zh: '占电流之比' } },
  doorCurrent: {
    unit: '%',
    source: {
      en: 'share of the current; what strokes of one day differ by is less',
      zh: '占电流之比；同一天各次行程之间的差异小于此值',
    },
  },
  roughRide: {
    unit: '%',
    source: {
      en: 'share of the mean vibration, against its own first days',
      zh: '占平均振动之比，与自身初期相比',
    },
  },
  restarts: {
    unit: '',
    source: { en: 'starts of a controller in thirty days', zh: '三十天内控制器重启次数' },
  },
  levelling: {
    unit: 'mm',
    source: { en: 'EN 81-20, stopping accuracy ±10 mm', zh: 'EN 81-20，平层准确度 ±10 mm' },
  },
  availability: { unit: '%', source: { en: 'share of the time', zh: '占应服务时间之比' } },
  powerCycles: {
    unit: '',
    source: { en: 'times without mains in thirty days', zh: '三十天内失电次数' },
  },
  visitDays: {
    unit: '',
    source: {
      en: 'TSG T5002, maintenance at least every 15 days; longer where it is done by need',
      zh: 'TSG T5002，至少每 15 天维护保养一次；按需维保可延长',
    },
  },
};

/** A limit as people write it: `15 %`, `10 mm`, `15`. */
export function limitShown(limit: Limit): string {
  const unit = shownOf(limit)?.unit ?? '';
  if (unit === '%') return `${Math.round(1000 * limit.value) / 10} %`;
  return unit === '' ? String(limit.value) : `${limit.value} ${unit}`;
}

/** Where a limit comes from. */
export function limitSource(limit: Limit, language: Language): string {
  return shownOf(limit)?.source[language] ?? limit.source;
}

/** Found by value and source: a limit may have come over a socket. */
function shownOf(limit: Limit): Shown | undefined {
  const keys = Object.keys(LIMITS) as (keyof typeof LIMITS)[];
  const key = keys.find((one) => LIMITS[one].value === limit.value && LIMITS[one].source === limit.source);
  return key === undefined ? undefined : SHOWN[key];
}
