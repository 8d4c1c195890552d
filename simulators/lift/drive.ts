import type { Lift } from './state.ts';
import { carMotion, loadKg } from './view.ts';

const FRICTION = 0.08; // of full torque
const NO_LOAD = 0.3; // of the rated current: what magnetises and idles
const INERTIA = 0.22; // torque share per m/s²

/** Electrical state of the drive. Torque in shares of the full one, negative while the load drives the motor. */
export type Drive = {
  readonly amps: number;
  readonly hertz: number;
  readonly torque: number;
  readonly busVolts: number;
};

/**
 * What the motor draws. It lifts the difference between car and counterweight: an empty car is heavy going down, a full
 * one going up, and a half load costs the same both ways.
 */
export function driveOf(lift: Lift): Drive {
  if (!lift.mains && lift.mode !== 'rescue') return { amps: 0, hertz: 0, torque: 0, busVolts: 0 };
  const { run, plan, trouble } = lift;
  if (run === undefined || run.braked) return { amps: 0, hertz: 0, torque: 0, busVolts: 540 };
  const { mmS, mmS2 } = carMotion(lift);
  const imbalance = (loadKg(lift) + trouble.balanceKg - plan.balance * plan.ratedKg) / plan.ratedKg;
  const torque = run.sign * imbalance + FRICTION + (run.sign * mmS2 * INERTIA) / 1000;
  const share = Math.abs(mmS) / 1000 / plan.speed;
  return {
    amps: plan.ratedA * Math.hypot(NO_LOAD, torque),
    hertz: 20 * share, // a gearless machine turns slowly
    torque,
    busVolts: 540 - (torque > 0 ? 18 : 45) * torque * share,
  };
}
