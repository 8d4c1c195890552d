import type { Language } from '../../text/language.ts';

/** A span as people say it: 40 s, 3 min 20 s, 2 h 15 min. */
export function spanOfTime(ms: number, language: Language): string {
  const [h, min, s] = { en: ['h', 'min', 's'], zh: ['小时', '分', '秒'] }[language];
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} ${s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} ${min} ${seconds % 60} ${s}`;
  return `${Math.floor(minutes / 60)} ${h} ${minutes % 60} ${min}`;
}
