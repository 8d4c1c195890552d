import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Child } from '../../gateway/cli/child.ts';
import { connectControl } from '../../gateway/control/client.ts';
import type { GuardStatus } from '../../gateway/control/protocol.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { airOf, CLEAN, detectorProfile, LEAK } from '../trials/house.ts';
import type { Figure, Measurement } from './figure.ts';
import {
  floodSite,
  LIVING,
  LIVING_BUILDING,
  LOST_LINES,
  lostBuilding,
  SIREN_LEASE_S,
} from './flood/floodHouse.ts';
import type { LoopTurns } from './flood/loopProbe.ts';
import { Stage } from './stage.ts';
import { Traces } from './traces.ts';

const RUN_MS = 600_000;
const QUICK_MS = 60_000;
/** So long after the loss alarms are raised and ended on the line that lives. */
const FLOOD_MS = 30_000;
const STATUS_MS = 60_000;
const PULSE_OFFSET = 0x0200; // coils of timed pulses, as the board's profile has them
const PULSE_UNIT_MS = 100;
/** An alarm holds the relay for the lease. The beep of a fault, which sounds as long as losses stand, is much shorter. */
const ALARM_PULSE = (SIREN_LEASE_S * 1000) / PULSE_UNIT_MS;

/** What a flood of lost sensors costs: the longest turn of guard's loop, and the siren of the line that lives. */
export const flood: Measurement = {
  name: 'flood',
  about: `482 sensors on 18 lines, ${LOST_LINES} lines of 30 lost: at the start, and while guard runs`,
  async run(quick) {
    const atStart = await lostAtStart();
    const later = await lostLater(quick ? QUICK_MS : RUN_MS);
    const both = [atStart, later];
    const figure = (key: string, what: string, value: number, goal?: Figure['goal']): Figure => ({
      ...{ key, what, value, unit: 'ms', decimals: 1 },
      ...(goal === undefined ? {} : { goal }),
    });
    const above = both
      .flatMap(({ steps }) => steps)
      .filter(({ ms, boundMs }) => boundMs !== null && ms > boundMs);
    return {
      figures: [
        figure(
          'flood.loopMaxMs',
          "longest turn of guard's loop, its own processor time",
          Math.max(...both.map(({ loop }) => loop.cpuMs)),
          { atMost: 50 },
        ),
        figure(
          'flood.loopWallMaxMs',
          'the same on the wall, host stalls included',
          Math.max(...both.map(({ loop }) => loop.wallMs)),
        ),
        figure(
          'flood.relayMaxMs',
          'register change → relay, slowest',
          Math.max(...both.flatMap(({ steps }) => steps.map(({ ms }) => ms))),
        ),
        {
          key: 'flood.aboveBound',
          what: 'sirens later than their bound',
          value: above.length,
          unit: '',
          decimals: 0,
          goal: { atMost: 0 },
        },
      ],
      remarks: both.map(({ name, loop, steps, alarms }) => {
        const slowest = steps.reduce((one, other) => (other.ms > one.ms ? other : one));
        const promised = slowest.boundMs === null ? 'nothing' : `${slowest.boundMs.toFixed(0)} ms`;
        return (
          `${name}: ${alarms} alarms stand; ${steps.length} rises, slowest ${slowest.ms.toFixed(0)} ms, promised ${promised} for what its line lost; ` +
          `loop ${loop.cpuMs.toFixed(1)} ms of processor, ${loop.wallMs.toFixed(1)} ms on the wall, ${loop.turns} turns`
        );
      }),
    };
  },
};

type Flooded = {
  readonly name: string;
  readonly loop: LoopTurns;
  readonly steps: readonly { readonly ms: number; readonly boundMs: number | null }[];
  readonly alarms: number;
};

async function lostAtStart(): Promise<Flooded> {
  await using stage = new Stage();
  const house = await aHouse(stage, await freePorts());
  return { name: 'lost from the start', ...(await house.play()) };
}

async function lostLater(afterMs: number): Promise<Flooded> {
  await using stage = new Stage();
  const ports = await freePorts();
  stage.profile(detectorProfile);
  const lines = await stage.building(lostBuilding(ports), 'lost');
  const house = await aHouse(stage, ports);
  await wait(afterMs);
  lines.process.kill('SIGKILL');
  return { name: `lost after ${afterMs / 60_000} min`, ...(await house.play()) };
}

async function aHouse(stage: Stage, ports: readonly number[]) {
  stage.profile(detectorProfile);
  const building = await stage.simulate(LIVING_BUILDING);
  const clock = systemClock();
  const traces = new Traces();
  await building.subscribe(({ device, functionCode, address, values, at }) => {
    if (device !== 'board' || (functionCode !== 5 && functionCode !== 15)) return;
    if (address === PULSE_OFFSET) traces.note('relay', (values[0] ?? 0) >= ALARM_PULSE, at);
    else if (address === 0) traces.note('relay', values[0] !== 0, at);
  });
  const guard = await stage.floodGuard(floodSite(ports));
  const desk = connectControl(join(stage.folder, 'desk.sock'), clock, { name: 'bench', topics: ['alarms'] });
  stage.onClose(() => desk.stop());
  await desk.opened(60_000);
  /** Asked again where guard takes longer than a client waits: its loop never sleeps here, and a host may be busy. */
  const status = async () => {
    const until = clock.mono() + STATUS_MS;
    for (;;) {
      await desk.opened(STATUS_MS);
      const answer = await desk.request({ verb: 'status' });
      if (answer.ok) return answer.value as GuardStatus;
      if (clock.mono() > until) throw new Error(`${answer.error.what}, for ${STATUS_MS / 1000} s`);
    }
  };
  return {
    async play(): Promise<Omit<Flooded, 'name'>> {
      guard.say('probe');
      const steps: { ms: number; boundMs: number | null }[] = [];
      const until = clock.mono() + FLOOD_MS;
      for (let i = 0; clock.mono() < until; i++) {
        const device = LIVING[i % LIVING.length] ?? '';
        await wait(Math.random() * 500);
        const changedAt = clock.mono();
        await building.set(airOf(device), LEAK);
        const relayAt = await traces.after('relay', true, changedAt);
        const bound = (await status()).alarmTime?.lines.living?.newest?.boundMs ?? null;
        steps.push({ ms: relayAt - changedAt, boundMs: bound });
        await building.set(airOf(device), CLEAN);
        await traces.until('relay', false); // back to the beep of the losses; it may have been so before this was said
      }
      const loop = await told(guard);
      const alarms = await desk.request({ verb: 'alarms' });
      return { loop, steps, alarms: alarms.ok ? (alarms.value as { alarms: unknown[] }).alarms.length : -1 };
    },
  };
}

function told(guard: Child): Promise<LoopTurns> {
  return new Promise((resolve) => {
    createInterface({ input: guard.process.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if (line.startsWith('loop ')) resolve(JSON.parse(line.slice(5)) as LoopTurns);
    });
    guard.say('told');
  });
}

/** Ports that nobody listens at. */
async function freePorts(): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: LOST_LINES }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
