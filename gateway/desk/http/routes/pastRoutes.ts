import type { FastifyReply } from 'fastify';
import type { Clock } from '../../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import { deskProblem } from '../../../text/problems/deskProblems.ts';
import { TO_DO_MESSAGES } from '../../../text/toDoMessages.ts';
import type { Live } from '../../live/live.ts';
import { toDoOf, toDoUnheard } from '../../live/toDo.ts';
import { wordedScreen } from '../../live/worded.ts';
import { aboutOf, evidenceOf, lifeOf } from '../../past/alarmPast.ts';
import { historyCsv, logCsv } from '../../past/csv.ts';
import type { DeskJournal } from '../../past/deskJournal.ts';
import { historyOfPoint } from '../../past/historyOfPoint.ts';
import { readAudit, readLog, readLogWhole } from '../../past/logPages.ts';
import type { HistoryAsk, PointHistory } from '../api/historyApi.ts';
import { ROUTES } from '../api/routes.ts';
import { ANSWERED, type Serving, serve } from '../serve.ts';

/** What was the case, out of the journal. A journal that cannot be read is said to be just that. */
export function pastRoutes(serving: Serving, live: Live, journal: DeskJournal, clock: Clock): void {
  const historyOf = async ({ point, span }: HistoryAsk): Promise<Result<PointHistory, Problem>> => {
    const known = live.site.installation?.points.get(point);
    if (known === undefined) return err(deskProblem('desk.not-found'));
    const asked = { point, span, unit: known.unit, now: clock.utc() };
    return journal.look((dated, rows) => historyOfPoint(dated, rows, asked));
  };
  const timeZone = () => live.site.installation?.gateway.timeZone;

  serve(serving, ROUTES.history, ({ query }) => historyOf(query));
  serve(serving, ROUTES.historyCsv, async ({ query, reply }) => {
    const history = await historyOf(query);
    if (!history.ok) return history;
    const name = `${query.point.replaceAll(/[^\w.-]/g, '_')}-${query.span}.csv`;
    sendCsv(reply, name, historyCsv(history.value, timeZone()));
    return ANSWERED;
  });

  serve(serving, ROUTES.alarm, async ({ params: { occurrence } }) => {
    const screen = live.guard.screen;
    const shown = screen === null ? null : wordedScreen(screen, live.site.installation);
    const alarm = shown?.alarms.find((one) => one.occurrence === occurrence) ?? null;
    const past = await journal.look((dated, rows) => lifeOf(dated, rows, occurrence));
    // a journal in trouble must not hide an alarm that stands
    if (!past.ok && alarm === null) return past;
    const { steps, last } = past.ok ? past.value : { steps: [], last: null };
    if (alarm === null && last === null) return err(deskProblem('desk.not-found'));
    const { installation } = live.site;
    const unheard = last === null || live.guard.alive ? [] : toDoUnheard(last, installation);
    const toDoSteps = alarm === null ? unheard : toDoOf(alarm, installation);
    const toDo = toDoSteps.map((step) => TO_DO_MESSAGES[step]);
    return ok({ occurrence, about: last === null ? null : aboutOf(last), alarm, steps, toDo });
  });
  serve(serving, ROUTES.evidence, async ({ params: { occurrence } }) => {
    const now = { boot: clock.boot, mono: clock.mono() };
    const found = await journal.look((dated, rows) => evidenceOf(dated, rows, occurrence, now));
    if (!found.ok) return found;
    return found.value === null ? err(deskProblem('desk.not-found')) : ok(found.value);
  });
  serve(serving, ROUTES.log, ({ query }) =>
    journal.look((dated, rows) => readLog(dated, rows, query, timeZone())),
  );
  serve(serving, ROUTES.audit, ({ query }) => journal.look((dated, rows) => readAudit(dated, rows, query)));
  serve(serving, ROUTES.logCsv, async ({ query, reply }) => {
    const entries = await journal.look((dated, rows) => readLogWhole(dated, rows, query, timeZone()));
    if (!entries.ok) return entries;
    const { whole, entries: rows } = entries.value;
    sendCsv(reply, 'log.csv', logCsv(rows, timeZone(), whole));
    return ANSWERED;
  });
}

function sendCsv(reply: FastifyReply, name: string, text: string): void {
  const disposition = `attachment; filename="${name}"`;
  void reply.type('text/csv; charset=utf-8').header('content-disposition', disposition).send(text);
}
