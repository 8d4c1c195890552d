import { describe, expect, it } from 'vitest';
import { leaseWrites, refreshMs } from '../../../../gateway/alarmTime/leaseWrites.ts';
import type { Annunciator } from '../../../../gateway/site/installation.ts';
import { deviceOf, profileOf } from '../../bus/fakeLine.ts';

const OUTPUT = { energised: 'to-act', onLoss: 'hold', zones: [] } as const;
const ANNUNCIATOR: Annunciator = {
  device: 'board',
  leaseMs: 10_000,
  outputs: [
    { ...OUTPUT, point: 'board/siren', drives: 'siren' },
    { ...OUTPUT, point: 'board/strobe', drives: 'strobe' },
  ],
};
const COILS = [
  { id: 'siren', table: 'coil', type: 'bool', address: 3 },
  { id: 'strobe', table: 'coil', type: 'bool', address: 7 },
] as const;

describe('the writes of a lease', () => {
  it('are one command a refresh for a node', () => {
    const profile = { ...profileOf([{ id: 'siren' }]), annunciator: { protocol: 'lifeline' as const } };
    expect(leaseWrites(ANNUNCIATOR, deviceOf('board', 9, profile))).toEqual([
      {
        periodMs: 1000,
        request: { op: 'write-registers', unit: 9, address: 0, values: [0, 0, 0, 0, 0, 0] },
      },
    ]);
  });

  it('are the rhythm of the siren alone for a board of coils that are switched and stay', () => {
    const profile = { ...profileOf(COILS), annunciator: { protocol: 'coils' as const } };
    expect(leaseWrites(ANNUNCIATOR, deviceOf('board', 9, profile))).toMatchObject([
      { periodMs: 1000, request: { op: 'write-coils', unit: 9, address: 3 } },
    ]);
  });

  it('are three in a lease for each relay that is held by pulses', () => {
    const pulse = { offset: 0x200, unitMs: 100, longest: 0x7fff };
    const profile = { ...profileOf(COILS), annunciator: { protocol: 'coils' as const, pulse } };
    const outputs = ANNUNCIATOR.outputs.map((output) => ({ ...output, onLoss: 'rest' as const }));
    const board = deviceOf('board', 9, profile);
    const periods = (leaseMs: number) =>
      leaseWrites({ ...ANNUNCIATOR, leaseMs, outputs }, board).map(({ periodMs }) => periodMs);
    expect(periods(3000)).toEqual([1000, 1000]);
    expect(periods(12_000)).toEqual([2000, 4000]); // a beat of the siren every two seconds
  });

  it('leave a short lease two refreshes that may be lost', () => {
    expect(refreshMs({ leaseMs: 2000 })).toBeCloseTo(666.7, 1);
    expect(refreshMs({ leaseMs: 60_000 })).toBe(1000);
  });
});
