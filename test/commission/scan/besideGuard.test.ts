import { expect, test } from 'vitest';
import type { Reading } from '../../../drivers/reading.ts';
import { runScan } from '../../../gateway/commission/scan/runScan.ts';
import { usualUnits } from '../../../gateway/commission/scan/usualUnits.ts';
import { formatName } from '../../../gateway/core/serialFormat.ts';
import { profiles } from '../../simulators/bench.ts';
import { polledLine } from '../polledLine.ts';
import { MIXED } from './mixedLine.ts';
import { OWN } from './scanBench.ts';

const STRANGERS = [
  { id: 's1', profile: 'qdy30a-pressure', unit: 1, serial: { baud: 4800 } },
  { id: 's2', profile: 'qdy30a-pressure', unit: 2, serial: { baud: 19_200, parity: 'even' } },
  { id: 's3', profile: 'qdy30a-pressure', unit: 3, serial: { stopBits: 2 } },
  { id: 's4', profile: 'wit-wt901c-485', unit: 80 },
];

const AIM = {
  ...{ own: OWN, foreign: true, usual: usualUnits(profiles.values()), thorough: false },
  ...{ patienceMs: 100, slowMs: 500 },
};

test('beside a guard strangers at other settings are found, and no safety read is lost or later than any asked read makes it', async () => {
  const polled = [20, 21, 22, 23];
  const { clock, serial, told, lost, line } = await polledLine(polled, STRANGERS);
  const from = clock.mono();
  const ended = await clock.until(runScan(line, { ...AIM, skip: new Set(polled) }), 3_600_000);
  expect(
    ended.ok && ended.value.heard.map(({ unit, format }) => `${unit} ${formatName(format)}`).toSorted(),
  ).toEqual(['1 4800 8N1', '2 19200 8E1', '3 9600 8N2', '80 9600 8N1']);
  expect(clock.mono() - from).toBeGreaterThan(60_000);
  expect(lost).toEqual([]);
  expect(formatName(serial.master)).toBe('9600 8N1');
  const gaps = polled.map((unit) => longestGap(told.of(`d${unit}/a`), from));
  // blocking is one asked read: 100 ms at least, which the analysis reckons with; then the others of the same deadline
  expect(Math.max(...gaps)).toBeLessThan(1000 + 100 + 4 * 60);
});

test('beside a guard all twelve of a line that grew over years are found, and the safety reads keep their bound', async () => {
  const polled = [20, 21, 22, 23];
  const { clock, told, lost, line } = await polledLine(polled, MIXED);
  const from = clock.mono();
  const ended = await clock.until(runScan(line, { ...AIM, skip: new Set(polled) }), 3_600_000);
  const found = ended.ok ? ended.value.heard.map(({ unit, format }) => `${unit} ${format.baud}`) : [];
  expect(found.toSorted()).toEqual(MIXED.map(({ unit, serial }) => `${unit} ${serial.baud}`).toSorted());
  expect(lost).toEqual([]);
  const worst = Math.max(...polled.map((unit) => longestGap(told.of(`d${unit}/a`), from)));
  expect(worst).toBeLessThan(1000 + 100 + 4 * 60);
  process.stdout.write(
    `twelve beside four that are watched: ${((clock.mono() - from) / 1000).toFixed(0)} s, longest time between two safety reads ${worst.toFixed(0)} ms\n`,
  );
});

/** The longest time between two readings since a moment. */
function longestGap(readings: readonly Reading[], from: number): number {
  const times = readings.map(({ at }) => at.mono);
  return Math.max(...times.map((time, i) => (i > 0 && time > from ? time - (times[i - 1] ?? 0) : 0)));
}

test('on a line with a lift the port is never set to anything else', async () => {
  const { clock, line, serial } = await polledLine([20], STRANGERS, true);
  const request = { op: 'read', unit: 1, table: 'holding', address: 0, count: 1 } as const;
  const asked = line.hear({ request, format: { ...OWN, baud: 4800 }, patienceMs: 100, limitMs: 100 });
  expect(await clock.until(asked)).toMatchObject({ ok: false, error: { code: 'bus.foreign-lift' } });
  expect(formatName(serial.master)).toBe('9600 8N1');
});

test('where the safety reads leave no gap, other settings are not tried, and that is said', async () => {
  const polled = [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39];
  const { clock, line, lost } = await polledLine(polled, STRANGERS);
  const request = { op: 'read', unit: 1, table: 'holding', address: 0, count: 1 } as const;
  const asked = line.hear({ request, format: { ...OWN, baud: 4800 }, patienceMs: 100, limitMs: 100 });
  expect(await clock.until(asked)).toMatchObject({ ok: false, error: { code: 'bus.no-gap' } });
  const told: string[] = [];
  const search = runScan(line, { ...AIM, skip: new Set(polled) }, { ownOnly: ({ code }) => told.push(code) });
  const ended = await clock.until(search);
  expect(ended.ok && ended.value.heard.map(({ unit }) => unit)).toEqual([80]); // at its own setting it is searched all the same
  expect(told).toEqual(['bus.no-gap']);
  expect(lost).toEqual([]);
});
