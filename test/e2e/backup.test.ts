import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

// A box is lost in the middle of an alarm and of an outage; its backup goes on in another one.

const GAS = 'rooms.kitchen.gas';
const WORDS = 'correct horse battery staple';

test('a backup taken beside a running guard goes on in another box: the same alarm, a new epoch, and no row is missing', async () => {
  const old = openStage();
  const building = await old.simulate(houseBuilding);
  const broker = await old.broker();
  const platform = await old.platform(broker, HOUSE);
  const guard = await old.guard(houseSiteWithUplink(broker.url));
  const courier = await old.courier();
  await until('the platform hears of it', () => platform.events.length > 0);
  await courier.stop(); // from here on nobody brings anything away
  const desk = await old.desk();
  await building.set(GAS, 60);
  const { occurrence } = await until('gas is red, and on disk', () =>
    desk.alarms.find(({ durable }) => durable),
  );
  old.write('secrets.yaml', 'city: "s3cret-of-the-broker"\n');
  const words = old.write('passphrase', `${WORDS}\n`);
  const file = join(old.folder, 'box.age');

  const backup = await old.lifeline('backup', file, old.site, '--journal', '--passphrase-file', words);
  expect(backup).toMatchObject({ status: 0, err: '' });
  expect(backup.out).toContain('every row of the journal too');
  expect(backup.out).not.toContain(WORDS);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file).includes('s3cret')).toBe(false);
  expect(readdirSync(old.folder).filter((name) => name.startsWith('.lifeline'))).toEqual([]);
  expect((await old.lifeline('backup', file, old.site, '--passphrase-file', words)).err).toContain(
    'such a file already',
  );
  const epoch = (await desk.status()).journal?.epoch;
  const busy = await old.lifeline('restore', file, old.site, '--passphrase-file', words, '--replace');
  expect(busy.err).toContain('guard runs on this folder: nothing was changed');
  await guard.kill();

  const box = openStage();
  await box.simulate(houseBuilding);
  const wrong = box.write('wrong', 'correct horse battery stable\n');
  const restore = (...more: string[]) =>
    box.lifeline('restore', file, box.site, ...more, '--root', box.folder);
  expect((await restore('--passphrase-file', wrong)).err).toContain('the passphrase does not open this file');
  expect(existsSync(box.site)).toBe(false);
  const restored = await restore('--passphrase-file', words);
  expect(restored).toMatchObject({ status: 0, err: '' });
  expect(restored.out).toContain('switch the old box off');
  expect((await restore('--passphrase-file', words)).err).toContain('there is a site here already');
  expect(statSync(join(box.folder, 'secrets.yaml')).mode & 0o007).toBe(0);

  await box.guard();
  const newDesk = await box.desk();
  const standing = await until('the alarm stands in the new box', () => newDesk.alarms[0]);
  expect(standing.occurrence).toBe(occurrence);
  const status = await newDesk.status();
  expect(status.journal?.epoch).not.toBe(epoch);
  expect(status.problems.map(({ code }) => code)).not.toContain('journal.rows-missing');
  await box.courier();
  await until('the platform has what the old box had not told, and what the new one tells', () => {
    const epochs = new Set(platform.events.map((event) => event.epoch));
    const { complete, missing } = platform.report;
    const raised = platform.steps.some((step) => step.occurrence === occurrence && step.cause === 'raised');
    return epochs.size === 2 && raised && complete && missing.length === 0;
  });
  expect(platform.report.tombstoned).toEqual([]);
  expect(platform.undecoded).toEqual([]);
});

test('a backup without the journal says what will never come, and a damaged one touches nothing', async () => {
  const old = openStage();
  const building = await old.simulate(houseBuilding);
  const broker = await old.broker();
  const guard = await old.guard(houseSiteWithUplink(broker.url));
  const desk = await old.desk();
  await building.set(GAS, 60);
  await until('gas is red, and on disk', () => desk.alarms.some(({ durable }) => durable));
  const words = old.write('passphrase', WORDS);
  const file = join(old.folder, 'box.age');
  expect((await old.lifeline('backup', file, old.site, '--passphrase-file', words)).status).toBe(0);
  const made = await old.lifeline('backup', join(old.folder, 'made.age'), old.site);
  expect(made.out).toMatch(/passphrase, shown this once and kept nowhere: \S{10,}/);
  await guard.stop();

  const bytes = readFileSync(file);
  const cut = old.write('cut.age', '');
  writeFileSync(cut, bytes.subarray(0, bytes.length - 100));
  const site = readFileSync(old.site, 'utf8');
  const replace = (name: string) =>
    old.lifeline('restore', name, old.site, '--passphrase-file', words, '--replace', '--root', old.folder);
  expect((await replace(cut)).err).toContain('damaged or was cut off: nothing of it is used');
  expect(readFileSync(old.site, 'utf8')).toBe(site);

  expect((await replace(file)).status).toBe(0);
  expect(readFileSync(join(old.folder, 'site.yaml.before-restore'), 'utf8')).toBe(site);
  expect(readdirSync(old.journal).filter((name) => /^journal-[0-9a-f]{16}\.db$/.test(name))).toHaveLength(1);
  await old.guard();
  await until('it stands again', async () => (await old.desk()).alarms.length > 0);
});
