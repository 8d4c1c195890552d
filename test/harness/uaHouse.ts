import type { ClientSession, OPCUAClient } from 'node-opcua-client';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { exportJournal } from '../../gateway/journal/read/exportJournal.ts';
import { PeopleFile } from '../../gateway/people/peopleFile.ts';
import { PEOPLE_ROLES, type PersonRole } from '../../gateway/people/personSchema.ts';
import { memoryBelow } from '../../gateway/trust/trustStore.ts';
import type { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import type { Desk } from './desk.ts';
import type { Program } from './program.ts';
import { openStage, type Stage } from './stage.ts';
import { freePort, trusted, type UaClientOptions, uaClient, uaSession } from './uaClient.ts';
import { until } from './until.ts';

export const UA_PASSWORD = 'correct horse battery';

/** A site with its guard, its OPC UA server, and a person of each role, all with one password. */
export type UaHouse = {
  readonly stage: Stage;
  readonly building: Backchannel;
  readonly desk: Desk;
  readonly guard: Program;
  readonly server: Program;
  readonly endpoint: string;
  readonly people: PeopleFile;
  readonly state: string;
  /** A session of the person of this role, whose client is trusted first. */
  session(
    role: PersonRole,
    options?: Partial<UaClientOptions>,
  ): Promise<{ client: OPCUAClient; session: ClientSession }>;
};

/** Starts it. `site` gets a free port. */
export async function openUaHouse(building: object, site: object, opcua: object = {}): Promise<UaHouse> {
  const stage = openStage();
  const backchannel = await stage.simulate(building);
  const port = await freePort();
  const guard = await stage.guard({
    ...site,
    opcua: { port, host: '127.0.0.1', names: ['127.0.0.1'], ...opcua },
  });
  const state = stage.journal;
  const people = new PeopleFile(state);
  for (const role of PEOPLE_ROLES) {
    const added = await people.add({ id: role, name: role, role }, UA_PASSWORD, Date.now());
    if (!added.ok) throw new Error(added.error.what);
  }
  const server = await stage.opcua();
  const endpoint = `opc.tcp://127.0.0.1:${port}`;
  const session = async (role: PersonRole, options: Partial<UaClientOptions> = {}) => {
    const all = { folder: stage.folder, endpoint, user: { id: role, password: UA_PASSWORD }, ...options };
    await trusted(all, memoryBelow(state));
    const client = await uaClient(all);
    stage.onClose(() => client.disconnect().catch(() => {}));
    const session = await until('the server believes the client', () => uaSession(client, all), 20);
    return { client, session };
  };
  return {
    stage,
    building: backchannel,
    desk: await stage.desk(),
    guard,
    server,
    endpoint,
    people,
    state,
    session,
  };
}

/** Where the files of a house's server are. */
export function uaFolder(house: UaHouse): string {
  return memoryBelow(house.state);
}

/** What guard wrote down of commands, refused ones included: `verb actor accepted`. */
export function uaCommands({ stage }: Pick<UaHouse, 'stage'>): string[] {
  const exported = exportJournal(journalFile(stage.journal));
  if (!exported.ok) throw new Error(exported.error.what);
  return [...exported.value.lines].flatMap((line) => {
    const { event } = JSON.parse(line) as {
      event?: { type: string; verb: string; actor: string; accepted: boolean };
    };
    return event?.type === 'command' ? [`${event.verb} ${event.actor} ${event.accepted}`] : [];
  });
}
