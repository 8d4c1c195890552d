import { describe, expect, test } from 'vitest';
import type { Quality } from '../../../drivers/quality.ts';
import { assignChannels } from '../../../gateway/guard/record/channels.ts';
import { Recorder } from '../../../gateway/guard/record/recorder.ts';
import type { Part } from '../../../gateway/telemetry/wire/model.ts';
import { liftSite } from '../../harness/liftHouse.ts';
import { installationOf } from '../../site/fixture.ts';

const LOAD = 'controller/load'; // accurate to 5 %
const MINUTE = 60_000;

function liftRecorder(everyS = 60) {
  const installation = installationOf({ ...liftSite, report: { everyS } });
  const channels = assignChannels(null, installation);
  return { recorder: new Recorder(installation, channels, 0), channel: channels.indices[LOAD] ?? -1 };
}

/** A reading every ten seconds; the reports that came of them, in order. */
function minutes(into: Recorder, from: number, to: number, value: (s: number) => [number | null, Quality]) {
  const parts: Part[] = [];
  for (let s = from * 60 + 10; s <= to * 60; s += 10) {
    const [load, quality] = value(s);
    parts.push(
      ...into.accept([{ point: LOAD, value: load, quality, at: { boot: 'b', mono: s * 1000 - 1 } }]),
      ...into.tick(s * 1000),
    );
  }
  return parts;
}

const good = (value: number): [number, Quality] => [value, 'good'];

function reportsOf(parts: readonly Part[]) {
  return parts.flatMap(({ reports }) =>
    reports.flatMap(({ times, columns }) =>
      columns.map(({ min, max, n }) => ({ at: (times[0] ?? 0) / MINUTE, min: min[0], max: max[0], n: n[0] })),
    ),
  );
}

describe('a quantity of a lift that keeps still', () => {
  test('is told once in ten minutes, and no sample of it is lost', () => {
    const { recorder } = liftRecorder();
    const parts = minutes(recorder, 0, 60, (s) => good(s % 20 === 0 ? 1 : 2));
    expect(reportsOf(parts)).toEqual(
      Array.from({ length: 6 }, (_, i) => ({ at: 10 * (i + 1), min: 1, max: 2, n: 60 })),
    );
  });

  test('is told with the end of its rest as soon as it moves, and the minute that moved by itself', () => {
    const { recorder } = liftRecorder();
    const parts = minutes(recorder, 0, 5, (s) => good(s === 260 ? 40 : 1));
    expect(reportsOf(parts)).toEqual([
      { at: 4, min: 1, max: 1, n: 24 },
      { at: 5, min: 1, max: 40, n: 6 },
    ]);
    for (const { from, to, reports } of parts)
      for (const { times } of reports) for (const time of times) expect(time > from && time <= to).toBe(true);
  });

  test('that nobody can read any more is told in the minute it happens', () => {
    const { recorder } = liftRecorder();
    const parts = minutes(recorder, 0, 4, (s) => (s <= 150 ? good(1) : [null, 'no-communication']));
    const told = reportsOf(parts);
    expect(told[0]).toEqual({ at: 2, min: 1, max: 1, n: 12 });
    expect(told[1]).toMatchObject({ at: 3, n: 3 });
  });

  test('is not lost when recording ends', () => {
    const { recorder } = liftRecorder();
    expect(reportsOf(minutes(recorder, 0, 3, () => good(1)))).toEqual([]);
    expect(reportsOf(recorder.flush(3 * MINUTE))).toEqual([{ at: 3, min: 1, max: 1, n: 18 }]);
  });
});

describe('what a lift does in its ordinary service', () => {
  const DOOR = 'controller/door1_lock';
  const at = (recorder: Recorder, s: number, value: number | null, quality: Quality = 'good') =>
    recorder.accept([{ point: DOOR, value, quality, at: { boot: 'b', mono: s * 1000 } }]);

  test('is told within a minute, all of it with its times, and with whatever part comes before', () => {
    const { recorder } = liftRecorder(3_600);
    at(recorder, 1, 0);
    const changes = [100, 103, 105, 110].flatMap((s, i) => at(recorder, s, i % 2 === 0 ? 1 : 0));
    expect(changes).toEqual([]);
    expect(recorder.nextDue()).toBe(160_000);
    expect(recorder.tick(160_000).map(({ to, samples }) => [to, samples[0]?.times])).toEqual([
      [160_000, [100_000, 103_000, 105_000, 110_000]],
    ]);
    const { recorder: usual } = liftRecorder();
    at(usual, 1, 0);
    at(usual, 100, 1);
    expect(usual.tick(120_000).map(({ samples }) => samples[0]?.times)).toEqual([[100_000]]);
    expect(usual.nextDue()).toBe(180_000);
  });

  test('but that it cannot be read is told at once', () => {
    const { recorder } = liftRecorder();
    at(recorder, 1, 0);
    expect(at(recorder, 50, null, 'sensor-failure')).toHaveLength(1);
  });
});
