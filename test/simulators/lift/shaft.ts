import { accountOf } from '../../../simulators/lift/account.ts';
import { stepLift } from '../../../simulators/lift/events.ts';
import {
  befallLift,
  type LiftMishapInput,
  liftMishapSchema,
  repairLift,
} from '../../../simulators/lift/mishap.ts';
import { type LiftPlan, liftSchema } from '../../../simulators/lift/plan.ts';
import { type Lift, newLift } from '../../../simulators/lift/state.ts';
import type { Fact } from '../../../simulators/lift/truth.ts';

export const MORNING = Date.UTC(2026, 2, 2, 9);

type OfKind<K extends Fact['kind']> = Extract<Fact, { kind: K }>;
type Wish = LiftMishapInput extends infer M ? (M extends { lift: string } ? Omit<M, 'lift'> : never) : never;

/** One lift in a test: nobody comes by himself unless the plan says so. */
export class Shaft {
  lift: Lift;

  constructor(plan: Partial<LiftPlan> = {}, seed = 1) {
    const full = liftSchema.parse({ usageClass: 0, ...plan });
    this.lift = newLift(full, MORNING, seed, { meanC: 14, swingC: 6 });
  }

  /** Something happens to the lift; what it does not know fails the test. */
  suffers(wish: Wish): this {
    const after = befallLift(this.lift, liftMishapSchema.parse({ ...wish, lift: 'a' }));
    if (!after.ok) throw new Error(after.error.what);
    this.lift = after.value;
    return this;
  }

  repaired(): this {
    this.lift = repairLift(this.lift);
    return this;
  }

  passes(seconds: number): this {
    this.lift = stepLift(this.lift, seconds * 1000);
    return this;
  }

  /** Lets time pass until something holds; fails after an hour of it. */
  until(holds: (lift: Lift) => boolean): this {
    for (let i = 0; i < 36_000; i++) {
      if (holds(this.lift)) return this;
      this.lift = stepLift(this.lift, 100);
    }
    throw new Error(`an hour passed; the lift is ${JSON.stringify(this.lift.phase)}`);
  }

  facts<K extends Fact['kind']>(kind: K): OfKind<K>[] {
    return accountOf(this.lift).filter((fact): fact is OfKind<K> => fact.kind === kind);
  }
}
