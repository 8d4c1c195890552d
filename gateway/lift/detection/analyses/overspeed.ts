import type { Analysis } from '../analysis.ts';
import { type Facts, fails } from '../facts.ts';

/** Positions come in steps of 100 mm: over two seconds that is a twentieth of the speed. Computed. */
const COVERED = 1.05;

type SpeedSeen = {
  readonly seenAt: number | null;
  readonly samples: number;
  readonly highSince: number | null;
};

/**
 * Faster than a share of its rated speed: `over` for several samples of the speed, `high` for a while. Where the position
 * is told, it must cover as much; where it is not, a second sensor must say that the car moves at all. A controller that says
 * so by itself stops the car at once: its word is `over` once the car stands off its landing, or ran too fast, else `high`.
 */
export const overspeed: Analysis<'overspeed', SpeedSeen> = {
  name: 'overspeed',
  quiet: 'no',
  start: { seenAt: null, samples: 0, highSince: null },
  judge(memory, { now, facts, plan: { ratedMmS }, limits }) {
    const said = facts.faults.includes('overspeed');
    if (said && stoppedByIt(facts)) return { memory, judgement: 'over' };
    if (said && (ratedMmS === null || facts.speedMmS === null)) return { memory, judgement: 'high' };
    if (ratedMmS === null || facts.moving === 'untold') return { memory, judgement: 'untold' };
    if (facts.speedMmS === null) return { memory: overspeed.start, judgement: 'unknown' };
    const share = Math.abs(facts.speedMmS) / ratedMmS;
    const fresh = facts.speedAt !== memory.seenAt;
    const covers =
      facts.rateMmS === null
        ? facts.positionMm === null && facts.surelyMoving
        : facts.rateMmS / ratedMmS > COVERED;
    const over = share > limits.alarmShare.value;
    const samples = over ? memory.samples + Number(fresh) : 0;
    const highSince = share > limits.warnShare.value ? (memory.highSince ?? now) : null;
    const next = { seenAt: facts.speedAt, samples, highSince };
    if (covers && (samples >= limits.alarmSamples.value || (said && highSince !== null)))
      return { memory: next, judgement: 'over' };
    const lasting = highSince !== null && now - highSince >= 1000 * limits.warnS.value;
    return { memory: next, judgement: said || (lasting && covers) ? 'high' : 'no' };
  },
};

/** A code of a car that rides on and stands at its landings is a register that sticks. */
function stoppedByIt({ moving, inZone }: Facts): boolean {
  return fails(moving) && (fails(inZone) || inZone === 'untold');
}
