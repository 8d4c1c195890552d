import type { ControlClient } from '../../control/client.ts';
import { type Clock, sleep } from '../../core/clock.ts';
import type { Listener } from '../../listen/listener.ts';
import { isQuantity } from '../../record/pointRecord.ts';
import type { Installation } from '../../site/installation.ts';
import type { Io } from '../verb.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { SPIKE, sixtySeconds } from './story.ts';
import { type BuildingTally, judge, type Verdict, verdictLine } from './verdict.ts';

/** Everything a performance needs. */
export type Parts = {
  readonly stage: Stage;
  readonly scene: Scene;
  readonly listener: Listener;
  readonly guard: ControlClient;
  readonly io: Io;
  readonly installation: Installation;
  readonly gateway: string;
};

const STORY_S = 54;
const DRAIN_PATIENCE_MS = 20_000;

/** Plays the sixty seconds without a person and ends with the verdict. Exit status 1 when anything is missing. */
export async function playStory(parts: Parts): Promise<number> {
  const { stage, scene, guard, io } = parts;
  for (const beat of sixtySeconds(stage, scene, guard)) {
    if (!(await reached(io, scene, beat.atS))) return 1;
    io.out(`${String(Math.round(beat.atS)).padStart(3)} s  ${beat.says}\n`);
    await beat.run();
  }
  if (!(await reached(io, scene, STORY_S))) return 1;
  const verdict = await finalVerdict(parts);
  const peak = parts.listener.totals().get(parts.gateway)?.channels.get(SPIKE.point)?.max;
  io.out(
    `the one sample of ${SPIKE.value} %LEL in ${SPIKE.point}: the largest maximum received is ${peak}\n`,
  );
  io.out(`${verdictLine(verdict)}\n`);
  return verdict.complete ? 0 : 1;
}

/** Stops guard in order, lets courier deliver the rest, and holds the platform against the building's own count. */
export async function finalVerdict({ stage, listener, io, installation, gateway }: Parts): Promise<Verdict> {
  await stage.stopGuard();
  const tally = (await stage.building.ask('tally')) as BuildingTally;
  const quantities = [...installation.points.values()].filter(isQuantity);
  const steps = new Map(quantities.map(({ id, decimals }) => [id, 10 ** -decimals]));
  const deadline = io.clock.mono() + DRAIN_PATIENCE_MS;
  for (;;) {
    const totals = listener.totals().get(gateway);
    const verdict = totals === undefined ? null : judge(tally, totals, steps);
    if (verdict?.complete === true || io.clock.mono() > deadline) {
      if (verdict === null) throw new Error('the platform never heard of the gateway');
      return verdict;
    }
    await sleep(io.clock, 200, 'drain');
  }
}

/** Waits for a second of the story; false when we were asked to end before. */
async function reached(io: Io, scene: Scene, atS: number): Promise<boolean> {
  const waitMs = Math.max(0, (atS - scene.elapsedS(io.clock.mono())) * 1000);
  return Promise.race([pause(io.clock, waitMs), io.ended.then(() => false)]);
}

async function pause(clock: Clock, ms: number): Promise<boolean> {
  await sleep(clock, ms, 'story');
  return true;
}
