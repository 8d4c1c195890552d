import type { PointValue } from '../../drivers/reading.ts';

/** What became of one request at one device: the simulator's own log, against which nothing may be missing. */
export type Exchange = {
  readonly at: number; // mono of the last reply byte; for silence, of the end of the request
  readonly utc: number;
  readonly line: string;
  readonly device: string;
  readonly unit: number;
  readonly functionCode: number;
  readonly address: number;
  readonly count: number;
  /**
   * `clean`: a good reply, on time, and nobody talked over it. `late`: good, but after the device's response bound.
   * `corrupted`: garbled, noisy or with a wrong CRC. `refused`: an exception. `silent`: nothing was sent.
   */
  readonly outcome: 'clean' | 'late' | 'corrupted' | 'refused' | 'silent';
  readonly exception: number | null;
  readonly delayMs: number | null; // from the end of the request to the first reply byte
  readonly values: readonly number[]; // registers or bits that were read or written
  readonly points: Readonly<Record<string, PointValue>>;
};
