import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Mosquitto } from '../harness/mosquitto.ts';
import { until } from '../harness/until.ts';
import { expectChinese } from '../text/inChinese.ts';
import { City } from './city.ts';
import { Field, FieldGuard } from './field.ts';

// a broker that knows the gateway, and whose administrator forgot to let it publish
test('topics that a broker forbids are told once each and stand on the screens until they are allowed; nothing is lost', async () => {
  const broker = new Mosquitto(['acl_file {folder}/acl', 'log_type all', 'log_dest file {folder}/log']);
  onTestFinished(() => broker.remove());
  const rules = join(broker.folder, 'acl');
  writeFileSync(rules, 'topic read #\n');
  await broker.start();
  const field = new Field([{ id: 'city', url: broker.url }]);
  onTestFinished(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 1).start();
  onTestFinished(() => guard.stop());
  guard.alarm('gas-high#1');
  for (const number of [1, 2, 3]) guard.part(number);
  await field.courier();
  await until('it is told', () => guard.troubles.at(-1) === 'refused');
  const troubles = guard.troubles.length;
  for (const number of [4, 5]) guard.part(number);
  const connections = () =>
    readFileSync(join(broker.folder, 'log'), 'utf8').split('New client connected').length;
  const more = connections() + 4;
  await until('the connection was made anew some times', () => connections() >= more);
  const told = field.problems.map(({ what }) => what);
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told).size, 'each topic once').toBe(told.length);
  for (const one of told)
    expect(one).toMatch(
      /^the broker does not let this gateway publish on lifeline.v1.[^/]*.(birth|event|state|tel)$/,
    );
  for (const problem of field.problems) expectChinese(problem);
  expect(field.words.filter((word) => word.includes('connected to'))).toEqual([]);
  expect(guard.troubles.slice(troubles - 1)).toEqual(['refused']);
  expect(guard.delivered).toEqual([]);

  writeFileSync(rules, 'topic readwrite #\n');
  await broker.stop(); // restarted with the new rules
  await broker.start();
  const city = await new City().connect(broker.url);
  onTestFinished(() => city.stop());
  await until('all is here', () => city.numbers().length === 5 && city.events.size === 1);
  expect(city.verifier.report()).toMatchObject({ missing: [], conflicts: [] });
  await until('it is well', () => guard.troubles.at(-1) === null);
});
