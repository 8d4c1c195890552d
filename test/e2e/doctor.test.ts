import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { testProgram } from '../harness/programs.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

// The doctor beside a real guard: real processes, a real broker that is not there, and what a platform and a screen get to know.

test('the doctor finds a broker that is gone and a program that nobody keeps; guard tells it on, and that it is mended', async () => {
  const stage = openStage();
  await stage.simulate(houseBuilding);
  const broker = await stage.broker();
  const platform = await stage.platform(broker, 'house-1');
  const site = { ...houseSite, uplinks: [{ id: 'city', url: broker.url }] };
  await stage.guard(site, { environment: { LIFELINE_FELL_BACK: 'to 0.0.9: guard did not run steadily' } });
  await stage.courier();
  const desk = await stage.desk();

  // what the box fell back from stands on the screen at once, and lights no lamp
  const before = await desk.status();
  expect(before.problems.map(({ code }) => code)).toEqual(['doctor.fell-back']);
  await until('the platform knows it', () =>
    platform.events.some(({ event }) => event.type === 'system' && event.code === 'update.fell-back'),
  );

  const keep = join(stage.folder, 'journal-size.json');
  const doctor = () => stage.lifeline('doctor', stage.site, '--run', stage.folder, '--keep', keep);
  const well = await doctor();
  expect(well.out).toMatch(/^guard +well +lifeline-gateway/m);
  expect(well.out).toMatch(/^brokers +well +1/m);
  expect(well.out).toMatch(/^programs and orphans +well +guard courier/m);

  // a desk of the same site that lost who started it
  const options = ['--run', join(stage.folder, 'other'), '--listen', '127.0.0.1:0', '--plain', 'off'];
  const words = [process.execPath, ...testProgram('gateway/cli'), 'desk', stage.site, ...options];
  const left = spawn('sh', ['-c', '"$@" >/dev/null 2>&1 & echo $!', 'sh', ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  left.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await until('it was started', () => said.trim() !== '');
  const orphan = Number(said);
  stage.onClose(() => end(orphan));
  await until(
    'init has it',
    () =>
      readFileSync(`/proc/${orphan}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1] === '1',
  );
  await until('it shows its command line', () =>
    readFileSync(`/proc/${orphan}/cmdline`, 'utf8').includes('desk'),
  );
  await broker.stop();
  const sick = await doctor();
  expect(sick.status).toBe(1);
  expect(sick.out).toContain(`process ${orphan} is a desk of this site that no service keeps`);
  expect(sick.out).toContain(`→ end it with: kill ${orphan}`);
  expect(sick.out).toMatch(/the broker of uplink city cannot be reached at .*ECONNREFUSED/);
  const codes = (await desk.status()).problems.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['doctor.broker', 'doctor.orphan']));
  expect(JSON.parse(readFileSync(keep, 'utf8'))).toMatchObject({ bytes: expect.any(Number), perDay: null });

  end(orphan);
  await broker.start();
  await until('courier is back at the broker', async () => {
    const { problems } = await desk.status();
    return !problems.some(({ code }) => code.startsWith('uplink.'));
  });
  const told = () =>
    platform.events.flatMap(({ event }) =>
      event.type === 'system' && event.code === 'doctor.findings' ? [event.text] : [],
    );
  await until('the platform knows by counts what was found', () =>
    told().some((text) => /found by the doctor: .*doctor\.orphan/.test(text)),
  );
  await doctor();
  await until('and that it is over', async () => {
    const { problems } = await desk.status();
    return !problems.some(({ code }) => code === 'doctor.orphan' || code === 'doctor.broker');
  });
});

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
