import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SOURCE_FLAGS } from './gateway/core/program.ts';
import { LongestFirst } from './test/harness/longestFirst.ts';

// Whole programs run after what is virtual, two files at a time: they wait more than they work. What is held against the
// real clock runs last of all, alone.
const TIMED = ['test/e2e/alarmTimeTrials.test.ts'];
const PROGRAMS = ['test/e2e/**/*.test.ts', 'test/**/*Pty.test.ts'];
const MINUTE_MS = 60_000;
const patience = process.env.LIFELINE_SOAK === '1' ? 60 * MINUTE_MS : MINUTE_MS;
const common = {
  execArgv: [...SOURCE_FLAGS], // the journal's thread is started from source
  testTimeout: 3 * patience, // what takes seconds takes a minute where others burn the cores
  hookTimeout: patience,
  isolate: false, // nobody replaces a module: files share what they import, which is half of the time
  expect: { poll: { timeout: 30_000, interval: 10 } }, // a busy machine stands still for a second now and then
};
/** vitest would leave one of two cores idle. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: 'virtual',
          maxWorkers,
          include: ['test/**/*.test.ts'],
          exclude: [...TIMED, ...PROGRAMS],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'programs',
          maxWorkers: 2,
          include: PROGRAMS,
          exclude: TIMED,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'timed',
          include: TIMED,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
