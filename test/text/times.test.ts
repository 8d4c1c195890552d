import { describe, expect, it } from 'vitest';
import { ALARM_MESSAGES } from '../../gateway/text/alarmMessages.ts';
import { speaker } from '../../gateway/text/catalogue.ts';
import { Moments, spanText } from '../../gateway/text/times.ts';

const boot = 'b007b007b007b007';
const now = 10 * 3_600_000;
const utc = Date.UTC(2026, 10, 25, 10, 15, 6);
const moments = (known = true, language: 'en' | 'zh' = 'en') =>
  new Moments({ boot, now, utc: known ? utc : null }, language, 'Asia/Shanghai');

describe('an instant', () => {
  it('of today is told by the clock on the wall, and how long ago', () => {
    expect(moments().since({ boot, mono: now - 3 * 60_000 })).toBe('since 18:12:06 (3 min)');
    expect(moments().until({ boot, mono: now + 2 * 3_600_000 })).toBe('until 20:15:06 (in 2 h)');
    expect(moments(true, 'zh').since({ boot, mono: now - 5000 })).toBe('自 18:15:01（已 5 秒）');
  });

  it('of another day is told with its date', () => {
    expect(moments().at({ boot, mono: now + 20 * 3_600_000 })).toBe('26 Nov 2026, 14:15:06');
  });

  it('is told by its distance alone while nobody knows the civil time', () => {
    expect(moments(false).now()).toBeNull();
    expect(moments(false).since({ boot, mono: now - 100_000 })).toBe('for 2 min');
    expect(moments(false).until({ boot, mono: now + 3000 })).toBe('for another 3 s');
  });

  it('of an earlier boot is only known to be earlier', () => {
    const earlier = { boot: 'another', mono: 5 };
    expect(moments().since(earlier)).toBe('since before the last restart');
    expect(moments().at(earlier)).toBeNull();
  });
});

it('a length of time is told in the units that matter', () => {
  const say = speaker(ALARM_MESSAGES, 'en');
  const MIN = 60;
  const H = 60 * MIN;
  const D = 24 * H;
  const told = [-5, 0, 89, 90, 59 * MIN, H - 10, 90 * MIN, 2 * H, 47 * H + 30 * MIN, 2 * D, 3 * D + 5 * H];
  expect(told.map((seconds) => spanText(seconds * 1000, say))).toEqual([
    '0 s',
    '0 s',
    '89 s',
    '2 min',
    '59 min',
    '1 h',
    '1 h 30 min',
    '2 h',
    '47 h 30 min',
    '2 d',
    '3 d 5 h',
  ]);
});
