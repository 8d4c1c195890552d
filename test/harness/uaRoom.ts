import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientSession, OPCUAClient } from 'node-opcua-client';
import type { OPCUAServer } from 'node-opcua-server';
import { onTestFinished } from 'vitest';
import type { AlarmScreen } from '../../gateway/control/alarmScreen.ts';
import type { ControlAsk } from '../../gateway/control/client.ts';
import { type Clock, systemClock } from '../../gateway/core/clock.ts';
import { type Log, silentLog } from '../../gateway/core/log.ts';
import { ok } from '../../gateway/core/result.ts';
import { ACTS_OF_ONE, REFUSALS_OF_ONE } from '../../gateway/opcua/alarms/conditionMethods.ts';
import { HistoryService } from '../../gateway/opcua/history/historyService.ts';
import { JournalHistory } from '../../gateway/opcua/history/journalHistory.ts';
import { addSiteMethods } from '../../gateway/opcua/methods/siteMethods.ts';
import { namesByLocale } from '../../gateway/opcua/model/namesByLocale.ts';
import { Papers } from '../../gateway/opcua/papers/papers.ts';
import { Admission } from '../../gateway/opcua/server/admission.ts';
import { Strangers } from '../../gateway/opcua/server/strangers.ts';
import { makeUaServer } from '../../gateway/opcua/server/uaServer.ts';
import { ShownSite } from '../../gateway/opcua/shownSite.ts';
import { PeopleFile } from '../../gateway/people/peopleFile.ts';
import { PersonAllowances } from '../../gateway/people/personAllowances.ts';
import { PEOPLE_ROLES, type PersonRole } from '../../gateway/people/personSchema.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { opcuaSchema } from '../../gateway/site/schema/opcuaSchema.ts';
import { HOUSE } from './house.ts';
import { removeFolder } from './removeFolder.ts';
import { freePort, trusted, type UaClientOptions, uaClient, uaSession } from './uaClient.ts';
import { UA_PASSWORD } from './uaHouse.ts';

/** An OPC UA server in this process, told by the test what guard would say; its clients come over loopback. */
export type UaRoom = {
  readonly server: OPCUAServer;
  readonly shown: ShownSite;
  readonly clock: Clock;
  readonly endpoint: string;
  readonly memory: string; // folder of its trust lists
  readonly folder: string;
  readonly said: readonly string[]; // its log
  readonly asked: readonly ControlAsk[]; // of guard, which does whatever it is asked
  /** A client that is trusted; it is gone when the test is over. */
  client(role: PersonRole, options?: Partial<UaClientOptions>): Promise<OPCUAClient>;
  /** A session of the person of this role. */
  session(
    role: PersonRole,
    options?: Partial<UaClientOptions>,
  ): Promise<{ client: OPCUAClient; session: ClientSession }>;
  close(): Promise<void>;
};

export async function openUaRoom(site: object): Promise<UaRoom> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-ua-'));
  const path = join(folder, 'site.yaml');
  writeFileSync(path, JSON.stringify(site));
  const loaded = loadSite(path, readProfiles(path), []);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const [clock, people, port] = [systemClock(), new PeopleFile(folder), await freePort()];
  for (const role of PEOPLE_ROLES) await people.add({ id: role, name: role, role }, UA_PASSWORD, Date.now());
  const said: string[] = [];
  const log: Log = {
    ...silentLog,
    info: (text) => said.push(String(text)),
    problem: ({ what }) => said.push(what),
  };
  const memory = join(folder, 'opcua');
  const server = await makeUaServer({
    ...{ gateway: HOUSE, software: 'test', memory, people, clock, log },
    site: opcuaSchema.parse({ port, host: '127.0.0.1', names: ['127.0.0.1'] }),
  });
  const { addressSpace } = server.engine;
  if (addressSpace === null) throw new Error('no address space');
  namesByLocale(addressSpace);
  const journal = new JournalHistory(folder);
  const history = new HistoryService(journal);
  history.serve(server);
  const asked: ControlAsk[] = [];
  const desk = {
    acts: new PersonAllowances(clock, ACTS_OF_ONE),
    refusals: new PersonAllowances(clock, REFUSALS_OF_ONE),
    people,
    ask: async (ask: ControlAsk) => {
      asked.push(ask);
      return ok(null);
    },
    look: async () => {},
  };
  const shown = new ShownSite(addressSpace, { installation: loaded.value, clock, history, desk });
  const papers = new Papers(clock);
  const parts = { people, state: folder, history: journal, papers, installation: () => shown.installation };
  addSiteMethods(shown.model, parts);
  const admission = new Admission(server, people, clock, { strangers: new Strangers(memory, log), log });
  await server.start();
  admission.start();
  const endpoint = `opc.tcp://127.0.0.1:${port}`;
  const optionsOf = (role: PersonRole, options: Partial<UaClientOptions> = {}) => ({
    ...{ folder, endpoint, user: { id: role, password: UA_PASSWORD } },
    ...options,
  });
  const client: UaRoom['client'] = async (role, options) => {
    const all = optionsOf(role, options);
    await trusted(all, memory);
    const made = await uaClient(all);
    onTestFinished(() => made.disconnect().catch(() => {}));
    return made;
  };
  return {
    ...{ server, shown, clock, endpoint, memory, folder, said, asked, client },
    async session(role, options) {
      const made = await client(role, options);
      return { client: made, session: await uaSession(made, optionsOf(role, options)) };
    },
    async close() {
      admission.stop();
      await papers.stop();
      await server.shutdown(0);
      journal.close();
      removeFolder(folder);
    },
  };
}

/** What guard would say of one alarm that stands, so far as a condition is made of it. */
export function aScreen(...alarms: readonly Readonly<Record<string, unknown>>[]): AlarmScreen {
  const standing = {
    ...{ occurrence: 'o-1', announcement: 1, severity: 'red', condition: 'unacknowledged-active' },
    ...{ to: 'unacknowledged-active', ruleName: { en: 'Gas in the kitchen', zh: '厨房燃气' } },
    ...{ value: 58, valueName: null, limit: 50, unit: '%LEL', quality: 'good', actor: null, reason: null },
    ...{
      latched: false,
      silenced: null,
      until: null,
      period: null,
      device: 'gas',
      point: 'gas/concentration',
    },
    since: { boot: 'none', mono: 0 },
  };
  return {
    maintenance: [],
    alarms: alarms.map((alarm) => ({ ...standing, ...alarm })),
  } as unknown as AlarmScreen;
}
