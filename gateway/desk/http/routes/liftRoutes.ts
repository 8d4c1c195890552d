import type { LiftScreen, LiftView } from '../../../control/liftScreen.ts';
import type { Clock } from '../../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import { deskProblem } from '../../../text/problems/deskProblems.ts';
import { liftDaysOf, liftNow, liftsNow, whenOf } from '../../live/liftsNow.ts';
import type { Live } from '../../live/live.ts';
import type { DeskJournal } from '../../past/deskJournal.ts';
import { paperOf } from '../../past/liftPapers.ts';
import { recordedDays, tripsOf } from '../../past/liftPast.ts';
import { ROUTES } from '../api/routes.ts';
import { ANSWERED, type Serving, serve } from '../serve.ts';

/** A paper brings its own style, and has no script: nothing in it may run, ask for anything or be framed. */
const OF_A_PAPER = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/** Lifts: as they stand from guard, what they did from the journal. */
export function liftRoutes(serving: Serving, live: Live, journal: DeskJournal, clock: Clock): void {
  const screen = async (): Promise<Result<LiftScreen, Problem>> => {
    const answer = await live.guard.ask({ verb: 'lifts' });
    return answer.ok ? ok(answer.value as LiftScreen) : answer; // its own guard: made by the same program
  };
  const lift = async (id: string): Promise<Result<{ screen: LiftScreen; view: LiftView }, Problem>> => {
    const found = await screen();
    if (!found.ok) return found;
    const view = found.value.lifts.find((one) => one.id === id);
    return view === undefined ? err(deskProblem('desk.not-found')) : ok({ screen: found.value, view });
  };

  serve(serving, ROUTES.lifts, async () => {
    const found = await screen();
    return found.ok ? ok(liftsNow(found.value)) : found;
  });
  serve(serving, ROUTES.lift, async ({ params: { id } }) => {
    const found = await lift(id);
    return found.ok
      ? ok(liftNow(found.value.view, found.value.screen.now, whenOf(found.value.screen)))
      : found;
  });
  serve(serving, ROUTES.liftDays, async ({ params: { id } }) => {
    const found = await lift(id);
    if (found.ok) {
      const { now, time } = found.value.screen;
      const { recent, today } = found.value.view;
      const upTo = time.utc === null ? null : time.utc + now.mono - time.mono;
      return ok(liftDaysOf(today === null ? recent : [...recent, today], upTo));
    }
    const known = live.site.installation?.lifts.some(({ device }) => device.id === id) === true;
    if (live.guard.alive || !known) return found;
    const days = await journal.look((_, rows) => recordedDays(rows, id));
    return days.ok ? ok(liftDaysOf(days.value, null)) : days;
  });
  serve(serving, ROUTES.liftTrips, ({ params: { id } }) => {
    const known = live.site.installation?.lifts.find(({ device }) => device.id === id);
    if (known === undefined) return err(deskProblem('desk.not-found'));
    return journal.look((dated, rows) => tripsOf(dated, rows, { lift: id, floors: known.labels }));
  });
  serve(serving, ROUTES.liftPaper, async ({ params: { id }, query, reply }) => {
    const { installation } = live.site;
    const known = installation?.lifts.find(({ device }) => device.id === id);
    if (installation === null || known === undefined) return err(deskProblem('desk.not-found'));
    const { reader, language, month } = query;
    const asked = { reader, language, month, made: clock.utc() };
    const page = await journal.look((_, rows) => paperOf(rows, known, installation, asked));
    if (!page.ok) return page;
    if (page.value === null) return err(deskProblem('desk.no-history'));
    void reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', OF_A_PAPER)
      .send(page.value);
    return ANSWERED;
  });
}
