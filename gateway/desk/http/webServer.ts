import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Log } from '../../core/log.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import type { Access } from '../access/access.ts';
import type { ServerCertificate } from '../access/certificates.ts';
import { callerOf } from './cookie.ts';
import { HEADERS, isForged } from './defence.ts';
import { pageStart, servePage } from './pageFiles.ts';
import { refuse, refuseError } from './refuse.ts';
import type { Serving } from './serve.ts';

export type ServerOptions = {
  readonly certificate: ServerCertificate;
  readonly access: Access;
  readonly log: Log;
  readonly page: string; // folder of the built page
  readonly software: string;
  /** Registers the routes of the API. */
  readonly routes: (serving: Serving) => void;
};

const MOST_BODY_BYTES = 64 * 1024;
export const MOST_CONNECTIONS = 1_200;
/** How long somebody may take to say what they want: a slow body keeps a connection, nothing else. */
export const REQUEST_MS = 15_000;
/**
 * Requests in a minute of whoever is logged in, and of an address for all others; a page that opens asks some ten. An address may be a
 * whole building behind a router: what somebody there does without end must not keep the others from an alarm.
 */
const PER_MINUTE = 600;

/** How it is encrypted, wherever it listens. */
export function tlsOf({ keyPem, chainPem }: ServerCertificate) {
  return { key: keyPem, cert: chainPem, minVersion: 'TLSv1.2' as const };
}

/** The web server, with everything that stands before a route. Not yet listening. */
export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const { certificate, access, log, page } = options;
  const app = Fastify({
    https: tlsOf(certificate),
    ...{ bodyLimit: MOST_BODY_BYTES, requestTimeout: REQUEST_MS, forceCloseConnections: true },
    ...{ logger: false, exposeHeadRoutes: false },
    // a path that cannot be read meets no hook: what those would have set is set here
    frameworkErrors: (_error, _request, reply) => {
      reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
      return refuse(reply as unknown as FastifyReply, deskProblem('desk.invalid', { field: '-' }));
    },
    routerOptions: { maxParamLength: 400 },
  }) as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('caller', null);
  app.setErrorHandler((error: FastifyError, _request, reply) => refuseError(error, reply, log));

  await app.register(helmet, HEADERS);
  await app.register(cookie);
  await app.register(rateLimit, {
    ...{ max: PER_MINUTE, timeWindow: 60_000, cache: 2_000 },
    keyGenerator: (request) => {
      const caller = callerOf(request, access.sessions);
      return caller?.session ?? caller?.actor ?? request.ip;
    },
  });
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Lifeline desk', version: options.software } },
    transform: jsonSchemaTransform,
  });
  app.addHook('onRequest', async (request, reply) => {
    if (isForged(request)) return refuse(reply, deskProblem('desk.origin'));
    reply.header('cache-control', 'no-store'); // files of the page say otherwise of themselves
  });

  // one beside the others, so that they are registered when every hook is there
  await app.register(async (inside) => {
    options.routes({ app: inside as FastifyInstance, access });
    servePage(inside as FastifyInstance, page);
  });
  const start = pageStart(page);
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
    if (wantsPage && start !== null && !request.url.startsWith('/api/')) return start(request, reply);
    return refuse(reply, deskProblem('desk.not-found'));
  });
  return app;
}
