import { describe, expect, test } from 'vitest';
import {
  BRAKE,
  CHAIN,
  type Code,
  DIRECTION,
  DOOR,
  DRIVE,
  ENTRAPMENT,
  FAULT,
  MODE,
  nameOf,
  POWER,
  readLiftTables,
} from '../../drivers/index.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { builtinCatalog } from '../drivers/builtin.ts';

const table = (id: string) => {
  const found = shippedLiftTables().get(id);
  if (found === undefined) throw new Error(`no table ${id}`);
  return found;
};

describe('the neutral model', () => {
  test('has the numbers of BACnet, in its order, and its own from 1024 on', () => {
    const bacnet = (codes: Readonly<Record<string, { readonly number: number }>>) =>
      Object.values(codes)
        .map(({ number }) => number)
        .filter((number) => number < 1024);
    for (const [codes, count] of [
      [DIRECTION, 6],
      [DRIVE, 10],
      [MODE, 14],
      [DOOR, 10],
      [FAULT, 17],
    ] as const)
      expect(bacnet(codes)).toEqual(Array.from({ length: count }, (_, n) => n));
    expect([MODE.inspection.number, DOOR.limitedOpened.number, FAULT.positionLost.number]).toEqual([
      8, 9, 14,
    ]);
    expect(FAULT.contactorFault.number).toBe(1039);
    expect(Object.keys(FAULT)).toHaveLength(17 + 16);
  });

  test('no number means two things, every name leads back, and both languages are there', () => {
    const all: Readonly<Record<string, Code>>[] = [DIRECTION, DRIVE, MODE, DOOR, FAULT, CHAIN, BRAKE, POWER];
    for (const codes of [...all, ENTRAPMENT as Readonly<Record<string, Code>>])
      for (const [name, { number, en, zh }] of Object.entries(codes)) {
        expect(nameOf(codes, number)).toBe(name);
        expect([en, zh].every((text) => text.length > 0)).toBe(true);
        expect(zh).not.toMatch(/^[a-z ]+$/);
      }
    expect(nameOf(MODE, 999)).toBeUndefined();
  });
});

describe('the tables', () => {
  test('there is one for each profile that speaks in codes, and the two of standards and makers agree on numbers', () => {
    expect([...shippedLiftTables().keys()].toSorted()).toEqual([
      'gbt24476',
      'nice3000plus',
      'sdk500',
      'sensor-box-19reg',
    ]);
    const named = [...builtinCatalog.profiles.values()].flatMap(
      ({ lift }) => lift?.table ?? lift?.mapping ?? [],
    );
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((id) => !shippedLiftTables().has(id))).toEqual([]);
  });

  test('service modes of GB/T 24476 go there and back', () => {
    const { modes, modesOut } = table('gbt24476');
    expect(Object.entries(modes).map(([code, mode]) => [Number(code), MODE[mode].number])).toEqual([
      [0, 12],
      [1, 1],
      [2, 8],
      [3, 11],
      [4, 6],
      [5, 7],
      [6, 10],
      [7, 0],
    ]);
    for (const [code, mode] of Object.entries(modes)) expect(modesOut[mode]).toBe(Number(code));
    expect(Object.keys(modesOut)).toHaveLength(Object.keys(MODE).length);
  });

  test('fault codes of GB/T 24476 go there and back', () => {
    const { faults, faultsOut } = table('gbt24476');
    for (const [code, { class: kind }] of Object.entries(faults))
      expect(kind === undefined ? undefined : faultsOut[kind]).toBe(Number(code));
  });

  test.each([
    [9, 'powerSupply', 5, 'A'],
    [22, 'levellingError', 1, 'A'],
    [30, 'positionLost', 4, 'A'],
    [33, 'overspeed', 5, 'A'],
    [37, 'brakeFault', 5, 'A'],
    [40, 'runtimeLimitExceeded', 4, 'B'],
    [41, 'safetyInterlock', 5, 'A'],
    [42, 'doorLockCircuit', 5, 'A'],
    [45, 'liftShaftDevice', 4, 'B'],
    [51, 'internalComms', 1, 'A'],
    [58, 'liftShaftDevice', 4, 'B'],
  ] as const)('E%i of Monarch is %s, level %i%s', (code, kind, level, suffix) => {
    expect(table('nice3000plus').faults[code]).toMatchObject({ class: kind, level, suffix });
  });

  test('what Monarch codes are remembered says so, and those in no source are left out', () => {
    const { faults, levels, suffixes } = table('nice3000plus');
    expect(faults[1]?.confidence).toBe('from-memory');
    for (const unsourced of [21, 27, 28, 31, 32, 50]) expect(faults[unsourced]).toBeUndefined();
    for (const { level, suffix } of Object.values(faults)) {
      expect(levels[level ?? 0]).toBeDefined();
      expect(suffixes[suffix ?? '']).toBeDefined();
    }
  });

  test('a table with a mode or class that is none is refused with its line', () => {
    const text = 'id: x\nvendor: x\nsource: x\nconfidence: mapped\nmodes:\n  1: normalish\n';
    const read = readLiftTables([{ path: 'x.yaml', text }]);
    expect(read.ok ? [] : read.error).toMatchObject([{ where: 'x.yaml:6' }]);
  });
});
