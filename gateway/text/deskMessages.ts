import { catalogue } from './catalogue.ts';

/** What desk says to the page in sentences of its own. */
export const DESK_MESSAGES = catalogue({
  // how a device's line hears it
  'line.well': { en: 'It answers: {percent} % of what was asked', zh: '应答正常：{percent} % 的询问有应答' },
  'line.failing': {
    en: 'It answers some of the time: {percent} % of what was asked',
    zh: '应答不稳定：{percent} % 的询问有应答',
  },
  'line.silent': { en: 'It does not answer', zh: '没有应答' },
  'line.not-asked': { en: 'It has not been asked yet', zh: '尚未询问' },
  'line.no-answer': { en: '{count} times no answer', zh: '{count} 次没有应答' },
  'line.garbled': { en: '{count} answers were garbled', zh: '{count} 次数据出错' },
  'line.refused': { en: '{count} times it refused', zh: '{count} 次被设备拒绝' },
  'line.late': { en: '{count} answers came late', zh: '{count} 次应答迟到' },
});
