import { test } from 'vitest';
import { expectPairTold, PAIR_LIMIT_MS } from './pairedLifts.ts';

test(
  'a controller and the box of another lift on one pair at 9600 baud: trips exact, no door cycle made up, nothing red',
  () => expectPairTold('the controller of one and the box of the other', ['nice', 'box']),
  PAIR_LIMIT_MS,
);
