import { describe, expect, it } from 'vitest';
import { wireBytesPerPoint } from '../bench/wire.ts';

describe('bytes on the wire', () => {
  it('per point of the seeded data set stay within their goals, header included', () => {
    const bytes = wireBytesPerPoint();
    expect(bytes['10']).toBeLessThanOrEqual(2.0);
    expect(bytes['60']).toBeLessThanOrEqual(1.4);
    expect(bytes.devices60).toBeLessThanOrEqual(1.4);
    expect(bytes.report).toBeLessThanOrEqual(3.0);
  });
});
