import { expect, test } from 'vitest';
import { naiveMs } from '../../../gateway/commission/scan/passes.ts';
import { isShared, leftMs, newScan, type ScanState } from '../../../gateway/commission/scan/scan.ts';
import { formatName, type SerialFormat } from '../../../gateway/core/serialFormat.ts';
import { obey } from '../../../simulators/backchannel/obey.ts';
import { MIXED } from './mixedLine.ts';
import { OWN, scanBench, search } from './scanBench.ts';

function found(state: ScanState): string[] {
  return state.heard.map(({ unit, format }) => `${unit} ${formatName(format)}`).toSorted();
}

test('twelve devices at mixed rates, parities and stop bits are all found, long before a naive search is', async () => {
  const bench = await scanBench(MIXED);
  const from = bench.clock.mono();
  let lastMs = 0;
  let count = 0;
  const state = await search(
    bench,
    {},
    {
      step: ({ heard }) => {
        if (heard.length > count) lastMs = bench.clock.mono() - from;
        count = heard.length;
      },
    },
  );
  expect(found(state)).toEqual(
    MIXED.map(({ unit, serial }) => `${unit} ${formatName({ ...OWN, ...serial })}`).toSorted(),
  );
  expect(state.heard.filter(isShared)).toEqual([]);
  expect(lastMs).toBeLessThan(70_000);
  expect(naiveMs()).toBeGreaterThan(130 * 60_000); // DESK: 135 minutes
});

test('the time left never grows while nobody is heard, and is nothing at the end', async () => {
  const bench = await scanBench([]);
  let left = Number.POSITIVE_INFINITY;
  const from = bench.clock.mono();
  const first = leftMs(
    newScan({
      ...{ own: OWN, foreign: true, usual: [1, 80], skip: new Set() },
      ...{ patienceMs: 100, slowMs: 500, thorough: false },
    }),
  );
  await search(
    bench,
    { usual: [1, 80] },
    {
      step: (state) => {
        expect(leftMs(state)).toBeLessThanOrEqual(left + 1e-6);
        left = leftMs(state);
      },
    },
  );
  expect(left).toBe(0);
  expect(bench.clock.mono() - from).toBeGreaterThan(first * 0.95);
  expect(bench.clock.mono() - from).toBeLessThan(first * 1.1);
});

test('stopping keeps what was found', async () => {
  const bench = await scanBench(MIXED);
  let seen = 0;
  const state = await search(
    bench,
    {},
    {
      step: ({ heard }) => {
        seen = heard.length;
      },
      stopped: () => seen >= 3,
    },
  );
  expect(state.heard.length).toBe(3);
  expect(leftMs(state)).toBeGreaterThan(0);
});

test('a search that is stopped at the first word of somebody still tells two on one address from one, and which stop bits they want', async () => {
  const twin = { profile: 'qdy30a-pressure', unit: 1 };
  const bench = await scanBench([
    { ...twin, id: 'a', turnaroundMs: 20, senses: { pressure: 0.31 } },
    { ...twin, id: 'b', turnaroundMs: 23, senses: { pressure: 0.28 } },
    { ...twin, id: 'c', unit: 2 },
  ]);
  const stoppedAt = async (unit: number, own: SerialFormat) => {
    let heardOf = false;
    const progress = {
      step: ({ heard }: ScanState) => {
        heardOf = heard.some((one) => one.unit === unit);
      },
      stopped: () => heardOf,
    };
    const { heard } = await search(bench, { own, usual: [unit], foreign: true }, progress);
    return heard.map((one) => [one.unit, one.good + one.bad, isShared(one), formatName(one.format)]);
  };
  expect(await stoppedAt(1, OWN)).toEqual([[1, 5, true, '9600 8N1']]);
  expect(await stoppedAt(2, OWN)).toEqual([[2, 5, false, '9600 8N1']]);
  expect(await stoppedAt(2, { ...OWN, baud: 4800 })).toEqual([[2, 5, false, '9600 8N1']]);
});

test('without leave to set the port anew nothing is asked at another format', async () => {
  const bench = await scanBench(MIXED);
  const formats = new Set<string>();
  await search(bench, { foreign: false }, { step: (_, { format }) => formats.add(formatName(format)) });
  expect([...formats]).toEqual(['9600 8N1']);
});

test('two devices on one address are told from one, at whatever pace they answer', async () => {
  for (const [one, other] of [
    [20, 23],
    [20, 40],
  ]) {
    const bench = await scanBench([
      { id: 'a', profile: 'qdy30a-pressure', unit: 1, turnaroundMs: one, senses: { pressure: 0.31 } },
      { id: 'b', profile: 'qdy30a-pressure', unit: 1, turnaroundMs: other, senses: { pressure: 0.28 } },
      { id: 'c', profile: 'qdy30a-pressure', unit: 2 },
    ]);
    const { heard } = await search(bench, { foreign: false });
    expect(heard.filter(isShared).map(({ unit }) => unit)).toEqual([1]);
    expect(heard.length).toBe(2);
  }
});

test('a device without holding registers that is silent to what it has not is found by its input registers or coils', async () => {
  const bench = await scanBench([
    { id: 'a', profile: 'shengdi-hydrostatic-level', unit: 3, faults: [{ kind: 'ignores-unknown' }] },
    { id: 'b', profile: 'waveshare-relay-8ch', unit: 4, faults: [{ kind: 'ignores-unknown' }] },
  ]);
  const { heard } = await search(bench, { foreign: false });
  expect(heard.map(({ unit, rung }) => [unit, rung]).toSorted()).toEqual([
    [3, 'input'],
    [4, 'coil'],
  ]);
});

test('a slow device is found in the pass with more patience', async () => {
  const bench = await scanBench([{ id: 'a', profile: 'qdy30a-pressure', unit: 5, turnaroundMs: 300 }]);
  const { heard } = await search(bench, { foreign: false });
  expect(heard.map(({ unit, firstMs }) => [unit, Math.round((firstMs ?? 0) / 100)])).toEqual([[5, 3]]);
});

test('swapped wires are silence, an open end is a character after every request', async () => {
  const bench = await scanBench([{ id: 'a', profile: 'qdy30a-pressure', unit: 5 }]);
  await obey(bench.simulation, { verb: 'wire', line: 'l', swapped: true, terminated: false });
  const { heard, noise } = await search(bench, { foreign: false });
  expect(heard).toEqual([]);
  expect(noise.get('9600 8N1')).toMatchObject({ silence: 0, garbage: 0 });
  expect(noise.get('9600 8N1')?.idle).toBeGreaterThan(200);
});
