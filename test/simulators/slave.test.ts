import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBitTable, RegisterImage } from '../../drivers/image.ts';
import type { Table } from '../../drivers/profile/schema.ts';
import { type SimulatedRegisters, serve } from '../../simulators/device/deviceSlave.ts';
import { soak } from '../harness/soak.ts';

/** Addresses 10 to 29 of every table but `discrete`; 15 is a hole; 20 to 29 may be written. */
function registers(): SimulatedRegisters & { image: RegisterImage } {
  const image = new RegisterImage();
  for (const table of ['coil', 'holding', 'input'] as const)
    for (let i = 10; i < 30; i++) image.set(table, i, isBitTable(table) ? i % 2 : i * 257);
  const all = (address: number, count: number, allowed: (at: number) => boolean) =>
    Array.from({ length: count }, (_, i) => address + i).every(allowed);
  return {
    image,
    identity: ['Maker', 'Product', '1.2'],
    maxRegisters: 16,
    maxBits: 20,
    has: (table) => table !== 'discrete',
    readable: (_, address, count) => all(address, count, (at) => at >= 10 && at < 30 && at !== 15),
    writable: (table, address, count) =>
      table !== 'input' && all(address, count, (at) => at >= 20 && at < 30),
    read: (table, address, count) => image.read(table, address, count) ?? [],
    write: (table, address, values) => image.write(table, address, values),
  };
}

function ask(...pdu: number[]): number[] {
  return [...serve(registers(), Uint8Array.from(pdu))];
}

test('holding and input registers are read high byte first', () => {
  expect(ask(3, 0, 10, 0, 2)).toEqual([3, 4, 10, 10, 11, 11]);
  expect(ask(4, 0, 16, 0, 1)).toEqual([4, 2, 16, 16]);
});

test('bits are packed lowest first and padded with zeros', () => {
  expect(ask(1, 0, 16, 0, 10)).toEqual([1, 2, 0b10101010, 0b10]);
});

test('a table that the device does not have is an illegal function', () => {
  expect(ask(2, 0, 10, 0, 1)).toEqual([0x82, 1]);
  expect(ask(0x41, 1, 2)).toEqual([0xc1, 1]);
  expect(ask(0x17, 0, 10, 0, 1, 0, 20, 0, 1, 2, 0, 0)).toEqual([0x97, 1]);
});

test('a hole, or what lies before or behind, is an illegal address', () => {
  expect(ask(3, 0, 9, 0, 1)).toEqual([0x83, 2]);
  expect(ask(3, 0, 14, 0, 2)).toEqual([0x83, 2]);
  expect(ask(3, 0, 29, 0, 2)).toEqual([0x83, 2]);
  expect(ask(3, 0xff, 0xff, 0, 2)).toEqual([0x83, 2]);
});

test('a count of nothing, or of more than the device can, is an illegal value', () => {
  expect(ask(3, 0, 10, 0, 0)).toEqual([0x83, 3]);
  expect(ask(3, 0, 10, 0, 17)).toEqual([0x83, 3]);
  expect(ask(1, 0, 10, 0, 21)).toEqual([0x81, 3]);
  expect(ask(3, 0, 10, 0)).toEqual([0x83, 3]);
});

test('a coil is written with FF00 or 0000 and nothing else', () => {
  const device = registers();
  expect([...serve(device, Uint8Array.of(5, 0, 20, 0xff, 0))]).toEqual([5, 0, 20, 0xff, 0]);
  expect(device.image.get('coil', 20)).toBe(1);
  expect([...serve(device, Uint8Array.of(5, 0, 20, 0, 0))]).toEqual([5, 0, 20, 0, 0]);
  expect(device.image.get('coil', 20)).toBe(0);
  expect([...serve(device, Uint8Array.of(5, 0, 20, 1, 0))]).toEqual([0x85, 3]);
});

test('writing what may only be read is an illegal address and changes nothing', () => {
  const device = registers();
  expect([...serve(device, Uint8Array.of(6, 0, 12, 0, 1))]).toEqual([0x86, 2]);
  expect([...serve(device, Uint8Array.of(16, 0, 19, 0, 2, 4, 0, 1, 0, 2))]).toEqual([0x90, 2]);
  expect(device.image.get('holding', 12)).toBe(12 * 257);
  expect(device.image.get('holding', 20)).toBe(20 * 257);
});

test('a byte count that does not fit the count is an illegal value', () => {
  expect(ask(16, 0, 20, 0, 2, 3, 0, 1, 0)).toEqual([0x90, 3]);
  expect(ask(16, 0, 20, 0, 2, 3, 0, 1, 0, 2)).toEqual([0x90, 3]);
  expect(ask(16, 0, 20, 0, 2, 4, 0, 1, 0)).toEqual([0x90, 3]);
  expect(ask(15, 0, 20, 0, 9, 1, 0xff)).toEqual([0x8f, 3]);
});

test('what is written with 6, 15 and 16 is read back with 3 and 1', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 29 }),
      fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 10 }),
      (address, values) => {
        fc.pre(address + values.length <= 30);
        const device = registers();
        const head = [address >> 8, address & 0xff, 0, values.length];
        const words = values.flatMap((value) => [value >> 8, value & 0xff]);
        expect([...serve(device, Uint8Array.from([16, ...head, words.length, ...words]))]).toEqual([
          16,
          ...head,
        ]);
        expect([...serve(device, Uint8Array.from([3, ...head]))]).toEqual([3, words.length, ...words]);

        const bits = values.map((value) => value & 1);
        const packed = new Array<number>(Math.ceil(bits.length / 8)).fill(0);
        bits.forEach((bit, i) => {
          packed[i >> 3] = (packed[i >> 3] ?? 0) | (bit << (i & 7));
        });
        expect([...serve(device, Uint8Array.from([15, ...head, packed.length, ...packed]))]).toEqual([
          15,
          ...head,
        ]);
        expect([...serve(device, Uint8Array.from([1, ...head]))]).toEqual([1, packed.length, ...packed]);

        const [first = 0] = values;
        const one = Uint8Array.of(6, address >> 8, address & 0xff, first >> 8, first & 0xff);
        expect(serve(device, one)).toEqual(one);
        expect(device.image.get('holding', address)).toBe(first);
      },
    ),
  );
});

test('function 43/14 tells vendor, product and version', () => {
  const text = (value: string) => [value.length, ...Buffer.from(value)];
  expect(ask(0x2b, 0x0e, 1, 0)).toEqual([
    ...[0x2b, 0x0e, 1, 0x81, 0, 0, 3],
    ...[0, ...text('Maker'), 1, ...text('Product'), 2, ...text('1.2')],
  ]);
  expect(ask(0x2b, 0x0e, 4, 1)).toEqual([0x2b, 0x0e, 4, 0x81, 0, 0, 1, 1, ...text('Product')]);
  expect(ask(0x2b, 0x0e, 4, 9)).toEqual([0xab, 2]);
  expect(ask(0x2b, 0x0e, 9, 0)).toEqual([0xab, 3]);
  expect(ask(0x2b, 0x0d, 1, 0)).toEqual([0xab, 1]);
});

test('no request, however broken, gets anything but a reply to its own function', () => {
  const tables: Table[] = ['coil', 'discrete', 'holding', 'input'];
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (pdu) => {
      const device = registers();
      const before = tables.map((table) => device.image.read(table, 10, 10));
      const reply = serve(device, pdu);
      const code = pdu[0] ?? 0;
      expect([code, code | 0x80]).toContain(reply[0]);
      if (reply[0] !== code) expect([1, 2, 3]).toContain(reply[1]);
      expect(reply.length).toBeLessThanOrEqual(253);
      expect(tables.map((table) => device.image.read(table, 10, 10))).toEqual(before); // never the read-only part
    }),
    { numRuns: soak(2000) },
  );
});
