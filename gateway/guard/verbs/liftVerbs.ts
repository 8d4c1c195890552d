import type { LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import type { Instant } from '../../../drivers/reading.ts';
import type { AlarmTest, RescueStep } from '../../control/liftRequests.ts';
import type { LiftView } from '../../control/liftScreen.ts';
import type { LiftStatuses } from '../../control/liftStatuses.ts';
import type { ControlHandlers } from '../../control/server.ts';
import type { CivilTime } from '../../core/civilTime.ts';
import type { Clock } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { gbtExport } from '../../lift/gbt24476.ts';
import { type Installation, statusUplinks } from '../../site/installation.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import { suggested } from '../../site/suggestion.ts';
import { siteProblem } from '../../text/siteProblem.ts';

/** The lifts, as far as this room is concerned. */
export type LiftDesk = {
  views(): readonly LiftView[];
  shown(): readonly PresentLift[];
  nobodyTrapped(lift: string, actor: string): boolean;
  alarmTried(lift: string, test: AlarmTest): boolean;
  rescued(lift: string, rescue: RescueStep): boolean;
};

/** A lift as its devices tell it now, with what the gateway has found among its faults. */
export type PresentLift = {
  readonly id: string;
  readonly registration: string | null;
  readonly snapshot: LiftSnapshot;
};

type LiftVerbParts = {
  readonly installation: () => Installation;
  readonly lifts: LiftDesk;
  readonly clock: Clock;
  readonly time: () => CivilTime;
  readonly audit: (verb: string, actor: string, detail: string, accepted: boolean) => void;
};

/** What may be asked about lifts. Nothing of it reaches a lift: they are read, and what is known of them is told. */
export function liftVerbs({ installation, lifts, clock, time, audit }: LiftVerbParts) {
  return {
    lifts: async () =>
      ok({
        gateway: installation().gateway.id,
        now: { boot: clock.boot, mono: clock.mono() },
        time: time(),
        timeZone: installation().gateway.timeZone,
        lifts: lifts.views(),
        pushedBy: statusUplinks(installation()),
      }),
    'lift-status': async () => ok(statuses()),
    'lift-free': async ({ lift, actor }) => told('lift-free', lift, actor, lifts.nobodyTrapped(lift, actor)),
    'lift-tested': async ({ lift, actor, automatic, passed, note }) =>
      told('lift-tested', lift, actor, lifts.alarmTried(lift, { actor, automatic, passed, note })),
    'lift-rescue': async ({ lift, actor, step, by }) =>
      told('lift-rescue', lift, actor, lifts.rescued(lift, { step, by, actor }), `${lift} ${step} ${by}`),
  } satisfies Partial<ControlHandlers>;

  function statuses(): LiftStatuses {
    const table = shippedLiftTables().get('gbt24476');
    if (table === undefined) throw new Error('the table of GB/T 24476 is not among the shipped ones');
    const { utc, mono } = time();
    const civil = (at: Instant) =>
      utc === null || at.boot !== clock.boot ? null : Math.round(utc + at.mono - mono);
    const { source, confidence } = table;
    return {
      ...{ source, confidence },
      lifts: lifts.shown().map(({ id, registration, snapshot }) => {
        const { status, withoutCode } = gbtExport(snapshot, table, { registration, time: civil });
        return { lift: id, status, withoutCode };
      }),
    };
  }

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
