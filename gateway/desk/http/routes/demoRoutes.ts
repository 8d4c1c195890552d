import { ok } from '../../../core/result.ts';
import { DEMO_ROUTES, type Demonstration } from '../api/demoApi.ts';
import { type Serving, serve } from '../serve.ts';

/** The hands and the truth of a demonstration, beside the page it shows off. */
export function demoRoutes(serving: Serving, play: Demonstration): void {
  serve(serving, DEMO_ROUTES.look, async () => ok(await play.look()));
  serve(serving, DEMO_ROUTES.act, ({ body }) => play.act(body));
}
