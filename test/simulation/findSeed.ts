import { play } from './player.ts';

// Plays seeds until one breaks: node --import tsx test/simulation/findSeed.ts FIRST COUNT [INPUTS]

const [first = 1, count = 1, inputs = 200] = process.argv.slice(2).map(Number);
for (let seed = first; seed < first + count; seed++) {
  const { broken, steps } = await play(seed, inputs);
  if (broken === null) continue;
  console.log(JSON.stringify({ seed, played: seed - first + 1, broken, steps }));
  process.exit(1);
}
