import { describe, expect, it } from 'vitest';
import { samplePoint } from './samplePoint.ts';

describe('a point that names no decimals', () => {
  it.each([
    ['a whole number', { type: 'u16' }, 0],
    ['hundredths by its scale', { type: 'u16', scale: { factor: 0.01 } }, 2],
    ['tens', { type: 's16', scale: { factor: 10 } }, 0],
    ['an offset finer than its scale', { type: 'u16', scale: { factor: 0.1, offset: -40.05 } }, 2],
    ['a share that no decimals write whole', { type: 'u16', scale: { factor: 1 / 7 } }, 2],
    ['a float', { type: 'f32' }, 4],
    ['a float in a thousandth of its unit', { type: 'f32', scale: { factor: 0.001 } }, 7],
    ['tenths in the low byte', { type: 'u8.8' }, 1],
    ['thousandths beside it', { type: 'sign-magnitude-pair' }, 3],
    ['decimals that the device tells itself', { type: 'u16', scale: { decimalsRegister: 3, max: 3 } }, 3],
    ['its resolution', { type: 'f32', resolution: 0.05 }, 2],
    ['the state of something', { type: 'u16', states: { 0: 'off' } }, 0],
  ])('keeps what its device can tell apart: %s', (_name, fields, decimals) => {
    expect(samplePoint(fields as Parameters<typeof samplePoint>[0]).decimals).toBe(decimals);
  });

  it('keeps what its author wants, where he says so', () => {
    expect(samplePoint({ type: 'f32', decimals: 1 }).decimals).toBe(1);
  });
});
