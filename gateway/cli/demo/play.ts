import type { ControlClient } from '../../control/client.ts';
import type { GuardStatus } from '../../control/protocol.ts';
import { sleep } from '../../core/clock.ts';
import { isQuantity } from '../../guard/record/pointRecord.ts';
import type { Listener } from '../../platform/listen/listener.ts';
import type { Installation } from '../../site/installation.ts';
import type { Io } from '../verb.ts';
import type { Scene } from './scene.ts';
import type { DemoStage } from './stage.ts';
import { type Beat, SPIKE, sixtySeconds } from './story.ts';
import { type BuildingTally, type DemoVerdict, judge, verdictLine } from './verdict.ts';

/** Everything a performance needs. */
export type DemoParts = {
  readonly stage: DemoStage;
  readonly scene: Scene;
  readonly listener: Listener;
  readonly guard: ControlClient;
  readonly io: Io;
  readonly installation: Installation;
  readonly gateway: string;
};

const STORY_S = 52;
const LOOK_MS = 100;
const BEAT_PATIENCE_S = 15;
const DRAIN_PATIENCE_MS = 20_000;

/** Plays the sixty seconds without a person and ends with the verdict. Exit status 1 when anything is missing. */
export async function playStory(parts: DemoParts): Promise<number> {
  const { stage, scene, guard, io } = parts;
  const begunAt = io.clock.mono();
  for (const beat of sixtySeconds(stage, scene, guard)) {
    if (!(await reached(io, begunAt, beat))) return 1;
    io.out(`${String(Math.round(scene.elapsedS(io.clock.mono()))).padStart(3)} s  ${beat.says}\n`);
    await beat.run();
  }
  if (!(await reached(io, begunAt, { atS: STORY_S }))) return 1;
  const alarmTime = await alarmTimeLine(guard);
  const verdict = await finalVerdict(parts);
  const peak = parts.listener.totals().get(parts.gateway)?.channels.get(SPIKE.point)?.max;
  io.out(
    `the one sample of ${SPIKE.value} %LEL in ${SPIKE.point}: the largest maximum received is ${peak}\n`,
  );
  if (alarmTime !== null) io.out(`${alarmTime}\n`);
  io.out(`${verdictLine(verdict)}\n`);
  return verdict.complete ? 0 : 1;
}

/** Stops guard in order, lets courier deliver the rest, and holds the platform against the building's own count. */
export async function finalVerdict({
  stage,
  scene,
  listener,
  io,
  installation,
  gateway,
}: DemoParts): Promise<DemoVerdict> {
  await stage.stopGuard();
  const tally = (await stage.building.demand({ verb: 'tally' })) as BuildingTally;
  // of a lift that keeps still one report stands for ten minutes: its samples are not counted one by one
  const ofLifts = new Set(installation.lifts.flatMap(({ sources }) => sources.map(({ id }) => id)));
  const quantities = [...installation.points.values()].filter(
    (point) => isQuantity(point) && !ofLifts.has(point.deviceId),
  );
  const steps = new Map(quantities.map(({ id, decimals }) => [id, 10 ** -decimals]));
  const deadline = io.clock.mono() + DRAIN_PATIENCE_MS;
  for (;;) {
    const totals = listener.totals().get(gateway);
    const verdict = totals === undefined ? null : judge(tally, scene, totals, steps);
    if (verdict?.complete === true || io.clock.mono() > deadline) {
      if (verdict === null) throw new Error('the platform never heard of the gateway');
      return verdict;
    }
    await sleep(io.clock, 200, 'drain');
  }
}

/** Waits for a beat, and for what it waits for, but not for ever; false when we were asked to end before. */
async function reached(io: Io, begunAt: number, { atS, when }: Pick<Beat, 'atS' | 'when'>): Promise<boolean> {
  const dueAt = begunAt + atS * 1000;
  const waited = async () => {
    await sleep(io.clock, Math.max(0, dueAt - io.clock.mono()), 'story');
    while (when?.() === false && io.clock.mono() < dueAt + BEAT_PATIENCE_S * 1000)
      await sleep(io.clock, LOOK_MS, 'beat');
    return true;
  };
  return Promise.race([waited(), io.ended.then(() => false)]);
}

/** What guard measured of its alarms, beside what it had promised; null when nothing was. */
async function alarmTimeLine(guard: ControlClient): Promise<string | null> {
  const answer = await guard.request({ verb: 'status' });
  const measured = answer.ok ? (answer.value as GuardStatus).alarmTime?.lines.gas : undefined;
  if (measured?.worst == null) return null;
  const { latencyMs, boundMs } = measured.worst;
  return `from gas to siren: ${measured.count} alarms, the slowest ${seconds(latencyMs)} s where at most ${seconds(boundMs)} s were promised`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
