import { randomBytes } from 'node:crypto';
import type { FastifyError, FastifyReply } from 'fastify';
import type { Log } from '../../core/log.ts';
import type { Problem } from '../../core/result.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import { worded } from '../live/worded.ts';
import type { HttpRefusal } from './api/wordsApi.ts';

/** What a refusal is in HTTP. Guard's own refusals (the act makes no sense now) are conflicts. */
const STATUS: Readonly<Record<string, number>> = {
  'desk.not-logged-in': 401,
  'desk.wrong-login': 401,
  'desk.role': 403,
  'desk.origin': 403,
  'desk.wrong-code': 403,
  'desk.not-found': 404,
  'desk.too-large': 413,
  'desk.invalid': 400,
  'desk.site-unusable': 400,
  'site.not-patched': 400,
  'people.bad-id': 400,
  'people.bad-password': 400,
  'people.unknown': 404,
  'people.unreadable': 503,
  'people.busy': 503,
  'desk.wait': 429,
  'desk.too-often': 429,
  'desk.busy': 503,
  'desk.previews-waiting': 503,
  'desk.preview-failed': 503,
  'desk.no-history': 503,
  'record.not-kept': 503,
  'record.not-read': 503,
  'record.photo': 400,
  'record.period': 400,
  'record.period-to-come': 400,
  'desk.internal': 500,
  'opcua.unknown-certificate': 404,
  'opcua.no-certificate': 400,
  'opcua.trust-not-written': 503,
  'state.unwritable': 503,
  'control.unreachable': 503,
  'control.too-much': 503,
};
const CONFLICT = 409;

/** What goes beyond the problem: the field that is wrong, the least role, seconds to wait. */
export type RefusalMore = { readonly field?: string; readonly may?: string; readonly retryS?: number };

/** Answers with a problem, in both languages and with an id that stands in the log where desk itself failed. */
export function refuse(reply: FastifyReply, problem: Problem, more: RefusalMore = {}): FastifyReply {
  const status = STATUS[problem.code] ?? CONFLICT;
  const { what, hint } = worded(problem);
  const { field = null, may = null, retryS = waitOf(problem) } = more;
  const body: HttpRefusal = {
    type: 'about:blank',
    ...{ status, code: problem.code, what, hint, field, may, retryS },
    id: randomBytes(4).toString('hex'),
  };
  if (retryS !== null) reply.header('retry-after', String(Math.ceil(retryS)));
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((text: string) => text)
    .send(JSON.stringify(body));
}

/** What the server threw: mostly bodies that are no good. What is left is a fault of desk, and told. */
export function refuseError(error: FastifyError, reply: FastifyReply, log: Log): FastifyReply {
  switch (error.code) {
    case 'FST_ERR_VALIDATION': {
      const field = error.validation?.[0]?.instancePath.replaceAll('/', '.').replace(/^\./, '') ?? '';
      return refuse(reply, deskProblem('desk.invalid', { field: field || '-' }), { field });
    }
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refuse(reply, deskProblem('desk.too-large'));
  }
  if (error.statusCode === 429) return refuse(reply, deskProblem('desk.too-often', { s: 60 }));
  if (error.statusCode !== undefined && error.statusCode < 500)
    return refuse(reply, deskProblem('desk.invalid', { field: '-' }));
  log.problem({ ...deskProblem('desk.internal'), where: error.stack ?? error.message });
  return refuse(reply, deskProblem('desk.internal'));
}

function waitOf({ said }: Problem): number | null {
  const s = said?.named.s;
  return typeof s === 'number' ? s : null;
}
