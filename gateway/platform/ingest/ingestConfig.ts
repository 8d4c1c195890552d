import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { err, ok, type Problem, type Result } from '../../core/result.ts';

const file = z.string().min(1);
const broker = {
  prefix: z.string().min(1).default('lifeline').describe('topics are <prefix>/v1/<gateway>/…'),
  username: z.string().optional(),
  passwordFile: file.optional(),
  ca: file.optional().describe('PEM of who signed the certificate of the broker'),
};

const mqtt = z.strictObject({
  type: z.literal('mqtt'),
  url: z.string().regex(/^(mqtts?|wss?):\/\//, 'write mqtt://host or mqtts://host'),
  ...broker,
  share: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .default('ingest')
    .describe('processes with the same name share the work'),
  session: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .default(hostname().replaceAll(/[^A-Za-z0-9_-]/g, '-'))
    .describe('another one in each process, the same after a restart'),
});

const amqp = z.strictObject({
  type: z.literal('amqp'),
  urls: z.array(z.string().regex(/^amqps?:\/\//, 'write amqp://host')).min(1),
  ...broker,
  queues: z.int().min(1).max(64).default(2).describe('quorum queues that share the gateways'),
});

const schema = z.strictObject({
  database: z.strictObject({
    url: z.string().default('').describe('postgres://user@host/name; without, what PGHOST and its like say'),
    passwordFile: file.optional(),
  }),
  source: z.discriminatedUnion('type', [mqtt, amqp]),
  district: z.string().default('').describe('of gateways that are new'),
  acknowledge: z.boolean().default(true).describe('say on `ack` what is stored'),
  key: z
    .strictObject({ id: z.string().min(1), file })
    .optional()
    .describe('signs what acts on a gateway'),
  keep: z
    .strictObject({ telemetryDays: z.int().min(2).default(400), hoursDays: z.int().min(31).default(3650) })
    .prefault({}),
  http: z
    .strictObject({
      port: z.int().min(0).max(65_535).default(8090),
      host: z.string().default('127.0.0.1'),
      tokens: file.optional().describe('a YAML file of people and programs that may look or act'),
    })
    .optional(),
});

export type IngestConfig = z.infer<typeof schema>;

/** Reads the text of a configuration (YAML); `path` is where it stands, and paths in it are relative to that. */
export function readIngestConfig(text: string, path: string): Result<IngestConfig, Problem[]> {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return err([{ code: 'ingest.yaml', what, where: path, hint: 'mend the YAML at that line' }]);
  }
  const read = schema.safeParse(document ?? {});
  if (!read.success)
    return err(
      read.error.issues.map(({ path: at, message }) => ({
        code: 'ingest.config',
        what: message,
        where: `${path}: ${at.join('.') || 'the document'}`,
        hint: 'deploy/platform/ingest.example.yaml shows every entry',
      })),
    );
  return ok(withPaths(read.data, dirname(resolve(path))));
}

function withPaths(config: IngestConfig, folder: string): IngestConfig {
  const at = <T extends string | undefined>(name: T) => (name === undefined ? name : resolve(folder, name));
  const given = <K extends string>(key: K, name: string | undefined) =>
    name === undefined ? {} : { [key]: at(name) };
  const { database, source, key, http } = config;
  return {
    ...config,
    database: { ...database, ...given('passwordFile', database.passwordFile) },
    source: { ...source, ...given('passwordFile', source.passwordFile), ...given('ca', source.ca) },
    ...(key === undefined ? {} : { key: { ...key, file: resolve(folder, key.file) } }),
    ...(http === undefined ? {} : { http: { ...http, ...given('tokens', http.tokens) } }),
  };
}
