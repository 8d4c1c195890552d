import { join } from 'node:path';
import { packageRoot } from '../../gateway/core/program.ts';
import type { Measurement } from './figure.ts';
import { journalBytesPerPoint } from './journal.ts';

/** What a point costs on the card. */
export const journalBytes: Measurement = {
  name: 'journal',
  about: 'a week of report records of 20 channels, one a minute, in the journal’s file',
  async run() {
    const value = journalBytesPerPoint(join(packageRoot(), 'test', 'bench', 'data', 'samples.csv'));
    return {
      figures: [
        {
          key: 'journal.bytesPerPoint',
          what: 'report record (min, mean, max, n) in the journal’s file',
          value,
          unit: 'B',
          decimals: 3,
        },
      ],
      remarks: [`a year of 20 channels: ${Math.round((value * 20 * 60 * 24 * 365) / 1e6)} MB`],
    };
  },
};
