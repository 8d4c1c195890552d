import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../../gateway/core/log.ts';
import { StateFile } from '../../../gateway/core/stateFile.ts';
import { Bus } from '../../../gateway/guard/bus/bus.ts';
import { liftUnits } from '../../../gateway/guard/bus/line/readOnly.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { RecordKeeper } from '../../../gateway/guard/keepers/recordKeeper.ts';
import { LiftKeeper } from '../../../gateway/guard/lifts/liftKeeper.ts';
import type { JournalWriter } from '../../../gateway/journal/types.ts';
import type { Installation } from '../../../gateway/site/installation.ts';
import {
  type Channel,
  encodeEvent,
  encodeParts,
  eventMessage,
  type Header,
  telemetryMessage,
} from '../../../gateway/telemetry/index.ts';
import { buildingSchema } from '../../../simulators/building.ts';
import { MemoryEndpoint } from '../../../simulators/endpoint/memoryEndpoint.ts';
import { befallLift } from '../../../simulators/lift/mishap.ts';
import { Simulation } from '../../../simulators/simulation.ts';
import { removeFolder } from '../../harness/removeFolder.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { profiles } from '../../simulators/bench.ts';

export type Ride = { readonly atMs: number; readonly from: number; readonly to: number };
/** Bytes of MQTT payload as they would be sent live, and trips that were told. */
export type LiftBytes = { readonly events: number; readonly telemetry: number; readonly trips: number };

/**
 * A simulated lift behind the bytes of its devices, the real bus, and the keepers of lifts and records, all on a virtual
 * clock; every row is made the message that a connected uplink would send of it.
 */
export async function liftBytes(
  building: object,
  installation: Installation,
  spanMs: number,
  rides: readonly Ride[],
): Promise<LiftBytes> {
  const clock = new VirtualClock({ mono: 60_000, utc: Date.UTC(2026, 2, 1, 15, 57) });
  const simulation = new Simulation(buildingSchema.parse(building), profiles, clock);
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-bench-lift-'));
  const files: StateFile[] = [];
  const file = (name: string) => {
    const one = new StateFile(join(folder, name), ({ what }) => {
      throw new Error(what);
    });
    files.push(one);
    return one;
  };
  const sum = { events: 0, telemetry: 0, trips: 0 };
  const journal = countingJournal(clock, sum);
  const remembered = { channels: file('channels.json'), day: file('day.json') };
  const records = new RecordKeeper(clock, journal, remembered, 'bench');
  records.load();
  records.begin(installation);
  const lifts = new LiftKeeper(installation, clock, file, {
    contain: (_lift, call) => call(),
    found: (readings) => records.accept(readings),
    happened: (row) => journal.appendEvent(row),
  });
  lifts.load();
  lifts.start();
  for (const one of [lifts, records]) one.clock(clock.utc() - clock.mono());
  const bus = new Bus({
    ...{ lines: installation.lines, clock, log: silentLog },
    events: {
      readings(readings) {
        lifts.accept(readings);
        records.accept(readings);
      },
      device: () => {},
      line: () => {},
    },
    openLine({ id, connection, ...line }) {
      const serial = simulation.lines.get(id)?.serial;
      if (serial === undefined || connection.type === 'modbus-tcp') throw new Error('no serial line');
      return new RtuLine(
        new MemoryEndpoint(serial, clock),
        connection,
        clock,
        liftUnits({ id, connection, ...line }),
      );
    },
  });
  for (const { atMs, from, to } of rides)
    clock.after(atMs, 'ride', () =>
      simulation.world.change((world) => {
        const { a } = world.lifts;
        const ride = a && befallLift(a, { verb: 'ride', lift: 'a', from, to, kg: 70 });
        if (!ride?.ok) throw new Error('nobody can ride');
        return { ...world, lifts: { ...world.lifts, a: ride.value } };
      }),
    );
  bus.start();
  await clock.advance(SETTLE_MS);
  Object.assign(sum, { events: 0, telemetry: 0, trips: 0 });
  await clock.advance(spanMs);
  const told = { ...sum };
  await clock.until(bus.stop());
  await lifts.stop();
  await records.stop();
  for (const one of files) await one.settled();
  removeFolder(folder);
  return told;
}

/** First readings of every point, and modes that have to last before they count, belong to no trip. */
export const SETTLE_MS = 120_000;

function countingJournal(clock: VirtualClock, sum: { events: number; telemetry: number; trips: number }) {
  let seq = 1_000_000; // after a year or so
  let channels: readonly Channel[] = [];
  const header = (): Header => ({
    ...{ epoch: 'ab00ab00ab00ab00', boot: clock.boot, seq: seq++, birth: 'cd00cd00cd00cd00' },
    time: { mono: Math.round(clock.mono()), utc: clock.utc(), quality: 'ntp' },
    historical: false,
  });
  const writer: Partial<JournalWriter> = {
    setBirth(birth) {
      channels = birth.channels;
    },
    appendEvent(event) {
      sum.events += eventMessage({ ...header(), durable: true }, encodeEvent(event)).length;
      if (event.type === 'lift' && event.what === 'trip') sum.trips++;
    },
    appendPart(part) {
      const place = { first: 1, last: 1, sealed: false, slice: null, evidence: null };
      const parts = encodeParts([part], channels);
      sum.telemetry += telemetryMessage({ ...header(), ...place }, parts).length;
    },
  };
  return writer as JournalWriter;
}
