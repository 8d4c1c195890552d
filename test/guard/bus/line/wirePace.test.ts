import { describe, expect, it } from 'vitest';
import { WirePace } from '../../../../gateway/guard/bus/line/wirePace.ts';

const CHAR_MS = 10 / 9.6; // 9600 baud, 8N1

describe('how quickly bytes come on a line', () => {
  it('is not known before an answer: nothing rests', () => {
    const pace = new WirePace(CHAR_MS);
    expect(pace.isWire).toBe(false);
    expect(pace.restMs(20)).toBe(0);
  });

  it('is that of the wire where no answer came before its request was out: a reply rests for less than it takes', () => {
    const pace = new WirePace(CHAR_MS);
    pace.heard(10, 9);
    expect(pace.isWire).toBe(true);
    expect(pace.restMs(22)).toBeGreaterThan(18 * CHAR_MS);
    expect(pace.restMs(22)).toBeLessThan(21 * CHAR_MS - 2);
    expect(pace.restMs(1)).toBe(0);
  });

  it('is faster for good where one came sooner', () => {
    const pace = new WirePace(CHAR_MS);
    pace.heard(8, 9);
    pace.heard(10, 9);
    expect(pace.isWire).toBe(false);
    expect(pace.restMs(22)).toBe(0);
  });

  it('asks for the silence between frames to be waited for as exactly as it matters', () => {
    expect([9600, 19_200, 115_200].map((baud) => new WirePace(10_000 / baud).grain)).toEqual([
      'coarse',
      'medium',
      undefined,
    ]);
  });
});
