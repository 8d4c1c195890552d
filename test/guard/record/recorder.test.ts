import { describe, expect, test } from 'vitest';
import type { Quality } from '../../../drivers/quality.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import { assignChannels } from '../../../gateway/guard/record/channels.ts';
import { Recorder } from '../../../gateway/guard/record/recorder.ts';
import type { Part } from '../../../gateway/telemetry/wire/model.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';

const GAS = 'gas-1/concentration';
const ALARM = 'gas-1/alarm';

function recorder(points: Record<string, unknown> = {}) {
  const installation = installationOf({ ...gasSite, devices: [{ ...gasSite.devices[0], points }] });
  const channels = assignChannels(null, installation);
  return { recorder: new Recorder(installation, channels, 0), channels };
}

function reading(atMs: number, point: string, value: PointValue, quality: Quality = 'good') {
  return { point, value, quality, at: { boot: 'b', mono: atMs } };
}

/** The good gas samples one a second, each by itself. */
function seconds(into: Recorder, fromS: number, toS: number, value: (s: number) => number): Part[] {
  const parts: Part[] = [];
  for (let s = fromS; s <= toS; s++) parts.push(...into.accept([reading(s * 1000, GAS, value(s))]));
  return parts;
}

describe('a report period', () => {
  test('is one record with min, mean, max and the number of good samples', () => {
    const { recorder: it } = recorder();
    seconds(it, 1, 60, (s) => s);
    expect(it.tick(60_000)).toEqual([
      {
        from: 1000, // the first reading was told at once
        to: 60_000,
        samples: [],
        reports: [
          {
            times: [60_000],
            columns: [{ channel: 0, min: [1], mean: [30.5], max: [60], n: [60], qualities: ['good'] }],
          },
        ],
      },
    ]);
  });

  test('is closed by a reading of the next one even if no tick came', () => {
    const { recorder: it } = recorder();
    seconds(it, 1, 60, () => 5);
    const [part] = it.accept([reading(60_001, GAS, 6)]);
    expect(part?.reports[0]?.columns[0]).toMatchObject({ max: [5], n: [60] });
  });

  test('shows a spike of one sample in its max', () => {
    const { recorder: it } = recorder();
    seconds(it, 1, 60, (s) => (s === 17 ? 88 : 1));
    expect(it.tick(60_000)[0]?.reports[0]?.columns[0]).toMatchObject({ min: [1], max: [88] });
  });

  test('tells the worst quality it saw, and counts only good samples', () => {
    const { recorder: it } = recorder();
    it.accept([reading(1000, GAS, 1)]);
    it.accept([reading(2000, GAS, null, 'no-communication')]);
    it.accept([reading(3000, GAS, 3, 'warm-up')]);
    it.accept([reading(4000, GAS, 2)]);
    const part = it.tick(60_000).at(-1);
    expect(part?.reports[0]?.columns[0]).toMatchObject({
      min: [1],
      max: [2],
      n: [2],
      qualities: ['no-communication'],
    });
  });

  test('without a reading says nothing', () => {
    const { recorder: it } = recorder();
    expect(it.tick(60_000)).toEqual([]);
    expect(it.tick(600_000)).toEqual([]);
  });

  test('that nobody saw pass costs nothing, however many there were', () => {
    const { recorder: it } = recorder({ concentration: { report: { everyS: 0.05 } } });
    seconds(it, 1, 1, () => 1);
    expect(it.tick(1e12).length).toBe(1);
    expect(it.nextDue()).toBeGreaterThan(1e12);
  });

  test('may differ between points', () => {
    const { recorder: it } = recorder({ concentration: { report: { everyS: 10 } } });
    for (let s = 1; s <= 60; s++)
      it.accept([reading(s * 1000, GAS, 1), reading(s * 1000, 'gas-1/temperature', 20)]);
    const last = it.tick(60_000).at(-1);
    expect(last?.reports.map(({ columns }) => columns[0]?.n)).toEqual([[10], [60]]);
  });

  test('cut short by a stop is told, then nothing is left', () => {
    const { recorder: it } = recorder();
    seconds(it, 1, 5, (s) => s);
    expect(it.flush(5_500)[0]?.reports[0]).toMatchObject({ times: [5_500], columns: [{ n: [5] }] });
    expect(it.flush(5_600)).toEqual([]);
  });
});

describe('what is told at once', () => {
  test('the first good reading', () => {
    const { recorder: it } = recorder();
    expect(it.accept([reading(700.4, GAS, 1.5)])).toEqual([
      {
        from: 0,
        to: 700,
        samples: [{ times: [700], columns: [{ channel: 0, values: [1.5], qualities: ['good'] }] }],
        reports: [],
      },
    ]);
  });

  test('each change of quality, with null for a bad value', () => {
    const { recorder: it } = recorder();
    seconds(it, 1, 9, () => 1);
    const [part] = it.accept([reading(10_000, GAS, null, 'sensor-failure')]);
    expect(part?.samples[0]?.columns[0]).toEqual({
      channel: 0,
      values: [null],
      qualities: ['sensor-failure'],
    });
    expect(it.accept([reading(11_000, GAS, null, 'sensor-failure')])).toEqual([]);
  });

  test('a move by the deadband since what was told last', () => {
    const { recorder: it } = recorder({ concentration: { report: { deadband: 5 } } });
    const told = seconds(it, 1, 40, (s) => s / 4).flatMap(({ samples }) => samples[0]?.columns[0]?.values);
    expect(told).toEqual([0.25, 5.25]);
  });

  test('a change of state, and only the change', () => {
    const { recorder: it } = recorder();
    const states = [0, 0, 0, 2, 2, 0];
    const told = states.flatMap((state, i) => it.accept([reading(i * 5000, ALARM, state)]));
    expect(told.flatMap(({ samples }) => samples[0]?.columns[0]?.values)).toEqual([0, 2, 0]);
    expect(told.every(({ reports }) => reports.length === 0)).toBe(true);
  });

  test('the first change at once, and the rarer the longer the changing goes on, with everything in it', () => {
    const { recorder: it } = recorder();
    const parts: Part[] = [];
    const changing = (fromS: number, toS: number) => {
      for (let ms = fromS * 1000; ms < toS * 1000; ms += 500)
        parts.push(...it.accept([reading(ms, ALARM, (ms / 500) % 2)]));
    };
    changing(0, 60);
    expect(parts.map(({ to }) => to / 1000)).toEqual([0, 1, 5, 21, 51]);
    expect(parts.flatMap(({ samples }) => samples[0]?.times ?? [])).toHaveLength(103); // nothing is left out
    expect(it.nextDue()).toBe(60_000); // the report takes it along
    parts.push(...it.tick(60_000));
    changing(121, 123); // it was calm meanwhile
    expect(parts.slice(6).map(({ to }) => to / 1000)).toEqual([121, 122]);
  });

  test('two readings of a point at one instant are both told, a millisecond apart', () => {
    const { recorder: it } = recorder();
    const [part] = it.accept([reading(5, ALARM, 0), reading(5, ALARM, 2)]);
    expect(part?.samples).toMatchObject([{ times: [5, 6], columns: [{ values: [0, 2] }] }]);
  });

  test('points of one exchange share a row', () => {
    const { recorder: it } = recorder();
    const [part] = it.accept([reading(5, GAS, 1), reading(5, ALARM, 0)]);
    expect(part?.samples).toMatchObject([{ times: [5], columns: [{ channel: 0 }, { channel: 2 }] }]);
  });
});

test('gas beyond the range of its sensor shows in every period, although it is in no max', () => {
  const { recorder: it } = recorder();
  const parts: Part[] = [];
  for (let s = 1; s <= 130; s++)
    parts.push(...it.accept([reading(s * 1000, GAS, s === 100 ? 130 : 105, 'out-of-spec')]));
  const told = parts.flatMap(({ samples }) => samples.flatMap(({ columns }) => columns[0]?.values ?? []));
  expect(told).toEqual([105, 105, 130]); // the first, the next period's first, its peak
});
