import { type ChildProcess, spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { Mosquitto } from '../harness/mosquitto.ts';
import { testProgram } from '../harness/programs.ts';
import { soak } from '../harness/soak.ts';
import { until } from '../harness/until.ts';
import { City } from './city.ts';
import { Field, FieldGuard } from './field.ts';

const KILLS = soak(20);
const BACKLOG = 500;
/** Rows written while one courier lives; one in ten is an event. */
const ROWS_PER_LIFE = 30;
/** A life ends after so many messages of it at most, or, one time in five, before its first word. */
const LONGEST_LIFE = 60;
const START_MS = 400;
/** A courier takes less than a second to start, on a machine that does nothing else. */
const PATIENCE_MS = KILLS * 15_000;

/** One gateway under load, its broker, and the platform behind it. */
async function setup() {
  const broker = await new Mosquitto().start();
  onTestFinished(() => broker.remove());
  const city = await new City().connect(broker.url);
  onTestFinished(() => city.stop());
  const field = new Field([{ id: 'city', url: broker.url, inFlightBytes: 1024 }]);
  onTestFinished(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 3).start();
  onTestFinished(() => guard.stop());
  return { city, field, guard };
}

function startCourier(field: Field): ChildProcess {
  const child = spawn(
    process.execPath,
    [...testProgram('test/courier/courierProgram'), field.site, field.run],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test(
  `courier killed ${KILLS} times under load: nothing is missing, and what comes twice is the same`,
  async () => {
    const { city, field, guard } = await setup();
    const written = { parts: 0, events: 0 };
    const write = (rows: number) => {
      for (let n = 0; n < rows; n++)
        if (n % 10 === 5) guard.alarm(`gas-high#${++written.events}`);
        else guard.part(++written.parts);
    };
    write(BACKLOG);
    for (let kill = 0; kill < KILLS; kill++) {
      const courier = startCourier(field);
      const heard = city.arrived.length;
      if (Math.random() < 0.2) await new Promise((resolve) => setTimeout(resolve, START_MS * Math.random()));
      else {
        await until('this courier speaks', () => city.arrived.length > heard);
        write(ROWS_PER_LIFE);
        const end = heard + Math.ceil(LONGEST_LIFE * Math.random());
        const all = () => city.verifier.report().received === written.parts + written.events;
        await until('it has spoken for a while', () => city.arrived.length >= end || all());
      }
      const gone = new Promise((resolve) => courier.once('exit', resolve));
      courier.kill('SIGKILL');
      await gone;
    }
    write(ROWS_PER_LIFE);
    startCourier(field);
    const rows = written.parts + written.events;
    await until('the platform has everything', () => {
      const { received, complete } = city.verifier.report();
      return received === rows && complete;
    });
    expect(city.numbers()).toEqual(Array.from({ length: written.parts }, (_, n) => n + 1));
    expect(city.events.size).toBe(written.events);
    expect(city).toMatchObject({ undecoded: [], conflicts: [] });
    expect(city.repeated).toBeGreaterThan(0); // some were killed between a message and guard's word of it
  },
  PATIENCE_MS,
);
