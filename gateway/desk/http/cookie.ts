import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../access/caller.ts';
import type { Sessions } from '../access/sessions.ts';

/** The prefix makes browsers hold it to this host, TLS and the root path (RFC 6265bis, 4.1.3.2). */
const COOKIE = '__Host-lifeline';
const LIFETIME_S = 90 * 86_400;

const SAFE = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

export function setSession(reply: FastifyReply, secret: string): void {
  reply.setCookie(COOKIE, secret, { ...SAFE, maxAge: LIFETIME_S });
}

export function clearSession(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, SAFE);
}

/** Who asks: a session by its cookie, or a program by its token. Null: nobody that is known. */
export function callerOf(request: FastifyRequest, sessions: Sessions): Caller | null {
  const { authorization } = request.headers;
  if (authorization?.startsWith('Bearer ') === true) return sessions.programOf(authorization.slice(7));
  const secret = request.cookies[COOKIE];
  return secret === undefined ? null : sessions.callerOf(secret);
}
