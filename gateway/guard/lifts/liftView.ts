import type { LiftView } from '../../control/liftScreen.ts';
import { basisOf } from '../../lift/detection/entrapment/basis.ts';
import { findingsOf } from '../../lift/health/findings.ts';
import { recordSoFar } from '../../lift/health/health.ts';
import type { LiftWatch } from '../../lift/liftWatch.ts';
import type { Installation, Lift } from '../../site/installation.ts';

/** One lift as it stands, for whoever asks. */
export function liftView(lift: Lift, watch: LiftWatch, { gateway }: Installation): LiftView {
  const { device, sources, registration, labels } = lift;
  const { memory } = watch;
  const { phase, since, known, inhibited, basis } = memory.detection.entrapment;
  return {
    ...{ id: device.id, name: device.name, place: device.place ?? gateway.place ?? null, registration },
    devices: sources.map(({ id }) => id),
    floors: labels,
    snapshot: watch.shown(),
    entrapment: { phase, since, known, inhibited, basis: basisOf(basis) },
    values: watch.values(),
    faults: memory.lift.faults.active,
    counts: memory.lift.counters,
    comm: memory.comm,
    today: recordSoFar(memory.health, memory.lift),
    recent: memory.health.recent,
    findings: findingsOf(memory.health),
  };
}
