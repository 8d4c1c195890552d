import { expect, test } from 'vitest';
import { SOAK } from '../harness/soak.ts';
import { type Played, play } from './player.ts';
import { shrink, told } from './shrink.ts';

const MINUTE_MS = 60_000;
const NEW_SEEDS_MS = SOAK ? 50 * MINUTE_MS : MINUTE_MS;
/** A seed that broke is made smaller for so long. */
const SHRINK_MS = SOAK ? 5 * MINUTE_MS : MINUTE_MS;
/** A seed is played to its end: one takes seconds, on a busy host many of them. */
const LAST_SEED_MS = MINUTE_MS;

/**
 * Seeds that once broke, and some that never did. A changed world gives a seed another meaning: what it found then needs a test of
 * its own.
 */
const KNOWN = [
  7, 13, 305, 5_053, 5_068, 1_796_033_174, 1_796_033_000, 1_796_033_001, 1_796_033_002, 1_796_033_003,
  1_796_033_004, 1_796_033_005,
];

async function leastOf(played: Played): Promise<string> {
  const end = performance.now() + SHRINK_MS;
  return told(await shrink(played, () => performance.now() < end));
}

test.each(KNOWN)('seed %i keeps every promise', { timeout: LAST_SEED_MS + SHRINK_MS }, async (seed) => {
  const played = await play(seed);
  expect(played.broken === null ? null : await leastOf(played)).toBeNull();
});

/**
 * A new seed that breaks is news of the program as it has long been, and seldom of the change that is being tried: it is told, with
 * its steps, and fails the soak. Whoever reads it makes a test of what it found.
 */
test('whatever meets in whatever order, every promise is kept: seeds that nobody played before', {
  timeout: NEW_SEEDS_MS + LAST_SEED_MS + SHRINK_MS,
}, async () => {
  const first = Math.floor(Date.now() / 1000);
  const start = performance.now();
  const sum = { seeds: 0, inputs: 0, events: 0, virtualMs: 0, sirens: 0, received: 0 };
  for (let seed = first; performance.now() < start + NEW_SEEDS_MS; seed++) {
    const played = await play(seed);
    if (played.broken !== null) {
      const news = await leastOf(played);
      if (SOAK) throw new Error(news);
      console.warn(`simulation: seed ${seed} breaks a promise, ${sum.seeds} before it kept all\n${news}`);
      break;
    }
    sum.seeds++;
    sum.inputs += played.inputs;
    sum.events += played.events;
    sum.virtualMs += played.virtualMs;
    sum.sirens += played.sirens;
    sum.received += played.received;
  }
  const minutes = (performance.now() - start) / MINUTE_MS;
  console.log(
    `simulation: ${sum.seeds} new seeds from ${first}, ${(sum.seeds / minutes / 60).toFixed(2)} a second, ` +
      `${sum.inputs} inputs, ${sum.events} events, ${(sum.virtualMs / minutes / 86_400_000).toFixed(2)} virtual days a minute, ` +
      `${sum.sirens} sirens due and heard, ${sum.received} rows at the platform`,
  );
  if (sum.seeds > 0) expect(sum.received).toBeGreaterThan(0);
  if (sum.seeds > 5) expect(sum.sirens).toBeGreaterThan(0);
});

test('a seed plays again exactly', async () => {
  const [one, other] = [await play(7, 60), await play(7, 60)];
  expect(other).toEqual(one);
});
