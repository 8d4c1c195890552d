import { play } from './player.ts';
import { shrink, told } from './shrink.ts';

// Plays seeds until one breaks, and then leaves out of it what it can for so many seconds:
//   node --import tsx test/simulation/findSeed.ts FIRST COUNT [SECONDS]

const [first = 1, count = 1, seconds = 0] = process.argv.slice(2).map(Number);
for (let seed = first; seed < first + count; seed++) {
  const played = await play(seed);
  if (played.broken === null) continue;
  const end = performance.now() + seconds * 1000;
  const least = await shrink(played, () => performance.now() < end);
  if (seconds > 0) console.error(told(least));
  console.log(JSON.stringify({ seed, played: seed - first + 1, broken: played.broken }));
  process.exit(1);
}
