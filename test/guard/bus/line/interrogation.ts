import type { DeviceTiming } from '../../../../gateway/alarmTime/deviceTiming.ts';
import { type Clock, sleep } from '../../../../gateway/core/clock.ts';
import type { LineClient } from '../../../../gateway/guard/bus/types.ts';

export type Plan = {
  readonly exchanges: number;
  readonly units: number;
  readonly blocks: readonly number[]; // first addresses, all read in the same length
  readonly count: number;
  readonly timing: DeviceTiming;
  readonly random: () => number;
  /** The true value of a register: what the slave holds. */
  readonly registerOf: (unit: number, address: number) => number;
};

export type Tally = {
  ok: number;
  wrong: number;
  timeout: number;
  crc: number;
  mismatch: number;
  exception: number;
  unsure: number;
  lateSeen: number;
  ms: number;
};

/** Asks the units in turn for blocks picked at random, leaving out those that are not ready, and checks every value. */
export async function interrogate(line: LineClient, clock: Clock, plan: Plan): Promise<Tally> {
  const tally: Tally = {
    ok: 0,
    wrong: 0,
    timeout: 0,
    crc: 0,
    mismatch: 0,
    exception: 0,
    unsure: 0,
    lateSeen: 0,
    ms: 0,
  };
  const begun = clock.mono();
  let unit = 0;
  for (let i = 0; i < plan.exchanges; i++) {
    unit = await nextReady(line, clock, unit, plan.units);
    const address = plan.blocks[Math.floor(plan.random() * plan.blocks.length)] ?? 0;
    const request = { op: 'read', unit, table: 'holding', address, count: plan.count } as const;
    const result = await line.exchange(request, plan.timing);
    if (result.kind === 'portLost' || result.kind === 'refused') throw new Error(`the line: ${result.kind}`);
    if (result.kind !== 'ok') tally[result.kind]++;
    else if (result.values.every((value, n) => value === plan.registerOf(unit, address + n))) tally.ok++;
    else tally.wrong++;
  }
  for (let one = 1; one <= plan.units; one++) tally.lateSeen += line.lateSeen(one);
  tally.ms = clock.mono() - begun;
  return tally;
}

async function nextReady(line: LineClient, clock: Clock, last: number, units: number): Promise<number> {
  for (;;) {
    let soonest = Number.POSITIVE_INFINITY;
    for (let step = 1; step <= units; step++) {
      const unit = ((last - 1 + step) % units) + 1;
      const readyAt = line.readyAt(unit);
      if (readyAt <= clock.mono()) return unit;
      soonest = Math.min(soonest, readyAt);
    }
    // a late reply may end a quarantine before its time
    await sleep(clock, Math.min(soonest - clock.mono(), 5), 'quarantine');
  }
}
