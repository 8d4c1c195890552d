import { test } from 'vitest';
import { expectPairTold, PAIR_LIMIT_MS } from './pairedLifts.ts';

test(
  'two controllers on one pair at 9600 baud: trips exact, no door cycle made up, nothing red',
  () => expectPairTold('two controllers', ['nice', 'nice']),
  PAIR_LIMIT_MS,
);
