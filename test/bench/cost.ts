import { setTimeout as wait } from 'node:timers/promises';
import type { Child } from '../../gateway/cli/child.ts';
import type { Measured, Measurement } from './figure.ts';
import { cpuMs, memory } from './processFigures.ts';
import { registerSenses, registersProfile } from './registersProfile.ts';
import { Stage } from './stage.ts';

const REGISTERS = 10;
const UNITS = 16;
const PERIOD_MS = 800; // the line is as full as `check` lets it be
const WARM_UP_MS = 20_000; // starting costs more than running
const RUN_MS = 240_000; // four reports
const QUICK_MS = 60_000;

/** What a register costs the machine, from the wire to the broker, on a line that is never still. */
export const cost: Measurement = {
  name: 'cost',
  about: `a full line of 9600 baud, ${UNITS} units of ${REGISTERS} registers, reports every 60 s, courier and mosquitto`,
  run: (quick) => measure(quick ? QUICK_MS : RUN_MS),
};

async function measure(runMs: number): Promise<Measured> {
  await using stage = new Stage();
  const profile = 'bench-cost';
  const timing = { turnaroundMs: 2, responseMs: 1000, class: 'state', periodMs: PERIOD_MS } as const;
  stage.profile(registersProfile({ id: profile, registers: REGISTERS, ...timing }));
  const units = Array.from({ length: UNITS }, (_, i) => i + 1);
  const simulated = (unit: number) => ({
    ...{ id: `d${unit}`, profile, unit, senses: registerSenses(unit, REGISTERS) },
  });
  const building = await stage.simulate({
    lines: [{ id: 'line', link: 'line', baud: 9600, devices: units.map(simulated) }],
  });
  const url = await stage.broker();
  const guard = await stage.guard({
    gateway: { id: 'bench' },
    report: { everyS: 60 },
    buses: [{ id: 'line', connection: { type: 'serial', path: 'lines/line', baud: 9600, adapterMs: 2 } }],
    devices: units.map((unit) => ({ id: `d${unit}`, profile, bus: 'line', unit })),
    uplinks: [{ id: 'city', url }],
  });
  await stage.platform(url);
  const [guardPid, courierPid] = [pidOf(guard), pidOf(await stage.courier())];

  await wait(WARM_UP_MS);
  await building.resetTally();
  const before = { guard: cpuMs(guardPid), courier: cpuMs(courierPid) };
  await wait(runMs);
  const used = { guard: cpuMs(guardPid) - before.guard, courier: cpuMs(courierPid) - before.courier };
  const { devices } = await building.tally();
  const registers = REGISTERS * Object.values(devices).reduce((sum, { clean }) => sum + clean, 0);
  const per1000 = (ms: number): number => ms / registers; // s per 1,000 is ms per 1
  return {
    figures: [
      {
        key: 'cost.cpuSPer1000Registers',
        what: 'CPU of guard and courier per 1,000 registers read',
        value: per1000(used.guard + used.courier),
        ...{ unit: 's', decimals: 3, goal: { atMost: 0.25 } },
      },
      {
        key: 'courier.rssMb',
        what: 'resident memory of courier at its end',
        value: memory(courierPid).rssMb,
        ...{ unit: 'MB', decimals: 1, goal: { atMost: 90 } },
      },
    ],
    remarks: [
      `${registers} registers in ${runMs / 1000} s; guard ${per1000(used.guard).toFixed(3)} s, courier ${per1000(used.courier).toFixed(3)} s`,
    ],
  };
}

function pidOf({ process: { pid } }: Child): number {
  if (pid === undefined) throw new Error('a program has no process');
  return pid;
}
