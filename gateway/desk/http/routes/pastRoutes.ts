import { err, type Problem, type Result } from '../../../core/result.ts';
import { deskProblem } from '../../../text/problems/deskProblems.ts';
import type { Live } from '../../live/live.ts';
import { historyCsv } from '../../past/csv.ts';
import type { DeskJournal } from '../../past/deskJournal.ts';
import { historyOfPoint } from '../../past/historyOfPoint.ts';
import type { HistoryAsk, PointHistory } from '../api/historyApi.ts';
import { ROUTES } from '../api/routes.ts';
import { ANSWERED, type Serving, serve } from '../serve.ts';

/** What was the case, out of the journal. `utc`: civil time now. */
export function pastRoutes(serving: Serving, live: Live, journal: DeskJournal, utc: () => number): void {
  const historyOf = async ({ point, span }: HistoryAsk): Promise<Result<PointHistory, Problem>> => {
    const known = live.site.installation?.points.get(point);
    if (known === undefined) return err(deskProblem('desk.not-found'));
    const asked = { point, span, unit: known.unit, now: utc() };
    return journal.look((dated, rows) => historyOfPoint(dated, rows, asked));
  };
  const timeZone = () => live.site.installation?.gateway.timeZone;

  serve(serving, ROUTES.history, ({ query }) => historyOf(query));
  serve(serving, ROUTES.historyCsv, async ({ query, reply }) => {
    const history = await historyOf(query);
    if (!history.ok) return history;
    const name = `${query.point.replaceAll(/[^\w.-]/g, '_')}-${query.span}.csv`;
    void reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(historyCsv(history.value, timeZone()));
    return ANSWERED;
  });
}
