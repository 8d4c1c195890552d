import { naiveMs } from '../../gateway/commission/scan/passes.ts';
import { leftMs } from '../../gateway/commission/scan/scan.ts';
import { MIXED } from '../commission/scan/mixedLine.ts';
import { scanBench, search } from '../commission/scan/scanBench.ts';
import { basement, HAND_MS } from '../commission/wizard/installer.ts';
import type { Measured, Measurement } from './figure.ts';

const SENSORS = 8;
/** Taps that the steps of PORTAL §8 and §9 take: before the first sensor, at each, and to sign. */
const TAPS = { begin: 4, named: 2, zeroAll: 1, bump: 2, sign: 2 };
const SIGNATURE_CHARACTERS = 10;
const ZERO_MS = 60_000;

/** A search of twelve devices, and eight sensors from the bag: real line clients on simulated wires, on a virtual clock. */
export const scanning: Measurement = {
  name: 'scan',
  about:
    'twelve devices at mixed settings searched for; eight factory-fresh sensors addressed by scripted hands',
  run: measure,
};

async function measure(): Promise<Measured> {
  const scan = await mixed();
  const hands = await eightSensors();
  const naiveS = naiveMs() / 1000;
  return {
    figures: [
      { key: 'scan.mixed12S', what: 'all twelve found', value: scan.foundS, unit: 's', decimals: 0 },
      { key: 'scan.naiveS', what: 'a naive full search', value: naiveS, unit: 's', decimals: 0 },
      {
        ...{ what: 'eight sensors by a script, hands included', unit: 'min', decimals: 1 },
        value: hands.ms / 60_000,
        goal: { atMost: 15 },
      },
    ],
    remarks: [
      `${scan.found} of ${MIXED.length} found; the whole search ends after ${scan.wholeS.toFixed(0)} s, and what was left when the last was found was estimated at ${scan.leftS.toFixed(0)} s`,
      `hands: connecting ${HAND_MS.connect / 1000} s, a tap ${HAND_MS.tap / 1000} s, pressing or gas ${HAND_MS.check / 1000} s; ${hands.taps} taps in the script, which is no count of a real page; the box itself took ${(hands.boxMs / 1000).toFixed(0)} s; zeros of all at once ${ZERO_MS / 1000} s`,
      'virtual clock: what a busy machine adds is not in it',
    ],
  };
}

async function mixed() {
  const bench = await scanBench(MIXED);
  const from = bench.clock.mono();
  let seen = 0;
  let last = { foundS: 0, leftS: 0 };
  await search(
    bench,
    {},
    {
      step(state) {
        if (state.heard.length === seen) return;
        seen = state.heard.length;
        last = { foundS: (bench.clock.mono() - from) / 1000, leftS: leftMs(state) / 1000 };
      },
    },
  );
  return { ...last, found: seen, wholeS: (bench.clock.mono() - from) / 1000 };
}

/** An installer with eight pressure transmitters in a bag. What the box does while hands are busy costs nothing. */
async function eightSensors() {
  const { clock, begin, device } = basement('qdy30a-pressure', SENSORS);
  const run = begin();
  const ended = run.run();
  const from = clock.mono();
  let taps = 0;
  let boxMs = 0;
  const tap = async (times: number) => {
    taps += times;
    await clock.advance(times * HAND_MS.tap);
  };
  await tap(TAPS.begin);
  for (let i = 0; i < SENSORS; i++) {
    await clock.advance(HAND_MS.connect);
    device(i).connect(true);
    const connected = clock.mono();
    while (run.order.phase.kind !== 'name') await clock.advance(100);
    boxMs += clock.mono() - connected;
    await tap(TAPS.named);
    await run.tell({ kind: 'named', name: `压力 ${i + 1}`, place: null });
  }
  await clock.until(ended);
  await tap(TAPS.zeroAll);
  await clock.advance(ZERO_MS);
  for (let i = 0; i < SENSORS; i++) {
    await tap(TAPS.bump);
    await clock.advance(HAND_MS.check);
  }
  await tap(TAPS.sign);
  await clock.advance(SIGNATURE_CHARACTERS * HAND_MS.character);
  const units = Array.from({ length: SENSORS }, (_, i) => device(i).unit);
  if (new Set(units).size !== SENSORS) throw new Error(`addresses ${units.join(' ')}`);
  return { ms: clock.mono() - from, taps, boxMs };
}
