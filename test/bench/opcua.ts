import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  AttributeIds,
  type ClientSession,
  ClientSubscription,
  type OPCUAClient,
  TimestampsToReturn,
} from 'node-opcua-client';
import type { HistoryReadResult } from 'node-opcua-service-history';
import { DataType, Variant } from 'node-opcua-variant';
import { startChild } from '../../gateway/cli/child.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { OPCUA_FLAGS } from '../../gateway/core/program.ts';
import { ok } from '../../gateway/core/result.ts';
import { createJournalWriter } from '../../gateway/journal/write/writer.ts';
import { PeopleFile } from '../../gateway/people/peopleFile.ts';
import { memoryBelow } from '../../gateway/trust/trustStore.ts';
import { OneSocket } from '../harness/oneSocket.ts';
import { outageBirth } from '../harness/outageJournal.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { freePort, trusted, uaClient, uaSession } from '../harness/uaClient.ts';
import { until } from '../harness/until.ts';
import type { Measured, Measurement } from './figure.ts';
import { memory } from './processFigures.ts';

const DEVICES = 38; // of eight points each: 304
const SESSIONS = 10;
const VALUES = 50_000;
const PER_PART = 100;
const GATEWAY = 'bench-1';
const PASSWORD = 'correct horse battery';
const POINTS = Array.from({ length: DEVICES }, (_, d) =>
  Array.from({ length: 8 }, (_, p) => `d${d}/temperature${p + 1}`),
).flat();

/** The OPC UA server beside a socket that says what a guard would say. */
export const opcua: Measurement = {
  name: 'opcua',
  about: `${POINTS.length} points told each second, ${SESSIONS} sessions that follow ${Math.floor(3000 / SESSIONS)} of them each; ${VALUES} values of history`,
  run: (quick) => measure(quick ? 20_000 : 120_000),
};

async function measure(runMs: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-opcua-'));
  const clock = systemClock();
  const port = await freePort();
  writeFileSync(join(folder, 'site.yaml'), JSON.stringify(siteOf(port)));
  await writeHistory(join(folder, 'journal'));
  const people = new PeopleFile(join(folder, 'journal'));
  await people.add({ id: 'li', name: 'Li', role: 'operator' }, PASSWORD, clock.utc());
  const time = { mono: clock.mono(), utc: clock.utc(), quality: 'ntp' as const };
  const guard = new OneSocket({
    ...{ name: 'opcua', path: join(folder, 'opcua.sock'), clock },
    handlers: { alarms: async () => ok(null) },
    snapshot: (topic) => (topic === 'clock' ? { push: 'clock', boot: clock.boot, time } : null),
  });
  const served = await guard.start();
  if (!served.ok) throw new Error(served.error.what);
  let tick = 0;
  const telling = setInterval(() => {
    const at = { boot: clock.boot, mono: clock.mono() };
    tick++;
    guard.publish({
      push: 'readings',
      readings: POINTS.map((point, i) => ({ point, value: (tick + i) % 60, quality: 'good', at })),
    });
  }, 1000);
  const started = performance.now();
  const server = startChild(
    'gateway/cli',
    ['opcua', join(folder, 'site.yaml'), '--run', folder],
    (line) => process.stderr.write(`${line}\n`),
    process.env,
    OPCUA_FLAGS,
  );
  const clients: OPCUAClient[] = [];
  try {
    await server.ready;
    const startS = (performance.now() - started) / 1000;
    const options = {
      folder,
      endpoint: `opc.tcp://127.0.0.1:${port}`,
      user: { id: 'li', password: PASSWORD },
    };
    await trusted(options, memoryBelow(join(folder, 'journal')));
    const client = await uaClient(options);
    clients.push(client);
    const first = await until('the server believes the client', () => uaSession(client, options), 20);
    const sessions = [first];
    let heard = 0;
    while (sessions.length < SESSIONS) {
      const another = await uaClient(options);
      clients.push(another);
      sessions.push(await uaSession(another, options));
    }
    for (const session of sessions) await follow(session, () => heard++);
    const historyMs = await readHistory(first);
    const besidePaperMs = await readBesidePaper(first);
    await wait(runMs);
    const { rssMb, peakMb } = memory(server.process.pid ?? 0);
    return {
      figures: [
        {
          key: 'opcua.startS',
          what: 'from its start until it can be connected to',
          value: startS,
          unit: 's',
          decimals: 1,
        },
        {
          key: 'opcua.history50kMs',
          what: `${VALUES} values of history in ${VALUES / 1000} answers`,
          value: historyMs,
          unit: 'ms',
          decimals: 0,
        },
        {
          key: 'opcua.readBesidePaperMs',
          what: 'the longest of the reads that were answered while an examination was written',
          value: besidePaperMs,
          unit: 'ms',
          decimals: 0,
        },
        {
          key: 'opcua.rssMb',
          what: `resident memory at ${POINTS.length} points and ${SESSIONS} sessions`,
          value: rssMb,
          unit: 'MB',
          decimals: 0,
          goal: { atMost: 180 },
        },
      ],
      remarks: [`${heard} values heard by clients; peak ${peakMb.toFixed(0)} MB`],
    };
  } finally {
    clearInterval(telling);
    for (const client of clients) await client.disconnect();
    await server.stop();
    await guard.stop();
    removeFolder(folder);
  }
}

function siteOf(port: number): object {
  return {
    gateway: { id: GATEWAY },
    buses: [{ id: 'line', connection: { type: 'serial', path: 'line', baud: 9600 } }],
    devices: Array.from({ length: DEVICES }, (_, d) => ({
      id: `d${d}`,
      profile: 'r4dcb08-temperature',
      bus: 'line',
      unit: d + 1,
    })),
    opcua: { port, host: '127.0.0.1', names: ['127.0.0.1'] },
  };
}

async function writeHistory(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const clock = systemClock();
  const written = Promise.withResolvers<void>();
  const journal = createJournalWriter({
    ...{ folder, gateway: GATEWAY, segmentParts: 10, clock, budgets: { event: 64e6, telemetry: 512e6 } },
    events: { committed: ({ token }) => token === 'end' && written.resolve(), trouble: () => {} },
  });
  await journal.start();
  const channel = {
    index: 0,
    point: POINTS[0] ?? '',
    name: 'temperature',
    unit: '°C',
    exponent: -1,
    profile: 'r4dcb08-temperature',
  };
  journal.setBirth(outageBirth({ gateway: GATEWAY, channels: [channel] }));
  journal.setUplinks([]);
  const now = Math.floor(clock.mono());
  const time = { mono: now, utc: Math.floor(clock.utc()), quality: 'ntp' as const };
  const start = now - VALUES * 10;
  for (let from = start; from < now; from += PER_PART * 10) {
    const times = Array.from({ length: PER_PART }, (_, i) => from + 1 + i * 10);
    const values = times.map((at) => (at % 500) / 10);
    const columns = [{ channel: 0, values, qualities: values.map(() => 'good' as const) }];
    journal.appendPart({ from, to: from + PER_PART * 10, samples: [{ times, columns }], reports: [] });
  }
  journal.appendEvent({ type: 'clock', boot: clock.boot, time, at: { boot: clock.boot, mono: now } }, 'end');
  await written.promise;
  await journal.stop();
}

async function follow(session: ClientSession, heard: () => void): Promise<void> {
  const subscription = ClientSubscription.create(session, {
    requestedPublishingInterval: 1000,
    maxNotificationsPerPublish: 1000,
    publishingEnabled: true,
  });
  const items = POINTS.slice(0, Math.floor(3000 / SESSIONS)).map((point) => ({
    nodeId: nodeOf(point),
    attributeId: AttributeIds.Value,
  }));
  const group = await subscription.monitorItems(
    items,
    { samplingInterval: 1000, queueSize: 10, discardOldest: true },
    TimestampsToReturn.Both,
  );
  group.on('changed', heard);
}

/** One read after another until the paper is there. */
async function readBesidePaper(session: ClientSession): Promise<number> {
  const today = new Date().toISOString().slice(0, 10);
  const asked = [today, today, 'html', 'en'].map((value) => ({ dataType: DataType.String, value }));
  let done = false;
  const paper = session
    .call({
      ...{ objectId: `ns=1;s=${GATEWAY}`, methodId: `ns=1;s=${GATEWAY}/ReadExamination` },
      inputArguments: [...asked, { dataType: DataType.UInt32, value: 0 }].map((one) => new Variant(one)),
    })
    .finally(() => {
      done = true;
    });
  let longest = 0;
  while (!done) {
    const began = performance.now();
    await session.read({ nodeId: nodeOf(POINTS[0] ?? ''), attributeId: AttributeIds.Value });
    longest = Math.max(longest, performance.now() - began);
  }
  const { name } = (await paper).statusCode;
  if (name !== 'Good') throw new Error(`the paper was answered with ${name}`);
  return longest;
}

function nodeOf(point: string): string {
  return `ns=1;s=${point.replace('/', '-ParameterSet-')}`;
}

async function readHistory(session: ClientSession): Promise<number> {
  const began = performance.now();
  let count = 0;
  let continuationPoint: Buffer | undefined;
  do {
    const result = (await session.readHistoryValue(
      {
        nodeId: nodeOf(POINTS[0] ?? ''),
        ...(continuationPoint === undefined ? {} : { continuationPoint }),
      } as never,
      new Date(Date.now() - 86_400_000),
      new Date(Date.now() + 60_000),
      { numValuesPerNode: 1000, returnBounds: false },
    )) as unknown as HistoryReadResult;
    count += (result.historyData as { dataValues?: unknown[] } | null)?.dataValues?.length ?? 0;
    const next = result.continuationPoint as Buffer | null;
    continuationPoint = next === null || next === undefined || next.length === 0 ? undefined : next;
  } while (continuationPoint !== undefined);
  if (count !== VALUES) throw new Error(`${count} values were read, not ${VALUES}`);
  return performance.now() - began;
}
