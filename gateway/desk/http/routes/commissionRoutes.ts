import { ok, type Problem, type Result } from '../../../core/result.ts';
import type { Commissioning } from '../../commission/commissioning.ts';
import { ROUTES } from '../api/routes.ts';
import { type Serving, serve } from '../serve.ts';
import { signerOf } from './paperRoutes.ts';

/** Searching a line, and giving sensors their addresses. What was done is answered with how it all stands now. */
export function commissionRoutes(serving: Serving, commissioning: Commissioning): void {
  const view = () => ok(commissioning.view());
  serve(serving, ROUTES.commission, view);
  serve(serving, ROUTES.beginOrder, ({ body, caller }) => {
    const begun = commissioning.beginOrder(body, caller.actor);
    return begun.ok ? view() : begun;
  });
  serve(serving, ROUTES.sayToOrder, async ({ params, body: { unit, said }, caller }) => {
    const { orders } = commissioning;
    const told =
      said.kind === 'another-address'
        ? await orders.takeAnother(params.line, unit, caller.actor)
        : await orders.say(params.line, unit, said, caller.actor);
    return told.ok ? view() : told;
  });
  serve(serving, ROUTES.endOrder, async ({ params: { line } }) => {
    const ended = await commissioning.orders.end(line);
    return ended.ok ? view() : ended;
  });
  serve(serving, ROUTES.beginSearch, ({ body: { line, thorough }, caller }) => {
    const begun = commissioning.beginSearch(line, thorough, caller.actor);
    return begun.ok ? view() : begun;
  });
  serve(serving, ROUTES.endSearch, ({ params: { line } }) => {
    commissioning.searches.end(line);
    return view();
  });
  const checks = commissioning.checks;
  const checked = (done: Result<null, Problem>) => (done.ok ? view() : done);
  serve(serving, ROUTES.beginZero, ({ body: { point }, caller }) =>
    checked(checks.beginZero(point, caller.actor)),
  );
  serve(serving, ROUTES.beginZeros, ({ body: { points }, caller }) =>
    checked(checks.beginZeros(points, caller.actor)),
  );
  serve(serving, ROUTES.beginBump, ({ body: { point, gas }, caller }) =>
    checked(checks.beginBump(point, gas, caller.actor)),
  );
  serve(serving, ROUTES.heardBump, ({ body: { point, heard } }) => checked(checks.heard(point, heard)));
  serve(serving, ROUTES.endBump, ({ body: { point } }) => checked(checks.endBump(point)));
  const { building, photos, papers } = commissioning;
  serve(serving, ROUTES.beginBuildingTest, async ({ body, caller }) =>
    checked(await building.begin(body, caller.actor)),
  );
  serve(serving, ROUTES.heardSiren, ({ body: { where, heard } }) => checked(building.heard(where, heard)));
  serve(serving, ROUTES.answerRide, ({ body: { where, step, answer } }) =>
    checked(building.answerRide(where, step, answer)),
  );
  serve(serving, ROUTES.keepPhoto, async ({ body: { device, jpeg } }) => {
    const kept = await photos.keep(device, jpeg);
    commissioning.changed();
    return checked(kept);
  });
  serve(serving, ROUTES.signRecord, async ({ body: { reasons }, caller }) => {
    const signed = await papers.signRecord(reasons, signerOf(serving, caller));
    return signed.ok ? view() : signed;
  });
}
