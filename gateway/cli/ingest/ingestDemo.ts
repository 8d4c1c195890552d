import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../core/result.ts';
import { startIngest } from '../../platform/ingest.ts';
import { openStage } from '../demo/stage.ts';
import { fail, type Io, logOf } from '../verb.ts';
import { startSmallStack } from './smallStack.ts';

/**
 * The small stack in a temporary folder, with the demonstration's building as its first gateway: mosquitto, PostgreSQL, ingest, and the
 * page. Everything is gone when it ends.
 */
export async function runIngestDemo(io: Io): Promise<number> {
  io.err('starting mosquitto, PostgreSQL, ingest, a simulated building and its gateway …\n');
  const stack = await startSmallStack(io.clock);
  if (!stack.ok) return fail(io, [stack.error]);
  const { folder, brokerUrl, databaseUrl } = stack.value;
  const path = join(folder, 'ingest.yaml');
  const config = JSON.stringify({
    database: { url: databaseUrl },
    source: { type: 'mqtt', url: brokerUrl, session: 'demo' },
    district: 'Demo',
    http: { port: 0 },
  });
  writeFileSync(path, config);
  const log = logOf('ingest', io);
  const ingest = await startIngest({
    config,
    path,
    clock: io.clock,
    log,
    readFile: () => ok(Buffer.alloc(0)),
  });
  if (!ingest.ok) {
    await stack.value.stop();
    return fail(io, ingest.error);
  }
  const stage = await openStage((line) => io.err(`  ${line}\n`), { url: brokerUrl });
  stage.startCourier();
  io.out(`page:     http://127.0.0.1:${ingest.value.httpPort}/\n`);
  io.out(`database: psql ${databaseUrl}   (deploy/platform/SQL.md says what to ask)\n`);
  io.out(`broker:   lifeline listen ${brokerUrl} --verify\n`);
  io.out('Ctrl-C ends everything.\n');
  await io.ended;
  await stage.stop();
  await ingest.value.stop();
  await stack.value.stop();
  return 0;
}
