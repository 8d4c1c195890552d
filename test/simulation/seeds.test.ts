import { expect, test } from 'vitest';
import { SOAK } from '../harness/soak.ts';
import { type Played, play } from './player.ts';

const INPUTS = 200;
const NEW_SEEDS_MS = 3_000_000;
/** Seeds that find every fault of `faults/`, and some more. `npm run soak -- simulation` plays new ones. */
const KEPT = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** A seed that broke is told with all its steps: who looks for the reason plays it again. */
function told({ seed, broken, steps }: Played): string {
  return `seed ${seed}: ${broken}\n${steps.join('\n')}`;
}

test.each(KEPT)('seed %i keeps every promise', async (seed) => {
  const played = await play(seed, INPUTS);
  expect(played.broken === null ? null : told(played)).toBeNull();
});

test.runIf(SOAK)(
  'whatever meets in whatever order, every promise is kept: seeds that nobody played before',
  {
    timeout: NEW_SEEDS_MS + 120_000,
  },
  async () => {
    const first = Math.floor(Date.now() / 1000);
    const end = performance.now() + NEW_SEEDS_MS;
    const sum = { seeds: 0, inputs: 0, events: 0, virtualMs: 0, sirens: 0 };
    for (let seed = first; performance.now() < end; seed++) {
      const played = await play(seed, INPUTS);
      if (played.broken !== null) throw new Error(told(played));
      sum.seeds++;
      sum.inputs += played.inputs;
      sum.events += played.events;
      sum.virtualMs += played.virtualMs;
      sum.sirens += played.sirens;
    }
    const hours = (sum.virtualMs / 3_600_000).toFixed(1);
    console.log(
      `simulation: ${sum.seeds} new seeds from ${first}, ${sum.inputs} inputs, ${sum.events} events, ` +
        `${hours} virtual hours, ${sum.sirens} sirens due and heard`,
    );
    expect(sum.sirens).toBeGreaterThan(0);
  },
);

test('a seed plays again exactly', async () => {
  const [one, other] = [await play(7, 60), await play(7, 60)];
  expect(other).toEqual(one);
});
