import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Clock } from '../../../core/clock.ts';
import { packageRoot } from '../../../core/program.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import { FLEET_TEXTS } from '../../../text/fleetMessages.ts';
import {
  COMMAND_WORDS,
  LIFT_EVENT_WORDS,
  STATE_LETTER_WORDS,
  STREAM_WORDS,
  SYSTEM_EVENT_WORDS,
} from '../../../text/fleetTerms.ts';
import { QUALITY_WORDS, SEVERITY_WORDS } from '../../../text/terms.ts';
import type { KnownBirths } from '../database/knownBirths.ts';
import { type Database, databaseProblem } from '../database/postgresPool.ts';
import {
  building,
  buildings,
  districts,
  fineHistory,
  hourlyHistory,
  rankedLifts,
  STANDINGS,
  standingAlarms,
} from './fleetQueries.ts';
import { type Token, tokenOf } from './tokens.ts';

export type FleetServerOptions = {
  readonly host: string;
  readonly port: number;
  /** None: whoever is on this machine may look, nobody may act. */
  readonly tokens: readonly Token[];
  readonly database: Database;
  readonly births: KnownBirths;
  readonly clock: Clock;
};

export type FleetServer = { readonly port: number; stop(): Promise<void> };

const PAGE = 'gateway/platform/page';
const FILES: Readonly<Record<string, string>> = {
  '/': 'text/html; charset=utf-8',
  '/fleet.js': 'text/javascript; charset=utf-8',
  '/fleet.css': 'text/css; charset=utf-8',
};
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const A_MINUTE = 600; // requests of one address
const LONGEST_FINE_MS = 7 * 86_400_000;

/** PostgreSQL has no text with a zero byte in it. */
function text(longest: number) {
  return z
    .string()
    .max(longest)
    .refine((value) => !value.includes('\0'), 'no zero bytes');
}

const gateway = z.strictObject({ gw: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) });
const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text).getTime());
const within = z.strictObject({ point: text(200), from: time, to: time });
const ofDistrict = z.strictObject({ district: text(200).optional() });

/** What the platform's people and programs see of the fleet, and the page. Where no token is set, on this machine alone. */
export async function startFleetServer(options: FleetServerOptions): Promise<Result<FleetServer, Problem>> {
  const { host, port, tokens } = options;
  if (tokens.length === 0 && !LOOPBACK.includes(host))
    return err({
      code: 'ingest.http-open',
      what: `nobody needs a token here, and ${host} can be reached from other machines`,
      where: 'http.host',
      hint: 'set http.tokens, or leave http.host out: then only this machine is served',
    });
  const server = fastify({ trustProxy: false, bodyLimit: 16_384 })
    .setValidatorCompiler(validatorCompiler)
    .setSerializerCompiler(serializerCompiler)
    .withTypeProvider<ZodTypeProvider>();
  await server.register(helmet, {
    strictTransportSecurity: false, // TLS, where there is any, is a proxy's
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
  await server.register(rateLimit, { max: A_MINUTE, timeWindow: 60_000 });
  guard(server, options);
  looking(server as unknown as FastifyInstance, options);
  acting(server as unknown as FastifyInstance, options);
  page(server as unknown as FastifyInstance);
  try {
    await server.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const what = `port ${port} cannot be listened on (${code})`;
    return err({ code: 'ingest.http-port', what, where: 'http.port', hint: 'choose another port' });
  }
  const address = server.server.address();
  const given = typeof address === 'object' && address !== null ? address.port : port;
  return ok({ port: given, stop: () => server.close() });
}

type Server = { addHook: FastifyInstance['addHook']; setErrorHandler: FastifyInstance['setErrorHandler'] };

/** Who may come in. Without tokens a page of somebody else must not reach it through a name that leads here. */
function guard(server: Server, { tokens }: FleetServerOptions): void {
  server.addHook('onRequest', async (request, reply) => {
    // the route that was found, not the path as it was spelt: /%61pi/ leads to the same one
    if (request.routeOptions.url?.startsWith('/api/') !== true) return;
    if (tokens.length === 0) {
      if (request.method === 'GET' && LOOPBACK.includes(request.hostname.replace(/^\[|\]$/g, ''))) return;
      return reply.code(403).send(refusal('http.tokens', 'who acts needs a token, and none is set'));
    }
    const token = tokenOf(tokens, request.headers.authorization);
    if (token === null) return reply.code(401).send(refusal('http.token', 'a token is needed'));
    if (request.method !== 'GET' && token.role !== 'act')
      return reply.code(403).send(refusal('http.role', 'this token may look and not act'));
  });
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send(refusal('http.request', error.message));
    const { code, what } = databaseProblem(error);
    return reply.code(503).send(refusal(code, what));
  });
}

function looking(server: FastifyInstance, { database, births, clock }: FleetServerOptions): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  api.get('/api/fleet', async () => ({ at: Math.round(clock.utc()), districts: await districts(database) }));
  api.get(
    '/api/buildings',
    {
      schema: {
        querystring: z.strictObject({
          search: text(100).default(''),
          district: text(200).optional(),
          standing: z.enum(STANDINGS).optional(),
          limit: z.coerce.number().int().min(1).max(500).default(100),
          offset: z.coerce.number().int().min(0).default(0),
        }),
      },
    },
    ({ query }) => buildings(database, { district: undefined, standing: undefined, ...query }),
  );
  api.get('/api/buildings/:gw', { schema: { params: gateway } }, async ({ params: { gw } }, reply) => {
    const found = await building(database, gw);
    return found ?? reply.code(404).send(refusal('http.unknown', `there is no building ${gw}`));
  });
  api.get(
    '/api/buildings/:gw/hours',
    { schema: { params: gateway, querystring: within } },
    ({ params: { gw }, query: { point, from, to } }) => hourlyHistory(database, gw, point, [from, to]),
  );
  api.get(
    '/api/buildings/:gw/history',
    { schema: { params: gateway, querystring: within } },
    async ({ params: { gw }, query: { point, from, to } }, reply) =>
      to - from > LONGEST_FINE_MS
        ? reply.code(400).send(refusal('http.too-long', 'a week at a time; hours reach further'))
        : fineHistory({ database, births }, gw, point, [from, to]),
  );
  api.get('/api/alarms', { schema: { querystring: ofDistrict } }, ({ query }) =>
    standingAlarms(database, query.district),
  );
  api.get('/api/lifts', { schema: { querystring: ofDistrict } }, ({ query }) =>
    rankedLifts(database, query.district),
  );
  api.get(
    '/api/asked/:id',
    { schema: { params: z.strictObject({ id: text(64) }) } },
    async ({ params }, reply) => {
      const [row] = await database.query(
        'select id, gw, ask, asked_by, asked_at, tries, outcome, reply from outbox where id = $1',
        [params.id],
      );
      return row ?? reply.code(404).send(refusal('http.unknown', 'nothing was asked under this id'));
    },
  );
}

/** What is asked of a gateway goes through the outbox, by the name of the token; the answer is at /api/asked/<id>. */
function acting(server: FastifyInstance, { database, tokens }: FleetServerOptions): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  const who = (request: FastifyRequest): string =>
    tokenOf(tokens, request.headers.authorization)?.name ?? 'nobody';
  api.post(
    '/api/buildings/:gw/acknowledge',
    {
      schema: {
        params: gateway,
        body: z.strictObject({
          occurrence: text(300).min(1),
          text: text(400).min(1).nullable().default(null),
        }),
      },
    },
    async (request, reply) => {
      const { occurrence, text } = request.body;
      const { gw } = request.params;
      const [standing] = await database.query(
        `select from alarm where gw = $1 and occurrence = $2 and state <> 'A'`,
        [gw, occurrence],
      );
      if (standing === undefined)
        return reply.code(409).send(refusal('alarm.not-standing', `no alarm ${occurrence} stands at ${gw}`));
      const [asked] = await database.query('select ask_acknowledge($1, $2, $3, $4) as id', [
        ...[gw, occurrence, who(request), text],
      ]);
      return reply.code(202).send(asked);
    },
  );
  api.post(
    '/api/buildings/:gw/replay',
    {
      schema: {
        params: gateway,
        body: z
          .strictObject({
            epoch: z.string().regex(/^[0-9a-f]{16}$/),
            stream: z.enum(['event', 'telemetry']),
            from: z.int().min(1),
            to: z.int().min(1),
          })
          .refine(({ from, to }) => from <= to, 'from is after to'),
      },
    },
    async (request, reply) => {
      const { epoch, stream, from, to } = request.body;
      const [asked] = await database.query('select ask_replay($1, $2, $3, $4, $5, $6) as id', [
        ...[request.params.gw, epoch, stream, from, to, who(request)],
      ]);
      return reply.code(202).send(asked);
    },
  );
}

function page(server: FastifyInstance): void {
  const folder = join(packageRoot(), PAGE);
  for (const [path, type] of Object.entries(FILES))
    server.get(path, (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'no-cache')
        .send(createReadStream(join(folder, path === '/' ? 'fleet.html' : path))),
    );
  const texts = {
    words: FLEET_TEXTS,
    severity: SEVERITY_WORDS,
    quality: QUALITY_WORDS,
    state: STATE_LETTER_WORDS,
    stream: STREAM_WORDS,
    lift: LIFT_EVENT_WORDS,
    command: COMMAND_WORDS,
    system: SYSTEM_EVENT_WORDS,
  };
  server.get('/texts.json', (_request, reply) => reply.send(texts));
}

function refusal(code: string, what: string): { readonly code: string; readonly what: string } {
  return { code, what };
}
