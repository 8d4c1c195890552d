import { defineConfig } from 'vitest/config';

// Whole processes on pseudo-terminals need a machine to themselves: what is timed by the real clock runs after the
// rest, one file at a time.
const TIMED = ['test/e2e/**/*.test.ts', 'test/**/*Pty.test.ts'];
const MINUTE_MS = 60_000;
const patience = process.env.LIFELINE_SOAK === '1' ? 60 * MINUTE_MS : MINUTE_MS;
const common = { testTimeout: patience, hookTimeout: patience };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'virtual',
          include: ['test/**/*.test.ts'],
          exclude: TIMED,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'timed',
          include: TIMED,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
