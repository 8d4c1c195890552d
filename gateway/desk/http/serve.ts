import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Problem, Result } from '../../core/result.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import { ROLE_WORDS } from '../../text/siteTerms.ts';
import type { Access } from '../access/access.ts';
import { type Caller, mayDo } from '../access/caller.ts';
import type { Role } from './api/accessApi.ts';
import type { RouteEntry } from './api/routes.ts';
import { callerOf } from './cookie.ts';
import { refuse } from './refuse.ts';

/** In place of an answer, where the handler has written one itself. */
export const ANSWERED = Symbol('answered');

type Shape<T> = T extends z.ZodType ? z.output<T> : undefined;

/** A request whose parts fit the route's shapes. `caller` is null where nobody need be logged in. */
export type RouteAsk<R extends RouteEntry> = {
  readonly body: Shape<R['body']>;
  readonly query: Shape<R['query']>;
  readonly params: Shape<R['params']>;
  readonly caller: R['who'] extends 'nobody' ? Caller | null : Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};
type Answered<R extends RouteEntry> = Result<
  R['answer'] extends z.ZodType ? z.input<R['answer']> : never,
  Problem
>;

/** The server, and who may use it: what routes are registered with. */
export type Serving = { readonly app: FastifyInstance; readonly access: Access };

/**
 * Registers one route of `ROUTES`: what comes in is held against its shapes and its role before the handler sees it, what goes
 * out against its answer. A handler gives back a problem as a value.
 */
export function serve<const R extends RouteEntry>(
  { app, access }: Serving,
  route: R,
  handle: (asked: RouteAsk<R>) => Answered<R> | typeof ANSWERED | Promise<Answered<R> | typeof ANSWERED>,
): void {
  const { method, path, who, what, params, query, body, answer, bodyBytes }: RouteEntry = route;
  app.route({
    method,
    url: path,
    config: { who },
    ...(bodyBytes === undefined ? {} : { bodyLimit: bodyBytes }),
    schema: {
      summary: what,
      ...(who === 'nobody' ? {} : { description: `Least role: ${who}` }),
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { querystring: query }),
      ...(body === undefined ? {} : { body }),
      ...(answer === undefined ? {} : { response: { 200: answer } }),
    },
    // before the body is read: who may not ask does not get to send anything
    onRequest: async (request, reply) => {
      const caller = callerOf(request, access.sessions);
      request.caller = caller;
      if (who === 'nobody') return;
      if (caller === null) return refuse(reply, deskProblem('desk.not-logged-in'));
      if (!mayDo(caller.role, who)) {
        const able = namesOf(access, who);
        const named = { role: ROLE_WORDS[who], who: able.slice(0, 3).join(', ') || '-' };
        return refuse(reply, deskProblem('desk.role', named), { may: who });
      }
    },
    handler: async (request, reply) => {
      const { caller } = request;
      const given = await handle({
        ...{ body: request.body, query: request.query, params: request.params, caller, request, reply },
      } as RouteAsk<R>);
      if (given === ANSWERED) return reply;
      return given.ok ? reply.send(given.value) : refuse(reply, given.error);
    },
  });
}

/** Who may do what a role may. */
function namesOf({ people }: Access, who: Role): string[] {
  const all = people.all();
  return (all.ok ? all.value : [])
    .filter(({ role, disabled }) => disabled === null && mayDo(role, who))
    .map(({ name }) => name);
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}
