import { systemClock } from '../../gateway/core/clock.ts';
import { lineLog } from '../../gateway/core/log.ts';
import { runGuard } from '../../gateway/guard/runGuard.ts';

// Guard as `lifeline guard` runs it, told of its clock's synchronisation by another root folder than the machine's:
// `guardAtRoot <site.yaml> <run folder> <root>`.
const [site = '', run = '', systemRoot = ''] = process.argv.slice(2);
const guard = await runGuard({
  ...{ site, run, systemRoot },
  clock: systemClock({ offsetMs: Number(process.env.LIFELINE_MONO_OFFSET_MS ?? 0) }),
  log: lineLog('guard', (text) => process.stderr.write(text)),
});
if (!guard.ok) throw new Error(JSON.stringify(guard.error));
process.stdout.write(`ready ${JSON.stringify({ gateway: guard.value.gateway })}\n`);
process.once('SIGTERM', async () => {
  await guard.value.stop();
  process.exit(0);
});
