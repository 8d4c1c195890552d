import { resolve } from 'node:path';
import { fastestPeriods } from '../alarmTime/fastestPeriods.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { PeopleFile } from '../people/peopleFile.ts';
import { loadSite } from '../site/load.ts';
import { readProfiles } from '../site/profiles.ts';
import { opcuaSchema } from '../site/schema/opcuaSchema.ts';
import { lastGoodPath } from '../site/siteSource.ts';
import { opcuaProblem } from '../text/problems/opcuaProblems.ts';
import { memoryBelow } from '../trust/trustStore.ts';
import { RunningServer } from './runningServer.ts';

export type OpcuaOptions = {
  readonly site: string;
  readonly run: string;
  readonly memory?: string | undefined; // folder of its key and its trust lists; none: below the journal's
  readonly software: string;
  readonly clock: Clock;
  readonly log: Log;
};

/** Starts the OPC UA server of a site; one whose site file has no `opcua` section gets its defaults. */
export async function runOpcua(options: OpcuaOptions): Promise<Result<RunningServer, readonly Problem[]>> {
  const catalog = readProfiles(options.site);
  const loaded = loadSite(options.site, catalog, [], fastestPeriods);
  const last = loaded.ok ? loaded : loadSite(lastGoodPath(options.site), catalog, [], fastestPeriods); // what guard goes by meanwhile
  if (!last.ok) return loaded.ok ? last : err(loaded.error);
  const installation = last.value;
  const state = resolve(installation.folder, installation.journal.folder);
  const server = new RunningServer({
    ...options,
    ...{ installation, state, people: new PeopleFile(state), sitePath: options.site },
    memory: resolve(options.memory ?? memoryBelow(state)),
    site: installation.opcua ?? opcuaSchema.parse({}),
  });
  const port = installation.opcua?.port ?? 4840;
  try {
    await server.start();
  } catch (error) {
    const why = /\bE[A-Z]{4,}\b/.exec(String(error))?.[0]; // EADDRINUSE, EACCES
    if (why === undefined) throw error;
    await server.stop();
    return err([opcuaProblem('opcua.port', { port, why })]);
  }
  return ok(server);
}
