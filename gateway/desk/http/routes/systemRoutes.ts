import type { FastifyInstance } from 'fastify';
import { ROUTES } from '../api/routes.ts';
import { ANSWERED, type Serving, serve } from '../serve.ts';

/** The box itself: its description for programs. */
export function systemRoutes(serving: Serving): void {
  serve(serving, ROUTES.openapi, ({ reply }) => {
    const described = (serving.app as FastifyInstance).swagger();
    void reply.type('application/json').send(JSON.stringify(described));
    return ANSWERED;
  });
}
