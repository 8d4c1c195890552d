import { createInterface } from 'node:readline';
import { systemClock } from '../../../gateway/core/clock.ts';
import { lineLog } from '../../../gateway/core/log.ts';
import { runGuard } from '../../../gateway/guard/runGuard.ts';
import { LoopProbe } from './loopProbe.ts';

// Guard as it runs in the field, with a probe in its event loop: `floodGuard <site.yaml> <run folder>`. `probe` on standard
// input begins to look at every turn of the loop, `told` prints the longest since then and ends it.
const [site = '', run = ''] = process.argv.slice(2);
const clock = systemClock({ offsetMs: Number(process.env.LIFELINE_MONO_OFFSET_MS ?? 0) });
const log = lineLog('guard', (line) => process.stderr.write(line));
const guard = await runGuard({ site, run, clock, log });
if (!guard.ok) throw new Error(guard.error.map(({ what }) => what).join('; '));

let probe: LoopProbe | null = null;
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'probe') probe = new LoopProbe();
  if (line === 'told') process.stdout.write(`loop ${JSON.stringify(probe?.end())}\n`);
});
process.once('SIGTERM', async () => {
  await guard.value.stop();
  process.exit(0);
});
process.stdout.write('ready {}\n');
