import type { ControlAsk } from '../../../control/client.ts';
import { ok } from '../../../core/result.ts';
import type { Live } from '../../live/live.ts';
import type { ActAnswer } from '../api/actsApi.ts';
import { ACT_ROUTES } from '../api/routes.ts';
import { type Serving, serve } from '../serve.ts';

/** What a person does about alarms: guard is asked, with the name of who is logged in, and its answer is the answer. */
export function actRoutes(serving: Serving, live: Live): void {
  for (const [verb, route] of ACT_ROUTES)
    serve(serving, route, async ({ body, caller }) => {
      // the shapes of bodies are those of the control socket, which checks them again
      const ask = { verb, ...body, actor: caller.actor } as ControlAsk;
      const answer = await live.guard.ask(ask);
      return answer.ok ? ok((answer.value ?? {}) as ActAnswer) : answer;
    });
}
