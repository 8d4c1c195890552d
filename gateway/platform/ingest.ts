import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { privateKeyFrom } from '../telemetry/index.ts';
import type { PlatformKey } from './ingest/ask/signing.ts';
import { KnownBirths } from './ingest/database/knownBirths.ts';
import { Database, databaseProblem } from './ingest/database/postgresPool.ts';
import { startFleetServer } from './ingest/http/fleetServer.ts';
import { readTokens, type Token } from './ingest/http/tokens.ts';
import { type IngestConfig, readIngestConfig } from './ingest/ingestConfig.ts';
import { IngestService } from './ingest/ingestService.ts';
import { AmqpSource } from './ingest/sources/amqpSource.ts';
import { MqttSource } from './ingest/sources/mqttSource.ts';
import type { Source, SourceHearer } from './ingest/sources/source.ts';

export type IngestOptions = {
  readonly config: string; // the file's text
  readonly path: string;
  readonly readFile: (path: string) => Result<Buffer, Problem>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Connections to the database. */
const MOST = { taking: 6, looking: 4 };

export type Ingest = { readonly httpPort: number | null; stop(): Promise<void> };

/** Puts ingest together from its configuration and starts it. Problems: what an operator has to mend before it can run. */
export async function startIngest({
  config: text,
  path,
  readFile,
  clock,
  log,
}: IngestOptions): Promise<Result<Ingest, Problem[]>> {
  const read = readIngestConfig(text, path);
  if (!read.ok) return read;
  const config = read.value;
  const secrets = readSecrets(config, readFile);
  if (!secrets.ok) return err([secrets.error]);
  const { databasePassword, brokerPassword, ca, key, tokens } = secrets.value;
  const open = (most: number): Database =>
    new Database({
      ...{ url: config.database.url, most },
      ...(databasePassword === null ? {} : { password: databasePassword }),
    });
  const database = open(MOST.taking);
  const told: Record<'broker' | 'database', string | null> = { broker: null, database: '' };
  const service = new IngestService({
    ...{
      database,
      clock,
      key,
      acknowledge: config.acknowledge,
      keep: config.keep,
      district: config.district,
    },
    sourceOf: (hearer) => sourceOf(config, { brokerPassword, ca }, clock, hearer),
    onProblem: (about, problem) => {
      const [before, what] = [told[about], problem?.what ?? ''];
      if (before === what) return;
      told[about] = what;
      if (problem === null) log.info(before === null ? `${about}: subscribed` : `${about}: well again`);
      else log.problem(problem);
    },
  });
  const stop = async (): Promise<void> => {
    await service.stop();
    await database.end();
  };
  try {
    const migrated = await service.start();
    if (migrated.length > 0) log.info(`database brought up to date: ${migrated.join(', ')}`);
  } catch (error) {
    await database.end();
    return err([databaseProblem(error)]);
  }
  if (config.http === undefined) return ok({ httpPort: null, stop });
  const { host, port } = config.http;
  // people who look hold up nothing that comes
  const looking = open(MOST.looking);
  const births = new KnownBirths(looking);
  const server = await startFleetServer({ ...{ host, port, tokens, births, clock }, database: looking });
  if (!server.ok) {
    await Promise.all([stop(), looking.end()]);
    return err([server.error]);
  }
  log.info(`page and HTTP at http://${host}:${server.value.port}`);
  return ok({
    httpPort: server.value.port,
    stop: async () => {
      await server.value.stop();
      await Promise.all([stop(), looking.end()]);
    },
  });
}

type Secrets = {
  readonly databasePassword: string | null;
  readonly brokerPassword: string | null;
  readonly ca: Buffer | null;
  readonly key: PlatformKey | null;
  readonly tokens: readonly Token[];
};

function readSecrets(
  { database, source, key, http }: IngestConfig,
  readFile: IngestOptions['readFile'],
): Result<Secrets, Problem> {
  const given = (path: string | undefined): Result<Buffer | null, Problem> =>
    path === undefined ? ok(null) : readFile(path);
  const [databasePassword, brokerPassword] = [given(database.passwordFile), given(source.passwordFile)];
  const [ca, keyFile, tokenFile] = [given(source.ca), given(key?.file), given(http?.tokens)];
  for (const one of [databasePassword, brokerPassword, ca, keyFile, tokenFile]) if (!one.ok) return one;
  const word = (one: Result<Buffer | null, Problem>) =>
    one.ok ? (one.value?.toString('utf8').trim() ?? null) : null;
  const made = word(keyFile) === null ? ok(null) : privateKeyFrom(word(keyFile) ?? '');
  if (!made.ok) return err({ ...made.error, where: key?.file ?? '' });
  const tokens = readTokens(word(tokenFile) ?? '', http?.tokens ?? '');
  if (!tokens.ok) return tokens;
  return ok({
    tokens: tokens.value,
    databasePassword: word(databasePassword),
    brokerPassword: word(brokerPassword),
    ca: ca.ok ? ca.value : null,
    key: made.value === null || key === undefined ? null : { id: key.id, key: made.value },
  });
}

function sourceOf(
  { source }: IngestConfig,
  { brokerPassword, ca }: Pick<Secrets, 'brokerPassword' | 'ca'>,
  clock: Clock,
  hearer: SourceHearer,
): Source {
  const { prefix, username } = source;
  const credentials = {
    ...(username === undefined ? {} : { username }),
    ...(brokerPassword === null ? {} : { password: brokerPassword }),
    ...(ca === null ? {} : { ca }),
  };
  if (source.type === 'amqp') {
    const { urls, queues } = source;
    return new AmqpSource({ urls, prefix, queues, credentials, clock }, hearer);
  }
  const { url, share, session } = source;
  return new MqttSource({ url, prefix, share, session, credentials, clock }, hearer);
}
