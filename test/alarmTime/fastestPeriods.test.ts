import { describe, expect, test } from 'vitest';
import { lineWork } from '../../gateway/alarmTime/analysis/lineWork.ts';
import { readingBound } from '../../gateway/alarmTime/analysis/readingBound.ts';
import { fastestPeriods } from '../../gateway/alarmTime/fastestPeriods.ts';
import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import { lineLoad } from '../../gateway/alarmTime/lineLoad.ts';
import { readSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';

const FAST: Record<string, string[]> = {
  'xy-md02-temperature-humidity': ['temperature', 'humidity'],
  'ya-k300-s': ['concentration', 'state', 'alarm'],
};

/** A site with so many sensors at this rate, the first `fast` of which are to be read as fast as possible. */
function sited(
  count: number,
  fast: number,
  baud = 9600,
  choice = 'fastest',
  profile = 'xy-md02-temperature-humidity',
) {
  const devices = Array.from({ length: count }, (_, i) => ({
    ...{ id: `gas-${i}`, profile, bus: 'rs485', unit: i + 1 },
    points: i < fast ? Object.fromEntries(FAST[profile]?.map((id) => [id, { periodMs: choice }]) ?? []) : {},
  }));
  const buses = [{ id: 'rs485', connection: { type: 'serial', path: '/dev/ttyS9', baud } }];
  const text = JSON.stringify({ gateway: { id: 'g' }, buses, devices });
  return readSite(text, 'site.yaml', readProfiles(), LINE_JUDGES, fastestPeriods);
}

function line(site: ReturnType<typeof sited>) {
  if (!site.ok) throw new Error(site.error.map(({ what }) => what).join('\n'));
  const [first] = site.value.lines;
  if (first === undefined) throw new Error('no line');
  return first;
}

describe('as fast as possible', () => {
  test('is the shortest period with which the line has a fifth of its time left, whole steps of 10 ms', () => {
    const paced = line(sited(3, 1));
    const periods = new Set(paced.devices[0]?.points.map(({ periodMs }) => periodMs));
    expect(periods.size).toBe(1);
    const [ms = 0] = periods;
    expect(ms % 10).toBe(0);
    expect(ms).toBeLessThan(100); // one exchange of 2 registers at 9600 takes some 40 ms
    expect(lineLoad(paced).utilisation).toBeLessThanOrEqual(0.8);
    expect(lineLoad(paced).utilisation).toBeGreaterThan(0.6);
    // every place that looks a point up has the same
    const site = sited(3, 1);
    expect(site.ok && site.value.points.get('gas-0/temperature')?.periodMs).toBe(ms);
  });

  test('is shared by all who want it, and leaves the others as they are', () => {
    const [two, four] = [line(sited(4, 2)), line(sited(4, 4))];
    const of = (paced: typeof two, i: number) => paced.devices[i]?.points[0]?.periodMs ?? 0;
    expect(of(two, 0)).toBe(of(two, 1));
    expect(of(two, 2)).toBe(readProfiles().profiles.get('xy-md02-temperature-humidity')?.points[0]?.periodMs);
    expect(of(four, 0)).toBeGreaterThan(of(two, 0));
  });

  test('makes no alarm of another point take more than twice as long', () => {
    const first = { ...{ id: 'gas', profile: 'ya-k300-s', bus: 'rs485', unit: 1 } };
    const buses = [{ id: 'rs485', connection: { type: 'serial', path: '/dev/ttyS9', baud: 9600 } }];
    const boundOf = (points: object) => {
      const text = JSON.stringify({ gateway: { id: 'g' }, buses, devices: [{ ...first, points }] });
      const paced = line(readSite(text, 'site.yaml', readProfiles(), LINE_JUDGES, fastestPeriods));
      const work = lineWork(paced, []);
      const task = work.reads.find(({ points: of }) => of.includes('gas/alarm'));
      return task === undefined ? 0 : (readingBound(work, task)?.totalMs ?? Number.POSITIVE_INFINITY);
    };
    // read apart from the others of its device, which have a longer period and come after it
    const fast = boundOf({ concentration: { periodMs: 'fastest' } });
    expect(fast).toBeLessThanOrEqual(2 * boundOf({}));
    expect(boundOf({ concentration: { periodMs: 230 } })).toBeGreaterThan(2 * boundOf({})); // as it might be
  });

  test('is never shorter than 50 ms, and never longer than the profile says: a line that is too full is refused as ever', () => {
    expect(line(sited(1, 1, 19200)).devices[0]?.points[0]?.periodMs).toBeGreaterThanOrEqual(50);
    const full = sited(60, 60, 9600, 'fastest', 'ya-k300-s');
    expect(full.ok ? [] : full.error.map(({ code }) => code)).toEqual(['site.overloaded']);
  });

  test('is nothing else than that: another word is refused', () => {
    const site = sited(1, 1, 9600, 'fast');
    expect(site.ok).toBe(false);
    expect(site.ok ? '' : site.error[0]?.what).toContain('periodMs');
  });
});
