import { parseArgs } from 'node:util';
import { alarmRelay } from './alarmRelay.ts';
import { changeLatency } from './changeLatency.ts';
import { commissioning } from './commissioning.ts';
import { connections } from './connections.ts';
import { cost } from './cost.ts';
import { deadDevices } from './deadDevices.ts';
import { deskCrowd } from './deskCrowd.ts';
import { deskHistory } from './deskHistory.ts';
import { deskPage } from './deskPage.ts';
import { disk } from './disk.ts';
import { drain } from './drain.ts';
import type { Measured, Measurement } from './figure.ts';
import { flood } from './flood.ts';
import { guardFootprint } from './guardFootprint.ts';
import { ingest } from './ingest.ts';
import { journalBytes } from './journalBytes.ts';
import { lateLosses } from './lateLosses.ts';
import { lateReplies } from './lateReplies.ts';
import { lift } from './lift.ts';
import { lineUtilisation } from './lineUtilisation.ts';
import { opcua } from './opcua.ts';
import { scanning } from './scanning.ts';
import { sdkMemory } from './sdkMemory.ts';
import { Stage } from './stage.ts';
import { tableOf } from './table.ts';
import { wireBytes } from './wireBytes.ts';

const MEASUREMENTS: readonly Measurement[] = [
  wireBytes,
  journalBytes,
  deskCrowd,
  deskHistory,
  deskPage,
  disk,
  lineUtilisation,
  lateReplies,
  lateLosses,
  deadDevices,
  changeLatency,
  alarmRelay,
  flood,
  drain,
  lift,
  scanning,
  commissioning,
  opcua,
  sdkMemory,
  ingest,
  connections,
  cost,
  guardFootprint,
];
const USAGE = `usage: npm run bench -- [--json] [--quick] [--only NAME,…]
  --json   one JSON object: figure → number, and nothing else on standard output
  --quick  guard's memory after one minute, not after ten; a hundred alarms, not a thousand; one hour of the disk, not six;
           ingest with 10,000 gateways, not 100,000; 200 connections for a minute, not 2,000 for ten
  --only   some of: ${MEASUREMENTS.map(({ name }) => name).join(', ')}
`;

/** Prints what was measured, met or not: numbers are never asserted. Progress goes to stderr. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' } },
  });
  const names = values.only?.split(',') ?? MEASUREMENTS.map(({ name }) => name);
  const unknown = names.filter((name) => !MEASUREMENTS.some((one) => one.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`there is no measurement ${unknown.join(', ')}\n${USAGE}`);
    return 2;
  }
  const quick = values.quick === true;
  if (quick)
    process.stderr.write("bench: QUICK: guard's memory after one minute, not ten; 100 alarms, not 1,000\n");
  const numbers: Record<string, number> = {};
  let failed = false;
  for (const measurement of MEASUREMENTS.filter(({ name }) => names.includes(name))) {
    process.stderr.write(`bench: ${measurement.name} …\n`);
    try {
      const measured = await measurement.run(quick);
      Object.assign(numbers, keyed(measured));
      if (values.json !== true) process.stdout.write(`${tableOf(measurement, measured)}\n`);
    } catch (error) {
      failed = true; // the others are worth their time all the same
      process.stderr.write(`bench: ${measurement.name}: ${wordsOf(error)}\n`);
    }
  }
  if (values.json === true) process.stdout.write(`${JSON.stringify(numbers, null, 2)}\n`);
  return failed ? 1 : 0;
}

function keyed({ figures }: Measured): Record<string, number> {
  return Object.fromEntries(
    figures.flatMap(({ key, value, decimals }) =>
      key === undefined ? [] : [[key, Number(value.toFixed(decimals))]],
    ),
  );
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void Stage.closeAll().finally(() => process.exit(1)));
process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`bench: ${wordsOf(error)}\n${USAGE}`);
  return 2;
});
