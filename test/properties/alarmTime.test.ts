import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../drivers/request.ts';
import type { ReadTask } from '../../gateway/alarmTime/analysis/lineWork.ts';
import { relayBound } from '../../gateway/alarmTime/analysis/relayBound.ts';
import { longestWait } from '../../gateway/alarmTime/analysis/waiting.ts';

import { lastServed, type Measured, ProvingRun, STRANGER } from '../alarmTime/analysis/provingRun.ts';
import {
  feasibleLine,
  type LineSpec,
  lineSpec,
  measuringLineSpec,
  type RandomLine,
} from '../alarmTime/analysis/randomLine.ts';
import { type Behaviour, echo } from '../guard/bus/fakeLine.ts';
import { soak } from '../harness/soak.ts';

// Random feasible lines on the virtual clock, under the real poller, held against what the analysis promises of them.

const SITES = 500; // in soak 5,000
const MEASURING_SITES = 100; // in soak 1,000
const RUN_MS = 15_000;
const ROUNDING_MS = 0.1; // pauses end up to a hundredth of a millisecond late
const PATIENCE_MS = 600_000;

const FATES = ['lives', 'dies', 'flaps', 'garbles', 'returns'] as const;
const mishaps = fc.record({
  seed: fc.integer(),
  fates: fc.array(fc.constantFrom('lives' as const, 'lives' as const, 'lives' as const, ...FATES), {
    minLength: 12,
    maxLength: 12,
  }),
  slowness: fc.constantFrom('usual', 'any', 'slow'),
});
type Mishaps = typeof mishaps extends fc.Arbitrary<infer T> ? T : never;

/** What goes wrong at a forced critical instant. */
const FORCED = ['nothing', 'another dies', 'a reply is lost'] as const;

/** Reproducible numbers in [0, 1). */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Anything may happen at any moment. */
async function atRandom(line: RandomLine, { seed, fates, slowness }: Mishaps): Promise<ProvingRun> {
  const roll = dice(seed);
  const run = new ProvingRun(line, (task) => roll() * task.periodMs);
  const { clock, client } = run;
  client.slowness = () => (slowness === 'usual' ? 0 : slowness === 'slow' ? 1 : roll());
  for (const i of fates.keys()) {
    const [one, other] = [roll() * RUN_MS, roll() * RUN_MS];
    const gone = (now: number) => now > Math.min(one, other) && now < Math.max(one, other);
    const behaviours: Record<(typeof FATES)[number], Behaviour> = {
      lives: echo,
      dies: (request) => (clock.mono() < one ? echo(request) : 'silent'),
      flaps: (request) => (roll() < 0.08 ? 'silent' : echo(request)),
      garbles: (request) => (roll() < 0.08 ? 'crc' : echo(request)),
      returns: (request) => (gone(clock.mono()) ? 'silent' : echo(request)),
    };
    client.units.set(i + 1, behaviours[fates[i] ?? 'lives']);
  }
  await run.start(roll() * 1000, true);
  while (clock.mono() < RUN_MS) {
    await clock.advance(roll() * 2000);
    if (roll() < 0.5) run.askStranger();
    if (roll() < 0.2) run.changeCommands();
    await clock.advance(roll() * 1000);
  }
  await run.stop();
  return run;
}

/**
 * All is quick and well. Then, at one instant, everything that goes before `target` is wanted and so is `target`, just
 * after the longest exchange that stands behind it has begun; and from now on every answer comes at the last moment.
 */
async function atCriticalInstant(
  line: RandomLine,
  target: ReadTask,
  mishap: (typeof FORCED)[number],
): Promise<{ readonly measured: Measured[]; readonly forced: boolean }> {
  const { periodMs } = target;
  const instant = periodMs + 1500;
  const goesBefore = (task: ReadTask) => task.class === 'safety' && task.periodMs <= periodMs;
  const run = new ProvingRun(line, (task) => {
    const late = task === target ? 0.02 : goesBefore(task) ? 0.01 : 1;
    return instant + late;
  });
  const { clock, client } = run;
  await run.start(instant, false);
  await clock.advance(instant - clock.mono() - 0.02);
  client.slowness = () => 1;
  const rival = line.work.reads.find((task) => goesBefore(task) && task.device !== target.device);
  if (mishap === 'another dies' && rival !== undefined) client.units.delete(rival.request.unit);
  if (mishap === 'a reply is lost') loseOnce(run, target.request);
  run.askStranger();
  await clock.advance(0.02);
  run.changeCommands();
  await clock.advance(2 * periodMs + 5000);
  await run.stop();
  return {
    measured: run.measured.filter(
      ({ task, at, responseMs }) => task === target && at - responseMs > instant - 1,
    ),
    // the line may still have been busy with what it was asked before
    forced: client.log.some(({ request, start }) => request.unit === STRANGER && start <= instant),
  };
}

function loseOnce({ client }: ProvingRun, { unit, ...lost }: Request): void {
  client.units.set(unit, (request) => {
    if (request.op !== 'read' || lost.op !== 'read' || request.address !== lost.address) return echo(request);
    client.units.set(unit, echo);
    return 'silent';
  });
}

function aboveBound(measured: readonly Measured[]): Measured[] {
  return measured.filter(({ latencyMs, boundMs }) => boundMs !== null && latencyMs > boundMs + ROUNDING_MS);
}

/** How near the worst reading came to its bound, the sampling period left out of both. */
function nearest(measured: readonly Measured[]): number {
  const promised = measured.map(({ task, responseMs, boundMs }) =>
    boundMs === null ? 0 : responseMs / (boundMs - task.periodMs),
  );
  return Math.max(0, ...promised);
}

/** Whether each read that goes before comes up once while `target` waits: then one instant is the worst there is. */
function oneInstant({ work }: RandomLine, target: ReadTask): boolean {
  const waitMs = longestWait(work, target)?.totalMs ?? Number.POSITIVE_INFINITY;
  const safety = work.reads.filter((read) => read.class === 'safety');
  return waitMs < Math.min(...[...safety, ...work.writes].map(({ periodMs }) => periodMs));
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function percents(values: readonly number[]): string {
  const shown = [0, 0.05, 0.5, 0.95, 1].map((q) => `${Math.round(100 * quantile(values, q))} %`);
  const near = values.filter((value) => value >= 0.9).length / values.length;
  return `${values.length} sites, ${shown.join(', ')} of the bound (least, 5th, median, 95th, most), ${Math.round(100 * near)} % of them above 90 %`;
}

describe('the alarm time of any feasible line', () => {
  it(
    'is never above its bound for the faults it met, and comes near it',
    async () => {
      const seen = { sites: [] as number[], forced: [] as number[], oneInstant: [] as number[] };
      const mishapped = { 'another dies': [] as number[], 'a reply is lost': [] as number[] };
      const count = { readings: 0, unpromised: 0, faulty: 0, relays: 0 };
      await fc.assert(
        fc.asyncProperty(
          lineSpec,
          mishaps,
          fc.constantFrom(...FORCED),
          async (spec: LineSpec, drawn, mishap) => {
            const line = feasibleLine(spec);
            const random = await atRandom(line, drawn);
            expect(aboveBound(random.measured)).toEqual([]);
            for (const [device, { relayMs }] of random.sirens) {
              const most = relayBound(line.work, device, 1)?.totalMs ?? 0;
              expect(Math.max(0, ...relayMs)).toBeLessThanOrEqual(most + ROUNDING_MS);
              count.relays += relayMs.length;
            }
            count.readings += random.measured.length;
            count.unpromised += random.measured.filter(({ boundMs }) => boundMs === null).length;
            count.faulty += random.measured.filter(
              ({ met: { faults } }) => faults.dying + faults.lossy + faults.lost > 0,
            ).length;

            const target = lastServed(line);
            if (target === undefined) return;
            const calm = await atCriticalInstant(line, target, 'nothing');
            expect(aboveBound(calm.measured)).toEqual([]);
            const near = nearest(calm.measured);
            seen.sites.push(Math.max(near, nearest(random.measured)));
            if (!calm.forced) return;
            seen.forced.push(near);
            if (oneInstant(line, target)) seen.oneInstant.push(near);
            if (mishap === 'nothing') return;
            const faulty = await atCriticalInstant(line, target, mishap);
            expect(aboveBound(faulty.measured)).toEqual([]);
            if (oneInstant(line, target)) mishapped[mishap].push(nearest(faulty.measured));
          },
        ),
        { numRuns: soak(SITES) },
      );
      console.log(
        [
          `alarm time: ${count.readings} readings (${count.faulty} with faults, ${count.unpromised} without a promise) and ${count.relays} relays, none above its bound`,
          `  worst seen of a site: ${percents(seen.sites)}`,
          `  critical instant forced: ${percents(seen.forced)}`,
          `  of these where every read comes up once: ${percents(seen.oneInstant)}`,
          ...Object.entries(mishapped).map(([what, values]) => `  and ${what}: ${percents(values)}`),
        ].join('\n'),
      );
      expect(count.faulty).toBeGreaterThan(count.readings / 20);
      expect(count.unpromised).toBeLessThan(count.readings / 10);
      expect(quantile(seen.sites, 0.5)).toBeGreaterThanOrEqual(0.65);
      expect(quantile(seen.forced, 0.5)).toBeGreaterThanOrEqual(0.9);
      expect(Math.min(...seen.oneInstant)).toBeGreaterThanOrEqual(0.9);
    },
    PATIENCE_MS,
  );

  it(
    'holds where devices measure only when they are told to as well',
    async () => {
      const count = { onDemand: 0, faulty: 0 };
      await fc.assert(
        fc.asyncProperty(measuringLineSpec, mishaps, async (spec, drawn) => {
          const { measured } = await atRandom(feasibleLine(spec), drawn);
          expect(aboveBound(measured)).toEqual([]);
          const onDemand = measured.filter(
            ({ task, boundMs }) => task.trigger !== undefined && boundMs !== null,
          );
          count.onDemand += onDemand.length;
          count.faulty += onDemand.filter(({ met: { faults } }) => faults.lost + faults.lossy > 0).length;
        }),
        { numRuns: soak(MEASURING_SITES) },
      );
      expect(count.onDemand).toBeGreaterThan(200);
      expect(count.faulty).toBeGreaterThan(20);
    },
    PATIENCE_MS,
  );
});
