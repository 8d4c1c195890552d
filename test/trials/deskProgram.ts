import { connectControl } from '../../gateway/control/client.ts';
import { systemClock } from '../../gateway/core/clock.ts';

// A client of guard's desk socket in a process of its own, that a trial may kill or stop. It subscribes to everything.
const [socket = ''] = process.argv.slice(2);
const client = connectControl(socket, systemClock(), {
  name: 'trial desk',
  topics: ['readings', 'alarms', 'health', 'journal', 'clock'],
  onPush: () => {},
});
await client.opened(20_000);
console.log('ready {}');
process.once('SIGTERM', () => void client.stop().then(() => process.exit(0)));
