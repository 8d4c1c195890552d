import { join } from 'node:path';
import { packageRoot } from '../../gateway/core/program.ts';
import type { Figure, Measurement } from './figure.ts';
import { wireBytesPerPoint } from './wire.ts';

/** What a point costs on the wire: bytes of MQTT payload, header included. */
export const wireBytes: Measurement = {
  name: 'wire',
  about: '20 channels of seeded realistic data; bytes of MQTT payload with header per point',
  async run() {
    const bytes = wireBytesPerPoint(join(packageRoot(), 'test', 'bench', 'data', 'samples.csv'));
    const figure = (key: '10' | '60' | 'report', what: string, goal?: number): Figure => ({
      key: `wire.bytesPerPoint.${key}`,
      what,
      value: bytes[key],
      unit: 'B',
      decimals: 3,
      ...(goal === undefined ? {} : { goal: { atMost: goal } }),
    });
    return {
      figures: [
        figure('10', 'raw sample, batches of 10 snapshots', 2),
        figure('60', 'raw sample, batches of 60 snapshots', 1.4),
        figure('report', 'report record (min, mean, max, n), segments of ten periods'),
      ],
      remarks: [
        `a report record sent live, one period a message: ${bytes.live.toFixed(2)} B`,
        `60 snapshots with a time column for each of 15 devices: ${bytes.devices60.toFixed(2)} B`,
      ],
    };
  },
};
