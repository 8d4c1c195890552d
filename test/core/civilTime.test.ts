import { describe, expect, it } from 'vitest';
import { civilTime, mappingChanged } from '../../gateway/core/civilTime.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

describe('civil time', () => {
  it('is not guessed while the clock was never set', () => {
    const clock = new VirtualClock({ utc: Date.UTC(1970, 0, 2) });
    expect(civilTime(clock, false, null)).toEqual({ mono: 0, utc: null, quality: 'unsynced' });
  });

  it('is held over when synchronisation is lost', () => {
    const clock = new VirtualClock();
    const synced = civilTime(clock, true, null);
    expect(synced.quality).toBe('ntp');
    expect(civilTime(clock, false, synced).quality).toBe('holdover');
    expect(civilTime(clock, false, null).quality).toBe('rtc');
  });

  it('is written down again after a step or a change of quality, not as time goes by', async () => {
    const clock = new VirtualClock();
    const first = civilTime(clock, false, null);
    expect(mappingChanged(null, first)).toBe(true);
    await clock.advance(3_600_000);
    expect(mappingChanged(first, civilTime(clock, false, first))).toBe(false);
    clock.stepUtc(1000);
    expect(mappingChanged(first, civilTime(clock, false, first))).toBe(true);
    expect(mappingChanged(first, { ...first, quality: 'ntp' })).toBe(true);
  });
});
