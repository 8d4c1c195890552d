import { createInterface } from 'node:readline';
import { systemClock } from '../../gateway/core/clock.ts';
import { LiveGuard } from '../harness/liveGuard.ts';
import { readDataSet, reportParts } from './wire.ts';

// Guard without its buses, in a process of its own: `liveGuard <folder> <gateway> <uplink> <data.csv> <period ms>`. Commits a
// report period of all channels every period; `alarm <n>` on standard input commits a step of an alarm. Prints
// `committed <stream> <seq> <parts> <mono>` as rows reach the disk.
const [folder = '', gateway = '', uplink = '', dataFile = '', periodMs = '1000'] = process.argv.slice(2);
const clock = systemClock({ offsetMs: Number(process.env.LIFELINE_MONO_OFFSET_MS ?? 0) });
const data = readDataSet(dataFile);
const parts = reportParts(data);
const guard = await new LiveGuard({
  folder,
  gateway,
  channels: data.channels,
  uplinks: [uplink],
  clock,
  time: () => ({ mono: clock.mono(), utc: clock.utc(), quality: 'ntp' }),
  onCommitted: (stream, { seq, parts: count }) =>
    process.stdout.write(`committed ${stream} ${seq} ${count} ${clock.mono()}\n`),
}).start();

let period = 0;
const timer = setInterval(() => {
  const part = parts[period++ % parts.length];
  if (part !== undefined) guard.part(part);
}, Number(periodMs));

createInterface({ input: process.stdin }).on('line', (line) => {
  const [verb, nth] = line.split(' ');
  if (verb === 'alarm') guard.alarm(Number(nth), line);
  if (verb === 'quiet') clearInterval(timer);
});
process.once('SIGTERM', async () => {
  clearInterval(timer);
  await guard.stop();
  process.exit(0);
});
process.stdout.write('ready {}\n');
