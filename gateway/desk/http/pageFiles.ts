import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
};

type PageFile = {
  readonly type: string;
  readonly plain: Buffer;
  readonly packed: Buffer;
  readonly tag: string;
};

/**
 * The built page, held in memory: a few files, packed once. Only what was found at the start is served, so that no path can
 * lead elsewhere. Names below `assets/` carry a hash and are kept by browsers for ever; the page itself is asked for each time.
 */
export function servePage(app: FastifyInstance, folder: string): void {
  const files = readPage(folder);
  const start = files.get('/index.html');
  for (const [path, file] of files)
    app.get(path, { schema: { hide: true } }, (request, reply) => send(file, path, request, reply));
  app.get('/', { schema: { hide: true } }, (request, reply) => {
    if (start !== undefined) return send(start, '/', request, reply);
    return reply.code(503).type('text/plain; charset=utf-8').send('The page is not built: npm run build\n');
  });
}

/** The page for one of its own addresses (`/alarms/…`), which the page itself resolves. */
export function pageStart(
  folder: string,
): ((request: FastifyRequest, reply: FastifyReply) => unknown) | null {
  const start = readPage(folder).get('/index.html');
  return start === undefined ? null : (request, reply) => send(start, '/', request, reply);
}

function readPage(folder: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const plain = readFileSync(path);
    const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    files.set(`/${relative(folder, path)}`, { type, plain, packed: gzipSync(plain, { level: 9 }), tag });
  }
  return files;
}

function send(file: PageFile, path: string, request: FastifyRequest, reply: FastifyReply): unknown {
  const kept = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  reply.header('cache-control', kept).header('etag', file.tag).header('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === file.tag) return reply.code(304).send();
  reply.type(file.type);
  if (request.headers['accept-encoding']?.includes('gzip') !== true) return reply.send(file.plain);
  return reply.header('content-encoding', 'gzip').send(file.packed);
}
