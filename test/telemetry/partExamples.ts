import type { Part } from '../../gateway/telemetry/index.ts';

// What one gateway recorded: see examples.ts.

const good = 'good' as const;

export const parts: Part[] = [
  {
    from: 3_456_000_000,
    to: 3_456_060_000,
    samples: [
      {
        times: [3_456_001_002, 3_456_002_003, 3_456_003_002, 3_456_004_005],
        columns: [
          {
            channel: 0,
            values: [0.3, 0.4, null, 25.1],
            qualities: [good, good, 'protocol-error', 'out-of-spec'],
          },
          { channel: 1, values: [-3.2, -3.2, -3.2, -3.1], qualities: [good, good, good, good] },
        ],
      },
      {
        times: [3_456_010_000, 3_456_020_000, 3_456_030_000],
        columns: [
          { channel: 2, values: [true, 'stuck', false], qualities: [good, 'sensor-failure', good] },
          { channel: 40, values: [7_000, 1e300, null], qualities: [good, good, good] },
        ],
      },
    ],
    reports: [
      {
        times: [3_456_060_000],
        columns: [
          { channel: 0, min: [0.2], mean: [0.4], max: [25.1], n: [59], qualities: ['protocol-error'] },
          { channel: 1, min: [-3.3], mean: [-3.2], max: [-3.1], n: [60], qualities: [good] },
          { channel: 40, min: [-1e300], mean: [5_000], max: [1e300], n: [60], qualities: [good] },
        ],
      },
    ],
  },
  { from: 3_456_060_000, to: 3_456_120_000, samples: [], reports: [] },
  {
    from: 3_456_121_000,
    to: 3_456_180_000,
    samples: [],
    reports: [
      {
        times: [3_456_180_000],
        columns: [
          { channel: 0, min: [null], mean: [null], max: [null], n: [0], qualities: ['no-communication'] },
          { channel: 1, min: [-3.4], mean: [-3.2], max: [-3], n: [60], qualities: [good] },
          { channel: 40, min: [4_000], mean: [5_000], max: [6_000], n: [60], qualities: [good] },
        ],
      },
    ],
  },
];

export const day: Part = {
  from: 3_456_180_000,
  to: 3_456_240_000,
  samples: [],
  reports: [
    {
      periodMs: 86_400_000,
      times: [3_456_200_000],
      columns: [{ channel: 1, min: [-8.5], mean: [2.1], max: [14.9], n: [86_399], qualities: ['good'] }],
    },
  ],
};

// Nothing is in the column of channel 0; a mean beyond its scale leaves no distances.
export const lacking: Part = {
  from: 3_456_240_000,
  to: 3_456_300_000,
  samples: [
    {
      times: [3_456_250_000, 3_456_251_000],
      columns: [
        { channel: 0, values: [null, null], qualities: ['no-communication', 'no-communication'] },
        { channel: 1, values: [21, 21], qualities: [good, good] },
      ],
    },
  ],
  reports: [
    {
      times: [3_456_270_000, 3_456_300_000],
      columns: [
        {
          channel: 0,
          min: [null, null],
          mean: [null, null],
          max: [null, null],
          n: [0, 0],
          qualities: ['stale', 'stale'],
        },
        {
          channel: 40,
          min: [-1e300, 1_000],
          mean: [2e299, 2_000],
          max: [1e300, 3_000],
          n: [9, 60],
          qualities: [good, good],
        },
      ],
    },
  ],
};
