import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Problem } from '../drivers/result.ts';
import { systemClock } from '../gateway/core/clock.ts';
import { BackchannelServer } from './backchannel/backchannelServer.ts';
import { stageOf } from './backchannel/obey.ts';
import { readBuilding } from './building.ts';
import { readCatalog } from './catalogFolder.ts';
import type { Exchange } from './line/exchange.ts';
import { Simulation } from './simulation.ts';

const USAGE = `usage: main.ts <building.yaml> [--links DIR] [--backchannel SOCKET] [--log FILE] [--profiles DIR]
  --links        folder for the pseudo-terminals' names (default: run/links)
  --backchannel  unix socket that takes commands (default: none)
  --log          one line of JSON per exchange (default: none)
  --profiles     folder of device profiles of your own, beside those that come along (default: none)
`;

/** Composition root: a building file in, real serial ports out. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      links: { type: 'string' },
      backchannel: { type: 'string' },
      log: { type: 'string' },
      profiles: { type: 'string' },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    process.stderr.write(USAGE);
    return 2;
  }
  const catalog = readCatalog(import.meta.dirname, values.profiles);
  if (!existsSync(file)) {
    const hint = 'simulators/buildings/demo.yaml is one to start from';
    return complain([{ code: 'building.not-found', what: 'there is no such file', where: file, hint }]);
  }
  const read = readBuilding(readFileSync(file, 'utf8'), file, catalog.profiles);
  if (!read.ok) return complain([...catalog.problems, ...read.error]);

  const simulation = new Simulation(read.value, catalog.profiles, systemClock(), values.links ?? 'run/links');
  const closeLog = values.log === undefined ? async () => {} : keepLog(simulation, values.log);
  const server =
    values.backchannel === undefined
      ? undefined
      : new BackchannelServer(made(resolve(values.backchannel)), stageOf(simulation));
  await simulation.start();
  try {
    await server?.start();
    process.stdout.write(`ready ${JSON.stringify(ready(simulation, values.backchannel))}\n`);
    await new Promise<void>((stop) => {
      process.once('SIGTERM', stop);
      process.once('SIGINT', stop);
    });
  } finally {
    await server?.stop();
    await simulation.stop();
    await closeLog();
  }
  return 0;
}

/** One line per exchange; what is counted anywhere else can be checked against it. */
function keepLog(simulation: Simulation, path: string): () => Promise<void> {
  const log = createWriteStream(made(path), { flags: 'a' });
  simulation.listen((exchange: Exchange) => log.write(`${JSON.stringify(exchange)}\n`));
  return () => new Promise((resolve) => log.end(resolve));
}

function ready(simulation: Simulation, backchannel: string | undefined): object {
  const lines = [...simulation.lines.values()].map(({ plan, station, endpoint }) => ({
    id: plan.id,
    ...endpoint?.address,
    baud: plan.baud,
    parity: plan.parity,
    stopBits: plan.stopBits,
    devices: station.devices.map(({ plan }) => ({ id: plan.id, profile: plan.profile.id, unit: plan.unit })),
  }));
  return { building: simulation.building.name, lines, backchannel: backchannel && resolve(backchannel) };
}

/** The path, with its folder made. */
function made(path: string): string {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  return path;
}

function complain(problems: readonly Problem[]): number {
  for (const { where, what, hint } of problems)
    process.stderr.write(`${where ?? 'building'}: ${what}${hint === undefined ? '' : `\n  → ${hint}`}\n`);
  return 1;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
