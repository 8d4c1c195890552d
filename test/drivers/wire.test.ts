import { describe, expect, test } from 'vitest';
import { crc16, crcHolds, dialectOf, RegisterImage, withCrc } from '../../drivers/index.ts';

const bytes = (text: string) => Uint8Array.from(text.split(' '), (pair) => Number.parseInt(pair, 16));

describe('CRC16', () => {
  test.each([
    '01 04 00 04 00 02 30 0A', // from the maker of the LVDT
    '50 03 00 3D 00 03 99 86', // printed in several public programs
    '01 04 00 00 00 08 F1 CC', // Waveshare
    '01 02 01 20 A0 50', // a user's capture
  ])('agrees with the outside world on %s', (frame) => {
    expect(withCrc(bytes(frame).subarray(0, -2))).toEqual(bytes(frame));
    expect(crcHolds(bytes(frame))).toBe(true);
  });

  test('the check value of the catalogue of CRCs is 4B37', () => {
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x4b37);
  });

  test('any single flipped bit is noticed', () => {
    const frame = bytes('01 04 00 04 00 02 30 0A');
    for (let bit = 0; bit < frame.length * 8; bit++) {
      const bent = frame.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(crcHolds(bent)).toBe(false);
    }
    expect(crcHolds(bytes('FF FF'))).toBe(false);
  });
});

describe('the standard dialect tells how long a reply will be', () => {
  const { expectedReplyLength, toStandard } = dialectOf('standard');

  test.each([
    ['01', 'more'],
    ['01 03', 'more'],
    ['01 03 04', 9],
    ['01 01 01', 6],
    ['01 83', 5],
    ['01 05', 8],
    ['01 10', 8],
    ['01 2B', 'foreign'],
  ] as const)('%s → %s', (prefix, length) => {
    expect(expectedReplyLength(bytes(prefix))).toBe(length);
  });

  test('and leaves frames as they are', () => {
    const frame = bytes('01 83 02 C0 F1');
    expect(toStandard(frame)).toBe(frame);
  });
});

test('a register image knows what was set and nothing else', () => {
  const image = new RegisterImage();
  image.write('holding', 10, [0x12345, -1]);
  image.set('coil', 10, 7);
  expect(image.read('holding', 10, 2)).toEqual([0x2345, 0xffff]);
  expect(image.read('holding', 10, 3)).toBeUndefined();
  expect(image.get('coil', 10)).toBe(1);
  expect(image.get('input', 10)).toBeUndefined();
});
