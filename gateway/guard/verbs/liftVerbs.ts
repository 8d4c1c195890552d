import type { AlarmTest, RescueStep } from '../../control/liftRequests.ts';
import type { LiftView } from '../../control/liftScreen.ts';
import type { ControlHandlers } from '../../control/server.ts';
import type { CivilTime } from '../../core/civilTime.ts';
import type { Clock } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import { suggested } from '../../site/suggestion.ts';
import { siteProblem } from '../../text/siteProblem.ts';

/** The lifts, as far as this room is concerned. */
export type LiftDesk = {
  views(): readonly LiftView[];
  nobodyTrapped(lift: string): boolean;
  alarmTried(lift: string, test: AlarmTest): boolean;
  rescued(lift: string, rescue: RescueStep): boolean;
};

type Parts = {
  readonly installation: () => Installation;
  readonly lifts: LiftDesk;
  readonly clock: Clock;
  readonly time: () => CivilTime;
  readonly audit: (verb: string, actor: string, detail: string, accepted: boolean) => void;
};

/** What may be asked about lifts. Nothing of it reaches a lift: they are read, and what is known of them is told. */
export function liftVerbs({ installation, lifts, clock, time, audit }: Parts) {
  return {
    lifts: async () =>
      ok({
        gateway: installation().gateway.id,
        now: { boot: clock.boot, mono: clock.mono() },
        time: time(),
        timeZone: installation().gateway.timeZone,
        lifts: lifts.views(),
      }),
    'lift-free': async ({ lift, actor }) => told('lift-free', lift, actor, lifts.nobodyTrapped(lift)),
    'lift-tested': async ({ lift, actor, automatic, passed, note }) =>
      told('lift-tested', lift, actor, lifts.alarmTried(lift, { actor, automatic, passed, note })),
    'lift-rescue': async ({ lift, actor, step, by }) =>
      told('lift-rescue', lift, actor, lifts.rescued(lift, { step, by, actor }), `${lift} ${step} ${by}`),
  } satisfies Partial<ControlHandlers>;

  function told(
    verb: string,
    lift: string,
    actor: string,
    known: boolean,
    detail = lift,
  ): Result<null, Problem> {
    audit(verb, actor, detail, known);
    if (known) return ok(null);
    const ids = installation().lifts.map(({ device }) => device.id);
    return err(
      ids.length === 0
        ? siteProblem('lift.unknown/none', { lift })
        : siteProblem('lift.unknown', { lift, suggestion: suggested(lift, ids) }),
    );
  }
}
