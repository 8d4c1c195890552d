import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../../gateway/cli/child.ts';
import { INGEST_ENVIRONMENT, INGEST_FLAGS } from '../../gateway/core/program.ts';
import { Mosquitto } from '../harness/mosquitto.ts';
import { Postgres } from '../harness/postgres.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { until } from '../harness/until.ts';
import type { Measured, Measurement } from './figure.ts';
import { ConnectedFleet } from './ingest/connectedFleet.ts';
import { BenchFleet, CHANNELS } from './ingest/fleet.ts';
import { cpuMs, memory } from './processFigures.ts';

const FULL = { gateways: 2_000, minutes: 10 };
const QUICK = { gateways: 200, minutes: 1 };
const AWAY_MINUTES = 60;
// by then a gateway waits its longest between two attempts, as after an hour
const AWAY_MS = 65_000;
const ROW_PARTS = 10;
const PATIENCE_S = 600;
const LOOK_EVERY_MS = 250;

/** Real connections on the small stack: some minutes of ordinary life, then a broker that was away for an hour. */
export const connections: Measurement = {
  name: 'connections',
  about: `gateways of ${CHANNELS} points with real MQTT connections on mosquitto, ingest and PostgreSQL`,
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-fleet-'));
    const postgres = await new Postgres(['shared_buffers=256MB', 'max_wal_size=2GB']).start();
    // as deploy/platform sets it
    const broker = await new Mosquitto(['max_inflight_messages 4000']).start();
    const config = join(folder, 'ingest.yaml');
    const source = { type: 'mqtt', url: broker.url, session: 'one' };
    writeFileSync(config, JSON.stringify({ database: { url: postgres.url }, source }));
    let said = '';
    const words = (line: string): void => {
      said += `${line}\n`;
      if (process.env.LIFELINE_BENCH_WORDS !== undefined) process.stderr.write(`${line}\n`);
    };
    const environment = { ...process.env, ...INGEST_ENVIRONMENT };
    const ingest = startChild('gateway/cli', ['ingest', config], words, environment, INGEST_FLAGS);
    const size = quick ? QUICK : FULL;
    const fleet = new ConnectedFleet(new BenchFleet(), size.gateways, broker.url);
    try {
      await ingest.ready;
      await until('ingest has subscribed', () => /broker: (subscribed|well again)/.test(said));
      return await measure({ postgres, broker, ingest, fleet, ...size });
    } finally {
      await fleet.stop();
      await ingest.stop();
      await broker.remove();
      await postgres.remove();
      removeFolder(folder);
    }
  },
};

type Parts = {
  readonly postgres: Postgres;
  readonly broker: Mosquitto;
  readonly ingest: Child;
  readonly fleet: ConnectedFleet;
  readonly gateways: number;
  readonly minutes: number;
};

async function measure({ postgres, broker, ingest, fleet, gateways, minutes }: Parts): Promise<Measured> {
  const pid = ingest.process.pid ?? 0;
  const emptyMb = memory(pid).rssMb;
  const whole = (rows: number) => `rows = int8multirange(int8range(1, ${rows + 1}))`;
  const count = async (where: string): Promise<number> => {
    const [row] = await postgres.query<{ n: number }>(
      `select count(*)::int as n from lifeline.have where stream = 'telemetry' and ${where}`,
    );
    return row?.n ?? 0;
  };
  const connecting = performance.now();
  fleet.start();
  await until('all are connected', () => fleet.up === gateways, PATIENCE_S);
  const connectMs = performance.now() - connecting;
  progress(`${gateways} are connected`);

  const before = cpuMs(pid);
  await fleet.live(minutes);
  const rows = Math.floor(minutes / ROW_PARTS);
  await until('all of it is acknowledged', () => fleet.waiting === 0, PATIENCE_S);
  if (rows > 0)
    await until('all of it is there', async () => (await count(whole(rows))) === gateways, PATIENCE_S);
  const liveCpuMs = (cpuMs(pid) - before) / (2 * minutes * gateways);
  const liveMb = memory(pid).rssMb;
  progress(`${minutes} minutes are over`);

  await broker.stop();
  await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
  // up to a whole row, and one more minute that is live when the broker is back
  const waiting = AWAY_MINUTES - (minutes % ROW_PARTS);
  for (const gateway of fleet.gateways) gateway.minutes(waiting + 1);
  const last = (minutes + waiting) / ROW_PARTS;
  await broker.start();
  const backAt = performance.now();
  const ages: number[] = [];
  let [drainedMs, storedMs] = [0, 0];
  const upOf = new Map(fleet.gateways.map((one) => [one.name, () => one.upAt]));
  await until(
    'what waited is there, and what is live',
    async () => {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      const stored = await postgres.query<{ gw: string }>(
        'select distinct gw from lifeline.open_part where seq = $1',
        [last + 1],
      );
      const now = performance.now();
      const atMs = now - backAt;
      for (const { gw } of stored) {
        const upAt = upOf.get(gw);
        if (upAt === undefined || !upOf.delete(gw)) continue;
        ages.push(now - upAt());
        storedMs = atMs;
      }
      if (drainedMs === 0 && (await count(`rows @> int8range(1, ${last + 1})`)) === gateways)
        drainedMs = atMs;
      return drainedMs > 0 && upOf.size === 0;
    },
    PATIENCE_S,
  );
  progress('what waited is there');
  ages.sort((a, b) => a - b);
  const parts = waiting * gateways;
  const rate = parts / (drainedMs / 1000);
  const [twice] = await postgres.query<{ n: number }>(
    `select count(*)::int as n from (select from lifeline.segment group by gw, epoch, seq having count(*) > 1) t`,
  );
  const conflicts = await postgres.query('select * from lifeline.conflict');
  if (twice?.n !== 0 || conflicts.length > 0) throw new Error('rows are there twice, or differ');
  return {
    figures: [
      {
        ...{ what: 'drained after an hour, as a multiple of the live rate', value: rate / (gateways / 60) },
        ...{ unit: '×', decimals: 1, goal: { atLeast: 10 } },
      },
      {
        ...{
          what: 'from the connection until what is live is stored, 99th per cent',
          value: at(ages, 0.99) / 1000,
        },
        ...{ unit: 's', decimals: 1, goal: { atMost: 30 } },
      },
      {
        ...{ what: 'memory of ingest a connected gateway', value: ((liveMb - emptyMb) * 1024) / gateways },
        ...{ unit: 'kB', decimals: 1, goal: { atMost: 60 } },
      },
    ],
    remarks: [
      `${gateways} connections in ${(connectMs / 1000).toFixed(1)} s; ${minutes} minutes, every row whole; ingest ${emptyMb.toFixed(0)} MB empty, ${liveMb.toFixed(0)} MB with them, ${memory(pid).rssMb.toFixed(0)} MB after the storm`,
      `ingest ${Math.round(liveCpuMs * 1000)} µs of CPU a message at ${Math.round(gateways / 30)} messages/s, chores and sealing included`,
      `${parts} parts waited, ${Math.round(rate)} a second were stored; nothing is missing, nothing twice; half of what is live was stored ${(at(ages, 0.5) / 1000).toFixed(1)} s after its gateway was connected, the last ${(storedMs / 1000).toFixed(1)} s after the broker was back (a gateway waits up to 30 s by itself)`,
    ],
  };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function progress(text: string): void {
  process.stderr.write(`bench: connections: ${text}\n`);
}
