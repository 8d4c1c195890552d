import { expect, test } from 'vitest';
import type { Profile } from '../../../drivers/profile/schema.ts';
import { STRANGER_TIMING } from '../../../gateway/alarmTime/deviceTiming.ts';
import {
  type FingerprintReader,
  type Identification,
  identify,
  verdictOf,
} from '../../../gateway/commission/scan/fingerprint.ts';
import { profiles } from '../../simulators/bench.ts';
import { OWN, type ScanBench, scanBench } from './scanBench.ts';

/** Reads one unit through the real line client. */
function readerOf({ client }: ScanBench, unit: number): FingerprintReader {
  return async ({ table, address, count }) => {
    const result = await client.exchange({ op: 'read', unit, table, address, count }, STRANGER_TIMING);
    if (result.kind === 'ok') return result.values;
    return result.kind === 'exception' ? 'refused' : 'nothing';
  };
}

async function met(bench: ScanBench, unit: number): Promise<Identification> {
  const all = [...profiles.values()];
  return bench.clock.until(identify(all, { unit, format: OWN }, readerOf(bench, unit)));
}

/** A device in use: nothing is zero that need not be. */
function alive(profile: Profile | undefined): Record<string, number> {
  const entries = (profile?.points ?? []).flatMap(({ id, type, states, range, writable }) => {
    if (type === 'bool' || type === 'string' || writable) return [];
    const codes = Object.keys(states ?? {}).map(Number);
    const [low, high] = range ?? [0, 10];
    return [[id, codes.find((code) => code > 0) ?? codes[0] ?? Math.round(low + 0.3 * (high - low))]];
  });
  return Object.fromEntries(entries);
}

const STANDARD = [...profiles.values()].filter(
  ({ dialect, trigger, timing, lift, serial }) =>
    serial.bauds.includes(OWN.baud) &&
    dialect === 'standard' &&
    trigger === undefined &&
    timing.wakeUp === undefined &&
    lift === undefined,
);

test.each(STANDARD.map(({ id }) => id))('a simulated %s is never surely taken for another', async (id) => {
  const profile = profiles.get(id);
  const unit = profile?.serial.unit ?? 1;
  const bench = await scanBench([{ id: 'd', profile: id, unit, senses: alive(profile) }]);
  const { confidence, candidates } = await met(bench, unit);
  const named = candidates.map((one) => one.profile);
  if (confidence === 'sure') expect(named).toEqual([id]);
});

test('most devices of the catalogue are told from all others', async () => {
  const right: string[] = [];
  const wrong: string[] = [];
  const open: string[] = [];
  for (const profile of STANDARD) {
    const { id, serial } = profile;
    const { confidence, candidates } = await met(
      await scanBench([{ id: 'd', profile: id, unit: serial.unit, senses: alive(profile) }]),
      serial.unit,
    );
    const [first] = candidates;
    const line = `${id}: ${confidence} ${candidates.map((one) => `${one.profile} ${one.score}`).join(', ')}`;
    const known = candidates.some((one) => one.profile === id);
    (first?.profile === id && confidence !== 'ambiguous' ? right : known ? open : wrong).push(line);
  }
  expect(wrong).toEqual([]);
  expect(right.length).toBeGreaterThan(2 * open.length);
});

test('nobody fits, one is far ahead, one is ahead, several are alike', () => {
  expect(verdictOf([])).toEqual({ confidence: 'unknown', candidates: [] });
  expect(
    verdictOf([
      { profile: 'a', score: 8 },
      { profile: 'b', score: 4 },
    ]).confidence,
  ).toBe('sure');
  expect(
    verdictOf([
      { profile: 'a', score: 5 },
      { profile: 'b', score: 3 },
    ]).confidence,
  ).toBe('likely');
  const alike = verdictOf([
    { profile: 'b', score: 5 },
    { profile: 'a', score: 5 },
    { profile: 'c', score: 1 },
  ]);
  expect(alike).toEqual({
    confidence: 'ambiguous',
    candidates: [
      { profile: 'a', score: 5 },
      { profile: 'b', score: 5 },
    ],
  });
});
