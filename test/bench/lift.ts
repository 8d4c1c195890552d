import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectControl } from '../../gateway/control/client.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { liftBuilding, liftSite } from '../harness/liftHouse.ts';
import { installationOf } from '../site/fixture.ts';
import type { Measured, Measurement } from './figure.ts';
import { liftBytes } from './lift/liftWire.ts';
import { percentile, spreadText } from './spread.ts';
import { Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const RIDES = 20; // in the hour of rides
const LIVE_RIDES = 4;
const RIDE_MS = 25_000; // from the call to a door that is shut again
const LIVE = ['speed', 'floor', 'direction', 'fault'] as const;

/** How often a moving lift is looked at over a real serial line, and what it costs on the wire. */
export const lift: Measurement = {
  name: 'lift',
  about: 'Monarch controller at 38400 baud with 30 ms of silence, sensor box at 9600; 3 floors',
  async run(): Promise<Measured> {
    const spacing = await liveSpacing();
    const installation = installationOf({ ...liftSite, report: { everyS: 60 } });
    const idle = await liftBytes(liftBuilding, installation, HOUR_MS, []);
    const rides = Array.from({ length: RIDES }, (_, i) => ({
      atMs: 150_000 + 165_000 * i,
      from: 1 + (i % 3),
      to: 1 + ((i + 1 + (i % 2)) % 3),
    }));
    const busy = await liftBytes(liftBuilding, installation, HOUR_MS, rides);
    const whole = ({ events, telemetry }: typeof idle) => events + telemetry;
    const perTrip = (of: (bytes: typeof idle) => number) => (of(busy) - of(idle)) / busy.trips;
    return {
      figures: [
        {
          key: 'lift.sampleMsP99',
          what: `time between two looks at the live set while the car moves, p99 of ${spacing.length}`,
          ...{ value: percentile(spacing, 0.99), unit: 'ms', decimals: 0, goal: { atMost: 500 } },
        },
        {
          key: 'lift.bytesPerTrip',
          what: `MQTT payload of a trip and its doors, mean of ${busy.trips}`,
          ...{ value: perTrip(whole), unit: 'B', decimals: 0, goal: { atMost: 3000 } },
        },
        {
          key: 'lift.bytesPerIdleDay',
          what: 'MQTT payload of a day without a trip (24 times a measured hour)',
          ...{ value: 24 * whole(idle), unit: 'B', decimals: 0, goal: { atMost: 250_000 } },
        },
      ],
      remarks: [
        `looks at ${LIVE.join(', ')} while moving: ${spreadText(spacing)}`,
        `of a trip ${perTrip(({ events }) => events).toFixed(0)} B are events, ${perTrip(({ telemetry }) => telemetry).toFixed(0)} B telemetry beyond that of an idle hour; of an idle hour ${idle.events} B are events, ${idle.telemetry} B telemetry (157 points of two devices and 12 of the lift, report records every 60 s, and of what keeps still every 600 s, each sent live by itself)`,
      ],
    };
  },
};

/** Milliseconds between two readings of each live point, over a pseudo-terminal, while the controller says the car moves. */
async function liveSpacing(): Promise<number[]> {
  await using stage = new Stage();
  const building = await stage.simulate(liftBuilding);
  await stage.guard(liftSite);
  const last = new Map<string, number>();
  const apart: number[] = [];
  let moving = false;
  const client = connectControl(join(stage.folder, 'desk.sock'), systemClock(), {
    name: 'bench',
    topics: ['readings'],
    onPush(push) {
      if (push.push !== 'readings') return;
      for (const { point, value, at } of push.readings) {
        if (point === 'controller/speed') moving = value !== 0;
        const name = LIVE.find((one) => point === `controller/${one}`);
        if (name === undefined) continue;
        const before = last.get(name);
        if (moving && before !== undefined && at.mono > before) apart.push(at.mono - before);
        last.set(name, at.mono);
      }
    },
  });
  await wait(5_000); // every block has been read once
  for (let i = 0; i < LIVE_RIDES; i++) {
    await building.lift({ verb: 'ride', lift: 'a', from: 1 + (i % 2) * 2, to: 3 - (i % 2) * 2 });
    await wait(RIDE_MS);
  }
  await client.stop();
  return apart;
}
