import { describe, expect, it } from 'vitest';
import { afterLook, type CivilState, HOLDOVER_MS, mappingChanged } from '../../gateway/core/civilTime.ts';

const NOON = Date.UTC(2026, 5, 1, 12);
const YEAR = 365 * 86_400_000;

/** A look at `mono`, the system's clock `off` beside noon + mono; proven `ago` ms before on that clock, or not at all. */
function look(mono: number, off: number, ago: number | null) {
  const utc = NOON + mono + off;
  return { mono, utc, synchronised: ago !== null, proven: utc - (ago ?? 0) };
}

function seen(...looks: readonly Parameters<typeof afterLook>[1][]): CivilState {
  const last = looks.reduce<CivilState | null>((state, next) => afterLook(state, next), null);
  if (last === null) throw new Error('no look');
  return last;
}

describe('civil time', () => {
  it('is not guessed while the clock was never set, and is unproven where nothing confirms it', () => {
    const never = { mono: 0, utc: Date.UTC(1970, 0, 2), synchronised: false, proven: 0 };
    expect(seen(never).time).toEqual({ mono: 0, utc: null, quality: 'unsynced' });
    expect(seen(look(0, 0, null)).time).toEqual({ mono: 0, utc: NOON, quality: 'rtc' });
  });

  it('is held over from the last good mapping when synchronisation is lost, for a week', () => {
    const synced = look(0, 0, 0);
    expect(seen(synced, look(5_000, 0, null)).time).toEqual({
      mono: 5_000,
      utc: NOON + 5_000,
      quality: 'holdover',
    });
    expect(seen(synced, look(HOLDOVER_MS, 0, null)).time.quality).toBe('holdover');
    expect(seen(synced, look(HOLDOVER_MS + 1, 0, null)).time.quality).toBe('rtc');
  });

  it.each([YEAR, -YEAR, 3_600_000, -3_600_000, 700])(
    'does not follow a clock that was set by hand by %i ms although it was synchronised before',
    (step) => {
      const synced = look(0, 0, 1_000);
      const set = { ...look(5_000, step, 0), proven: synced.proven };
      expect(seen(synced, set).time).toEqual({ mono: 5_000, utc: NOON + 5_000, quality: 'holdover' });
      const later = { ...look(10_000, step, 0), proven: synced.proven };
      expect(seen(synced, set, later).time.quality).toBe('holdover');
    },
  );

  it('believes a daemon that sets a clock seven days late and says so at once', () => {
    const late = look(0, -7 * 86_400_000, null);
    const { time } = seen(late, look(5_000, 0, 100));
    expect(time).toEqual({ mono: 5_000, utc: NOON + 5_000, quality: 'ntp' });
  });

  it('does not take proof from before a step back for new when the clock comes to its date again', () => {
    const synced = look(0, 0, 0);
    const back = { ...look(5_000, -3_600_000, 0), proven: synced.proven };
    const again = { ...look(3_700_000, -3_600_000, 0), proven: synced.proven };
    expect(seen(synced, back, again).time).toMatchObject({ utc: NOON + 3_700_000, quality: 'holdover' });
  });

  it('waits for the next proof after a step too short to tell old proof from new', () => {
    const late = look(0, -2_000, null);
    expect(seen(late, look(5_000, 0, 100)).time.quality).toBe('rtc');
    expect(seen(late, look(5_000, 0, 100), look(10_000, 0, 1_000)).time.quality).toBe('ntp');
  });

  it('is written down again after a step or a change of quality, not as time goes by', () => {
    const first = seen(look(0, 0, null)).time;
    expect(mappingChanged(null, first)).toBe(true);
    expect(mappingChanged(first, seen(look(3_600_000, 0, null)).time)).toBe(false);
    expect(mappingChanged(first, seen(look(0, 1_000, null)).time)).toBe(true);
    expect(mappingChanged(first, { ...first, quality: 'ntp' })).toBe(true);
  });
});
