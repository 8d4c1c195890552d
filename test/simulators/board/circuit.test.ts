import { describe, expect, test } from 'vitest';
import {
  type Circuit,
  DEAD_CIRCUIT,
  effectsOf,
  letsGoAt,
  openByHand,
  pinMoves,
  USUAL_WIRING,
} from '../../../simulators/board/circuit.ts';

/** A healthy pulse train: an edge a second, as guard's commands come. */
function inCharge(until: number, from = 0): Circuit {
  let circuit = DEAD_CIRCUIT;
  for (let at = from; at <= until; at += 1000) circuit = pinMoves(circuit, 'healthy', at % 2000 === 0, at);
  return circuit;
}

describe('the retriggerable relay', () => {
  test('is held by edges of either direction and lets go when one is three seconds late', () => {
    const circuit = inCharge(10_000);
    expect(effectsOf(circuit, USUAL_WIRING, 12_999)).toMatchObject({ inCharge: true, faultLamp: false });
    expect(effectsOf(circuit, USUAL_WIRING, 13_000)).toMatchObject({ inCharge: false, faultLamp: true });
    expect([letsGoAt(circuit, USUAL_WIRING, 12_000), letsGoAt(circuit, USUAL_WIRING, 13_000)]).toEqual([
      13_000,
      null,
    ]);
  });

  test('is not held by a level, high or low: that is what a hung host leaves behind', () => {
    for (const level of [true, false]) {
      let circuit = inCharge(9000);
      for (let at = 9000; at < 20_000; at += 100) circuit = pinMoves(circuit, 'healthy', level, at);
      expect(effectsOf(circuit, USUAL_WIRING, 20_000).inCharge).toBe(false);
    }
  });

  test('has never been held before the first edge', () => {
    expect(effectsOf(DEAD_CIRCUIT, USUAL_WIRING, 0)).toMatchObject({ inCharge: false, faultLamp: true });
  });
});

describe('what hangs on it', () => {
  test('the fault lamp is lit by its output, and through the resting contact', () => {
    const lit = pinMoves(inCharge(1000), 'fault-lamp', true, 1000);
    expect(effectsOf(lit, USUAL_WIRING, 1000).faultLamp).toBe(true);
    expect(effectsOf(inCharge(1000), USUAL_WIRING, 1000).faultLamp).toBe(false);
  });

  test('a siren wired to fail safe sounds when nobody is in charge, another does not', () => {
    const safe = { ...USUAL_WIRING, sirenFailsSafe: true };
    expect(effectsOf(inCharge(1000), safe, 60_000).siren).toBe(true);
    expect(effectsOf(inCharge(1000), safe, 1500).siren).toBe(false);
    expect(effectsOf(inCharge(1000), USUAL_WIRING, 60_000).siren).toBe(false);
  });

  test('strobe and fan follow their outputs', () => {
    const on = pinMoves(pinMoves(DEAD_CIRCUIT, 'strobe', true, 0), 'fan', true, 0);
    expect(effectsOf(on, USUAL_WIRING, 0)).toMatchObject({ strobe: true, fan: true });
  });
});

describe('gas valves', () => {
  test('a manual-reset valve stays shut when its power goes, until a hand opens it', () => {
    const shut = pinMoves(pinMoves(inCharge(1000), 'gas-valve', true, 1000), 'gas-valve', false, 1500);
    expect(effectsOf(shut, USUAL_WIRING, 1600).gas).toBe('shut');
    expect(effectsOf(openByHand(shut), USUAL_WIRING, 1600).gas).toBe('open');
    const held = pinMoves(shut, 'gas-valve', true, 1700);
    expect(effectsOf(openByHand(held), USUAL_WIRING, 1800).gas).toBe('shut');
  });

  test('a spring valve needs its output and somebody in charge to stay open', () => {
    const spring = { ...USUAL_WIRING, valve: 'spring' } as const;
    const open = pinMoves(inCharge(1000), 'gas-valve', true, 1000);
    expect(effectsOf(open, spring, 1100).gas).toBe('open');
    expect(effectsOf(open, spring, 4000).gas).toBe('shut');
    expect(effectsOf(pinMoves(open, 'gas-valve', false, 1200), spring, 1300).gas).toBe('shut');
    expect(effectsOf(DEAD_CIRCUIT, spring, 0).gas).toBe('shut');
  });
});
