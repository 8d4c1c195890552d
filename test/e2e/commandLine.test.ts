import { expect, test } from 'vitest';
import { HOUSE, houseBuilding, houseSite, houseSiteWithUplink } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const WRONG = [
  'demo tomorrow',
  'up',
  'guard',
  'courier site.yaml twice',
  'check',
  'check site.yaml --loudly',
  'read /dev/ttyUSB0',
  'read /dev/ttyUSB0 1',
  'read /dev/ttyUSB0 999 --profile ya-k300-s',
  'alarms ring',
  'alarms ack',
  'journal burn journal',
  'listen',
  'listen city.example',
  'simulate',
  'profiles draw',
  'profiles show',
];

test('a command line that cannot be understood is answered with how to write it, and exit status 2', async () => {
  const stage = openStage();
  const answers = await inTurns(2, WRONG, (words) => stage.lifeline(...words.split(' ')));
  for (const [i, words] of WRONG.entries()) {
    const verb = words.split(' ')[0] ?? '';
    expect(answers[i], words).toMatchObject({ status: 2, out: '' });
    expect(answers[i]?.err, words).toMatch(new RegExp(`^.+\\nUsage: lifeline ${verb}\\b.*\\n$`));
  }
  const unknown = await stage.lifeline('chekc');
  expect(unknown).toMatchObject({ status: 2, out: '' });
  expect(unknown.err).toMatch(/there is no verb 'chekc'\n.*check/);
  const help = await stage.lifeline('help');
  expect(help).toMatchObject({ status: 0, err: '' });
  for (const verb of new Set(WRONG.map((words) => words.split(' ')[0])))
    expect(help.out).toContain(`lifeline ${verb}`);
});

test('an installer checks a site, reads a sensor with and without guard, and looks into the journal', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  await building.set('rooms.kitchen.gas', 12.3);
  stage.write('site.yaml', houseSite);

  const checked = await stage.lifeline('check', 'site.yaml');
  expect(checked).toMatchObject({ status: 0, err: '' });
  expect(checked.out).toMatch(/line gas: lines\/gas at 9600 8N1, \d+ devices?, load \d+ %/);
  expect(checked.out).toMatch(/^site\.yaml is fine: /);
  const profiles = await stage.lifeline('profiles', 'check');
  expect(profiles).toMatchObject({ status: 0, err: '' });
  expect((await stage.lifeline('profiles', 'list')).out).toMatch(
    /^ya-k300-s\s+combustible-gas\s+unverified/m,
  );
  expect((await stage.lifeline('profiles', 'show', 'ya-k300-s', '--lang', 'zh')).out).toContain('气体浓度');

  // nobody holds the port yet
  const read = ['read', 'lines/gas', '1', '--profile', 'ya-k300-s', '--run', '.'];
  const alone = await stage.lifeline(...read);
  expect(alone).toMatchObject({ status: 0, err: '' });
  expect(alone.out).toMatch(/^concentration +12\.3 %LEL +good$/m);
  expect(await stage.lifeline('alarms', '--run', '.')).toMatchObject({
    status: 1,
    err: expect.stringMatching(/desk\.sock: guard does not answer\n {2}→ is guard running/),
  });

  const guard = await stage.guard();
  const desk = await stage.desk();
  await until('guard reads', () => desk.shows('gas/concentration'));
  const through = await stage.lifeline(...read, '--json');
  expect(through).toMatchObject({ status: 0, err: '' });
  expect(JSON.parse(through.out.split('\n')[0] ?? '')).toMatchObject({ point: 'concentration', value: 12.3 });
  const past = await stage.lifeline(...read.with(-1, 'elsewhere'));
  expect(past).toMatchObject({
    status: 1,
    out: '',
    err: expect.stringContaining('lines/gas: another program holds this serial port'),
  });
  expect(await stage.lifeline('alarms', 'ack', 'gas-high#long-ago', '--run', '.')).toMatchObject({
    status: 1,
    err: expect.stringContaining('no alarm gas-high#long-ago is standing'),
  });
  const alarm = await until(
    'the alarm is on disk',
    () => desk.alarm('gas-high')?.durable && desk.alarm('gas-high'),
  );
  const listed = await stage.lifeline('alarms', '--run', '.');
  expect(listed.out).toContain('yellow  Gas in the kitchen: 12.3 %LEL (limit 10 %LEL)\n');
  expect(listed.out).toContain(`  ${alarm.occurrence}\n`);

  const beside = await stage.lifeline('journal', 'stat', 'journal');
  expect(beside).toMatchObject({ status: 0, err: '' });
  expect(beside.out).toMatch(/^gateway +house-1$/m);
  await guard.stop();
  expect(await stage.lifeline('journal', 'check', 'journal')).toMatchObject({
    status: 0,
    out: expect.stringMatching(/journal\.db: sound\n/),
  });
  const exported = await stage.lifeline('journal', 'export', 'journal');
  const rows = exported.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const causes = rows.flatMap(({ event }) => (event?.rule === 'gas-high' ? [event.cause] : []));
  expect(causes).toEqual(['raised']);
  expect(rows.some(({ stream, parts }) => stream === 'telemetry' && parts.length > 0)).toBe(true);
});

test('up runs guard and courier, and listen proves on the platform that nothing is missing', async () => {
  const stage = openStage();
  const broker = await stage.broker();
  await stage.simulate(houseBuilding);
  stage.write('site.yaml', houseSiteWithUplink(broker.url));
  const listen = stage.startLifeline('listen', broker.url, '--verify');
  await until('the platform listens', () => listen.said().err.includes('listening to'));
  const up = stage.startLifeline('up', 'site.yaml', '--run', '.');
  const desk = await stage.desk();
  await until('readings arrive', () => / gas\/concentration {2}\d/.test(listen.said().out));
  expect(await up.interrupt()).toMatchObject({ status: 0 });
  await until('guard has gone', () => !desk.alive);
  await until('the platform hears that it was in order', () => listen.said().out.includes('OFFLINE'));
  const heard = await listen.interrupt();
  // what guard wrote last may have had no courier any more: then the proof is not whole, and says so
  const whole = heard.out.trim().split('\n').at(-1)?.includes('verdict: complete');
  expect(heard.status).toBe(whole ? 0 : 1);
  const verdict =
    /^house-1 {2}verdict: (complete|waiting) \(\d+ received, 0 missing, 0 duplicates, 0 in tombstones/m;
  expect(heard.out).toMatch(verdict);
  expect(heard.out).toContain(`${HOUSE}  `);
});

test('simulate serves a building to people, until they have seen enough', async () => {
  const stage = openStage();
  stage.write('building.yaml', houseBuilding);
  const simulate = stage.startLifeline('simulate', 'building.yaml', '--links', 'lines');
  await until('it says where its lines are', () => simulate.said().out.endsWith('}\n'));
  const { lines } = JSON.parse(simulate.said().out) as { lines: { path: string }[] };
  const read = await stage.lifeline(
    'read',
    lines[1]?.path ?? '',
    '2',
    '--profile',
    'keller-series30',
    '--json',
  );
  expect(JSON.parse(read.out.split('\n')[0] ?? '')).toMatchObject({ point: 'pressure', quality: 'good' });
  expect(await simulate.interrupt()).toMatchObject({ status: 0, err: '' });
});

/** Does `work` for every item, `abreast` at a time. */
async function inTurns<T, R>(
  abreast: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const runner = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: abreast }, runner));
  return results;
}
