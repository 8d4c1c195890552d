import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { packageRoot } from '../../gateway/core/program.ts';
import { SlowLink } from '../harness/slowLink.ts';
import { until } from '../harness/until.ts';
import { DrainRun, type Month, UPTIME_MS, writeMonth } from './drainRun.ts';
import type { Figure, Measured, Measurement } from './figure.ts';
import { cpuMs, memory } from './processFigures.ts';
import { spreadText } from './spread.ts';
import { Stage } from './stage.ts';

const SETTLE_MS = 5_000;
const LOOK_MS = 100;
// As many messages in flight as a gateway likes: what queues before an alarm is then for the gateway to keep short.
const GENEROUS = ['max_inflight_messages 1000'];
const LINK_BITS_PER_S = 64_000;
const ALARMS = 8;

/** A month in which nobody could be reached, brought home; and an alarm in the middle of it over a slow line. */
export const drain: Measurement = {
  name: 'drain',
  about:
    'a month of outage: 20 channels, one report a minute, 200 steps of alarms; real mosquitto, courier in its process, live rows every second',
  async run() {
    const data = join(packageRoot(), 'test', 'bench', 'data', 'samples.csv');
    await using stage = new Stage(UPTIME_MS);
    const month = writeMonth(join(stage.folder, 'month'), data);
    const fast = await drainMonth(month);
    const slow = await alarmsOverSlowLink(month);
    return {
      figures: [...fast.figures, ...slow.figures],
      remarks: [...fast.remarks, ...slow.remarks],
    };
  },
};

async function drainMonth(month: Month): Promise<Measured> {
  await using stage = new Stage(UPTIME_MS);
  cpSync(month.folder, join(stage.folder, 'journal'), { recursive: true });
  const broker = await stage.mosquitto();
  const run = await DrainRun.begin(stage, month, broker.url, broker.url);
  await broker.stop();
  const { courier } = await run.start();
  const pid = courier.process.pid ?? 0;
  await wait(SETTLE_MS); // starting takes memory that is given back
  const before = { rssMb: memory(pid).rssMb, cpuMs: cpuMs(pid) };
  let highestMb = before.rssMb;
  const look = setInterval(() => {
    highestMb = Math.max(highestMb, memory(pid).rssMb);
  }, LOOK_MS);
  await broker.start();
  await until('the whole month is here', () => run.done, 300);
  const usedMs = cpuMs(pid) - before.cpuMs;
  const drainS = run.seconds;
  await wait(3_000); // and life goes on
  clearInterval(look);
  const proof = await run.end();
  return {
    figures: [
      figure('drain.pointsPerS', 'points a second, decoded and verified', month.points / drainS, '/s', 0, {
        atLeast: 100_000,
      }),
      figure('drain.bytesPerPoint', 'MQTT payload per point', run.bytes / month.points, 'B', 3, {
        atMost: 3,
      }),
      figure('drain.liveAgeMaxS', 'age of live data at arrival, worst', run.liveAgeMaxS, 's', 3, {
        atMost: 5,
      }),
      figure('courier.rssGrowthMb', 'courier’s memory above that before', highestMb - before.rssMb, 'MB', 1, {
        atMost: 20,
      }),
    ],
    remarks: [
      `${month.points} points and ${month.events} events in ${drainS.toFixed(2)} s; courier used ${(usedMs / 1000).toFixed(2)} s of CPU, ${before.rssMb.toFixed(1)} MB before`,
      `events first: ${run.telemetryBeforeEvents} messages of the month came before its last event`,
      `proof: ${proof.missing} missing, ${proof.duplicates} duplicates, ${proof.conflicts} conflicts, ${proof.undecoded} undecoded, complete ${proof.complete}`,
      `age of live data while the month was on its way: ${spreadText(run.liveAges)}`,
    ],
  };
}

async function alarmsOverSlowLink(month: Month): Promise<Measured> {
  await using stage = new Stage(UPTIME_MS);
  cpSync(month.folder, join(stage.folder, 'journal'), { recursive: true });
  const broker = await stage.mosquitto(GENEROUS);
  const link = await new SlowLink(broker.port, LINK_BITS_PER_S).start();
  stage.onClose(() => link.stop());
  const run = await DrainRun.begin(stage, month, broker.url, link.url);
  await run.start();
  await until('the drain is under way', () => run.telemetry >= 40, 120);
  const started = { at: performance.now(), sent: link.sent };
  for (let nth = 0; nth < ALARMS; nth++) {
    await wait(1000 + Math.random() * 1000);
    await run.alarm(nth);
  }
  const bitsPerS = (8000 * (link.sent - started.sent)) / (performance.now() - started.at);
  if (run.done) throw new Error('the drain was over before the alarms were');
  return {
    figures: [
      figure(
        'drain.eventOverSlowLinkS',
        `an alarm in mid-drain over ${LINK_BITS_PER_S / 1000} kbit/s, worst`,
        Math.max(...run.alarmAges) / 1000,
        's',
        3,
        { atMost: 3 },
      ),
    ],
    remarks: [
      `over the slow line: ${spreadText(run.alarmAges)}; it carried ${(bitsPerS / 1000).toFixed(1)} kbit/s towards the broker`,
    ],
  };
}

function figure(
  key: string,
  what: string,
  value: number,
  unit: string,
  decimals: number,
  goal: NonNullable<Figure['goal']>,
): Figure {
  return { key, what, value, unit, decimals, goal };
}
