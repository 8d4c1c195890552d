import type { FastifyRequest } from 'fastify';
import { err, ok } from '../../../core/result.ts';
import { deskProblem } from '../../../text/problems/deskProblems.ts';
import type { Visitor } from '../../access/access.ts';
import { mayDo } from '../../access/caller.ts';
import type { ServerCertificate } from '../../access/certificates.ts';
import { ROUTES } from '../api/routes.ts';
import { clearSession, setSession } from '../cookie.ts';
import { type Serving, serve } from '../serve.ts';

type AccessRouteParts = {
  readonly certificate: ServerCertificate;
  readonly utc: () => number;
  readonly revision: () => string | null; // of the site that is in force
  readonly hasButton: () => boolean; // whether the site names an owner's button
};

/** Claim, log-in, sessions. */
export function accessRoutes(
  serving: Serving,
  { certificate, utc, revision, hasButton }: AccessRouteParts,
): void {
  const { access } = serving;
  const { sessions } = access;

  serve(serving, ROUTES.hello, () =>
    ok({
      ...{ claimed: access.claimed, claimable: access.claimable, fingerprint: certificate.fingerprint },
      reset: hasButton() ? ('button' as const) : ('root' as const),
    }),
  );
  serve(serving, ROUTES.claim, async ({ body, request, reply }) => {
    const begun = await access.claim(body, visitorOf(request));
    if (!begun.ok) return begun;
    setSession(reply, begun.value.secret);
    return ok({ ...begun.value.me, site: revision() });
  });
  serve(serving, ROUTES.login, async ({ body, request, reply }) => {
    const begun = await access.login(body, visitorOf(request));
    if (!begun.ok) return begun;
    setSession(reply, begun.value.secret);
    return ok({ ...begun.value.me, site: revision() });
  });
  serve(serving, ROUTES.logout, ({ caller, reply }) => {
    access.logout(caller);
    clearSession(reply);
    return ok({});
  });
  serve(serving, ROUTES.me, ({ caller }) => {
    const me = access.meOf(caller);
    return me === null ? err(deskProblem('desk.not-logged-in')) : ok({ ...me, site: revision() });
  });
  serve(serving, ROUTES.changeMe, async ({ caller, body }) => {
    const { person, session } = caller;
    if (person === null || session === null) return err(deskProblem('desk.not-logged-in'));
    const { password, language } = body;
    if (password !== undefined) {
      const right = await access.isOwnPassword(person, password.old);
      if (!right.ok) return right;
      const set = await access.people.resetPassword(person, password.new, utc());
      if (!set.ok) return set;
      sessions.renew(session, set.value);
      sessions.endOf(person, session);
      access.audit(caller, 'change-password', '', true);
    }
    if (language !== undefined) {
      const changed = await access.people.amend(person, { language });
      if (!changed.ok) return changed;
    }
    const me = access.meOf(caller);
    return me === null ? err(deskProblem('desk.not-logged-in')) : ok({ ...me, site: revision() });
  });
  serve(serving, ROUTES.sessions, ({ caller }) => {
    const all = mayDo(caller.role, 'admin');
    const shown = sessions.list().filter(({ person }) => all || person === caller.person);
    return ok({
      sessions: shown.map(({ id, person, since, lastUsed, from, agent }) => ({
        ...{ id, person, since, lastUsed, from, agent },
        name: access.people.find(person)?.name ?? person,
        own: id === caller.session,
      })),
    });
  });
  serve(serving, ROUTES.endSession, ({ caller, params }) => {
    const found = sessions.list().find(({ id }) => id === params.id);
    // that another's session exists is nobody else's business
    if (found === undefined || (found.person !== caller.person && !mayDo(caller.role, 'admin')))
      return err(deskProblem('desk.not-found'));
    sessions.end(found.id);
    access.audit(caller, 'end-session', found.id, true);
    return ok({});
  });
}

function visitorOf(request: FastifyRequest): Visitor {
  return { from: request.ip, agent: request.headers['user-agent'] ?? '' };
}
