import type { FastifyInstance } from 'fastify';
import { err, ok } from '../../../core/result.ts';
import { deskProblem } from '../../../text/problems/deskProblems.ts';
import { certificatesShown } from '../../access/certificateShown.ts';
import { ownNames, type ServerCertificate } from '../../access/certificates.ts';
import { boxNow, type UplinkWaiting } from '../../live/boxNow.ts';
import type { Live } from '../../live/live.ts';
import type { DeskJournal } from '../../past/deskJournal.ts';
import { ROUTES } from '../api/routes.ts';
import { ANSWERED, type Serving, serve } from '../serve.ts';

/** The box itself: how it is, its certificates, its description for programs. */
export function systemRoutes(
  serving: Serving,
  { live, journal, certificate }: { live: Live; journal: DeskJournal; certificate: ServerCertificate },
): void {
  serve(serving, ROUTES.settings, async () => {
    const { installation } = live.site;
    if (installation === null) return err(deskProblem('desk.not-found'));
    const ids = installation.uplinks.map(({ id }) => id);
    const waiting = await journal.look(
      (_, rows) =>
        new Map<string, UplinkWaiting>(
          ids.map((id) => [
            id,
            { events: rows.waiting(id, 'event'), telemetry: rows.waiting(id, 'telemetry') },
          ]),
        ),
    );
    const known = waiting.ok ? waiting.value : new Map<string, UplinkWaiting>();
    return ok(
      boxNow(installation, await live.guard.status(), {
        addresses: ownNames(),
        waiting: (id) => known.get(id) ?? null,
      }),
    );
  });
  serve(serving, ROUTES.certificates, () => ok(certificatesShown(certificate)));
  serve(serving, ROUTES.openapi, ({ reply }) => {
    const described = (serving.app as FastifyInstance).swagger();
    void reply.type('application/json').send(JSON.stringify(described));
    return ANSWERED;
  });
}
