import { join } from 'node:path';
import type { DeviceTiming } from '../../gateway/alarmTime/deviceTiming.ts';
import { type Clock, sleep, systemClock } from '../../gateway/core/clock.ts';
import { openLine } from '../../gateway/guard/bus/line/openLine.ts';
import type { ExchangeResult, LineClient } from '../../gateway/guard/bus/types.ts';
import type { Measured, Measurement } from './figure.ts';
import { registerSenses, registersProfile, registerValue } from './registersProfile.ts';
import { Stage } from './stage.ts';

const EXCHANGES = 2000;
const REGISTERS = 48;
const COUNT = 4; // of every request, so that any late reply could pass for the next answer by its length
const SERIAL = { type: 'serial', baud: 38_400, parity: 'none', stopBits: 1, adapterMs: 2 } as const;
const TIMING: DeviceTiming = { turnaroundMs: 2, responseMs: 60, lateWindowMs: 240, gapMs: 0 };
const LATE = { kind: 'late', probability: 0.05, timeoutMs: 65, beyond: 0.2, windowMs: 300 } as const;
const BIT_ERROR_RATE = 1e-4; // about two frames in a hundred

type Count = Record<ExchangeResult['kind'] | 'wrong' | 'lateSeen', number>;

/** Counts values that are not the register's own when one reply in twenty comes too late. */
export const lateReplies: Measurement = {
  name: 'late',
  about: `${EXCHANGES} exchanges on a bus of one unit and as many on a bus of ten, 5 % late beyond the timeout, a little bit noise`,
  run: measure,
};

async function measure(): Promise<Measured> {
  await using stage = new Stage();
  const profile = 'bench-registers';
  stage.profile(
    registersProfile({ id: profile, registers: REGISTERS, ...TIMING, class: 'state', periodMs: 1000 }),
  );
  const buses = [
    { id: 'one', units: 1 },
    { id: 'ten', units: 10 },
  ];
  const unitsOf = (units: number) => Array.from({ length: units }, (_, i) => i + 1);
  await stage.simulate({
    lines: buses.map(({ id, units }) => ({
      id,
      link: id,
      baud: SERIAL.baud,
      bitErrorRate: BIT_ERROR_RATE,
      devices: unitsOf(units).map((unit) => ({
        id: `${id}-${unit}`,
        profile,
        unit,
        senses: registerSenses(unit, REGISTERS),
        faults: [LATE],
      })),
    })),
  });
  const clock = systemClock();
  const counts = await Promise.all(
    buses.map(async ({ id, units }) => {
      const line = openLine({ ...SERIAL, path: join(stage.folder, 'lines', id) }, clock);
      const opened = await line.open();
      if (!opened.ok) throw new Error(opened.error.what);
      const count = await interrogate(line, clock, unitsOf(units));
      await line.close();
      return { id, count };
    }),
  );
  return {
    figures: [
      {
        key: 'late.wrong',
        what: 'values that are not the register’s own',
        value: counts.reduce((sum, { count }) => sum + count.wrong, 0),
        unit: '',
        decimals: 0,
        goal: { atMost: 0 },
      },
    ],
    remarks: counts.map(
      ({ id, count }) =>
        `bus of ${id}: ${count.ok} right, ${count.wrong} wrong, ${count.timeout} timeouts, ${count.crc} garbled, ${count.mismatch} not believed; ${count.lateSeen} late replies recognised and thrown away`,
    ),
  };
}

/** Asks whichever unit is ready for registers picked at random, and checks every value. */
async function interrogate(line: LineClient, clock: Clock, units: readonly number[]): Promise<Count> {
  const count: Count = {
    ok: 0,
    wrong: 0,
    timeout: 0,
    crc: 0,
    mismatch: 0,
    unsure: 0,
    exception: 0,
    portLost: 0,
    refused: 0,
    lateSeen: 0,
  };
  for (let i = 0; i < EXCHANGES; i++) {
    const unit = await nextReady(line, clock, units, i);
    const address = Math.floor(Math.random() * (REGISTERS - COUNT + 1));
    const request = { op: 'read', unit, table: 'holding', address, count: COUNT } as const;
    const result = await line.exchange(request, TIMING);
    const right =
      result.kind !== 'ok' ||
      result.values.every((value, nth) => value === registerValue(unit, address + nth));
    count[right ? result.kind : 'wrong']++;
  }
  count.lateSeen = units.reduce((sum, unit) => sum + line.lateSeen(unit), 0);
  return count;
}

/** Units in turn, leaving out those in quarantine. A late reply may end one before its time. */
async function nextReady(
  line: LineClient,
  clock: Clock,
  units: readonly number[],
  turn: number,
): Promise<number> {
  for (;;) {
    for (let step = 0; step < units.length; step++) {
      const unit = units[(turn + step) % units.length] ?? 1;
      if (line.readyAt(unit) <= clock.mono()) return unit;
    }
    await sleep(clock, 5, 'quarantine');
  }
}
