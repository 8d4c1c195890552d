import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Atmega, CLOCK_HZ, type PinDrive } from '../../../simulators/board/atmega.ts';
import { readHex } from '../../../simulators/board/hex.ts';

const folder = dirname(createRequire(import.meta.url).resolve('avrgirl-arduino/package.json'));
const text = readFileSync(join(folder, 'junk', 'hex', 'uno', 'StandardFirmata.cpp.hex'), 'utf8');

let atmega: Atmega;
const said: number[] = [];
const moves: [number, PinDrive, number][] = [];
const run = (ms: number) => atmega.run(atmega.cycles + (ms * CLOCK_HZ) / 1000);

beforeAll(() => {
  atmega = new Atmega(readHex(text, 0x8000));
  atmega.onByte = (byte) => said.push(byte);
  atmega.onDrive = (pin, drive, cycles) => moves.push([pin, drive, cycles]);
  run(2000);
});

describe('the real StandardFirmata', () => {
  test('blinks its version for 1.9 s, then has its digital pins low and says who it is', () => {
    expect(atmega.cycles / CLOCK_HZ).toBeCloseTo(2, 3);
    expect([2, 7, 8, 12].map((pin) => atmega.drive(pin))).toEqual(['low', 'low', 'low', 'low']);
    expect(moves.find(([pin]) => pin === 2)?.[2]).toBeGreaterThan(1.8 * CLOCK_HZ);
    expect(said.slice(0, 3)).toEqual([0xf9, 2, 4]);
    expect(String.fromCharCode(...said.filter((byte) => byte > 0x20 && byte < 0x7f))).toContain(
      'StandardFirmata',
    );
  });

  test('sets all pins of a port with one message, and not before its three bytes have had their time', () => {
    const begun = atmega.cycles;
    moves.length = 0;
    atmega.receive(Uint8Array.of(0x90, 0b0010_1100, 0b1));
    run(2);
    expect(moves.map(([pin, drive]) => [pin, drive])).toEqual([
      [2, 'high'],
      [3, 'high'],
      [5, 'high'],
      [7, 'high'],
    ]);
    const tookMs = (((moves[0]?.[2] ?? 0) - begun) / CLOCK_HZ) * 1000;
    expect(tookMs).toBeGreaterThan(0.5);
    expect(tookMs).toBeLessThan(0.8);
  });

  test('tells of an input that moves', () => {
    atmega.setLevel(8, true);
    atmega.receive(Uint8Array.of(0xf4, 8, 0, 0x91, 1, 0, 0xd1, 1));
    run(5);
    expect(atmega.drive(8)).toBe('pulled-up');
    said.length = 0;
    atmega.setLevel(8, false);
    run(2);
    expect(said).toEqual([0x91, 0, 0]);
  });

  test('a reset leaves every pin open until the program has begun again', () => {
    atmega.reset();
    expect(atmega.drive(2)).toBe('open');
    run(100);
    expect([2, 5, 8].map((pin) => atmega.drive(pin))).toEqual(['open', 'open', 'open']);
  });
});

test('a HEX file with a damaged line is not run', () => {
  expect(() => readHex(text.replace(':10', ':11'), 0x8000)).toThrow(/line 1 .*damaged/);
});
