import { systemClock } from '../../gateway/core/clock.ts';
import { silentLog } from '../../gateway/core/log.ts';
import { runCourier } from '../../gateway/courier/courier.ts';

// A courier in a process of its own, to be killed: courierProgram <site.yaml> <run folder>
const [site = '', run = ''] = process.argv.slice(2);
const courier = await runCourier({
  site,
  run,
  clock: systemClock({ boot: 'b007b007b007b007' }),
  log: silentLog,
});
console.log(courier.ok ? 'ready' : JSON.stringify(courier.error));
