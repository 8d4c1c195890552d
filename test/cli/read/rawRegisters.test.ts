import { expect, test } from 'vitest';
import { registersText, spansOf } from '../../../gateway/cli/read/rawRegisters.ts';

test('a span of registers is asked in pieces that one request may have', () => {
  expect(spansOf('0-9', 'holding')).toEqual([{ table: 'holding', address: 0, count: 10 }]);
  expect(spansOf('0x100', 'input')).toEqual([{ table: 'input', address: 256, count: 1 }]);
  expect(spansOf('0-299', 'holding')?.map(({ address, count }) => [address, count])).toEqual([
    [0, 125],
    [125, 125],
    [250, 50],
  ]);
});

test.each(['', '9-3', '0-1000', '65536', '1,2', '-1'])('%j is no span', (written) => {
  expect(spansOf(written, 'holding')).toBeUndefined();
});

test('a register is shown in every way in which makers write numbers', () => {
  // 123.456 is 0x42f6e979 in IEEE 754 (the example of its Wikipedia article on single precision has 12.375 = 0x41460000)
  const rows = registersText(
    { table: 'holding', address: 100, count: 4 },
    [0x4146, 0x0000, 0xffff, 0x4f4b],
    'en',
  );
  expect(rows[0]).toBe('register     hex    u16    s16  s32 ABCD  s32 CDAB  f32 ABCD  f32 CDAB  text');
  expect(rows[1]).toBe('     100  0x4146  16710  16710               16710    12.375            AF');
  expect(rows[3]).toMatch(/^ {5}102 {2}0xffff {2}65535 {5}-1 {4}-45237/);
  expect(rows[4]).toMatch(/OK$/);
});

test('a number of 32 bits is shown with either word first', () => {
  const [, first, second] = registersText({ table: 'input', address: 0, count: 3 }, [1, 0xe240, 0], 'en');
  expect(first?.split(/ +/).slice(1, 7)).toEqual(['0', '0x0001', '1', '1', '123456', '-499122175']);
  expect(second?.split(/ +/).slice(1, 7)).toEqual(['1', '0xe240', '57920', '-7616', '-499122176', '57920']);
});

test('a bit is a bit', () => {
  expect(registersText({ table: 'coil', address: 7, count: 2 }, [1, 0], 'zh')).toEqual([
    '寄存器  位',
    '     7   1',
    '     8   0',
  ]);
});
