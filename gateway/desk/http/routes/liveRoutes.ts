import { err, ok } from '../../../core/result.ts';
import { deskProblem } from '../../../text/problems/deskProblems.ts';
import { buildingPlan } from '../../live/buildingPlan.ts';
import { deviceDetail } from '../../live/deviceDetail.ts';
import { linesNow } from '../../live/linesNow.ts';
import type { Live } from '../../live/live.ts';
import { ROUTES } from '../api/routes.ts';
import { ANSWERED, type Serving, serve } from '../serve.ts';

/** What is the case now: the snapshot, the stream, the building. */
export function liveRoutes(serving: Serving, live: Live): void {
  serve(serving, ROUTES.live, () => ok(live.snapshot()));
  serve(serving, ROUTES.stream, ({ caller, reply }) => {
    const { raw } = reply;
    const head = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
    reply.hijack();
    raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...head });
    const opened = live.streams.open(raw, caller.session ?? caller.actor, live.snapshot());
    if (!opened) raw.destroy();
    return ANSWERED;
  });
  serve(serving, ROUTES.building, () => {
    const { installation, version } = live.site;
    return installation === null
      ? err(deskProblem('desk.not-found'))
      : ok(buildingPlan(installation, version));
  });
  serve(serving, ROUTES.device, ({ params: { id } }) => {
    const { installation } = live.site;
    const device = installation?.devices.get(id);
    return installation === null || device === undefined
      ? err(deskProblem('desk.not-found'))
      : ok(deviceDetail(device, installation, live.guard.devices.get(id)));
  });
  serve(serving, ROUTES.lines, async () => {
    const { installation } = live.site;
    if (installation === null) return err(deskProblem('desk.not-found'));
    const { lines, devices } = live.guard;
    return ok(linesNow(installation, { lines, devices, status: await live.guard.status() }));
  });
  const { sessions } = serving.access;
  sessions.onEnd((session) => live.streams.endOf(session));
  live.streams.heldTo((listening) => sessions.stillIn(listening));
}
