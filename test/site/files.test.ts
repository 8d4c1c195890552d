import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import { readGiven } from '../../gateway/cli/givenFile.ts';
import { packageRoot } from '../../gateway/core/program.ts';
import { checkSite, reportData, reportText } from '../../gateway/reports/site/siteReport.ts';
import { loadStartingSite } from '../../gateway/site/lastGood.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { saveSite } from '../../gateway/site/save.ts';
import { checkSecrets, loadSecrets } from '../../gateway/site/secrets.ts';
import { lastGoodPath, readSiteSource, siteTextNow } from '../../gateway/site/siteSource.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { expectChinese } from '../text/inChinese.ts';
import { catalog } from './fixture.ts';

const EXAMPLE = join(packageRoot(), 'test/site/oneSensor.yaml');
const GOOD = readFileSync(EXAMPLE, 'utf8');
const BROKEN = GOOD.replace('profile: ya-k300-s', 'profile: ya-k300-x');

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  path = join(folder, 'site.yaml');
});
afterEach(() => removeFolder(folder));

describe('the example site', () => {
  test('is fine and says how busy its line is', () => {
    const report = checkSite(EXAMPLE);
    expect(report.problems).toEqual([]);
    expect(reportText(report)).toMatch(/line rs485: \/dev\/ttyUSB0 at 9600 8N1, 1 device, load \d+ %/);
    expect(reportData(report)).toMatchObject({
      ok: true,
      gateway: 'my-first-gateway',
      lines: [{ line: 'rs485' }],
    });
  });
});

describe('saving', () => {
  test('puts the new text in place whole, keeps it as the last good one and leaves nothing beside', async () => {
    expect((await saveSite(path, GOOD, catalog, LINE_JUDGES)).ok).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(GOOD);
    expect(readFileSync(lastGoodPath(path), 'utf8')).toBe(GOOD);
    expect(readdirSync(folder).toSorted()).toEqual(['site.yaml', 'site.yaml.last-good']);
  });

  test('refuses a text that could not be started from, and leaves the file alone', async () => {
    await saveSite(path, GOOD, catalog, LINE_JUDGES);
    const refused = await saveSite(path, BROKEN, catalog, LINE_JUDGES);
    expect(refused).toMatchObject({ ok: false, error: [{ code: 'site.unknown-profile' }] });
    expect(readFileSync(path, 'utf8')).toBe(GOOD);
  });

  test('into a folder that is not there is a problem', async () => {
    const refused = await saveSite(join(folder, 'gone', 'site.yaml'), GOOD, catalog, LINE_JUDGES);
    expect(refused).toMatchObject({ ok: false, error: [{ code: 'site.unwritable' }] });
    if (!refused.ok) refused.error.forEach(expectChinese);
  });
});

describe('starting', () => {
  test('from a good file gives the very text that was checked, to be kept, unless it is kept already', async () => {
    writeFileSync(path, GOOD);
    expect(loadStartingSite(path, catalog, LINE_JUDGES)).toMatchObject({
      value: { from: 'site-file', problems: [], text: GOOD },
    });
    await saveSite(path, GOOD, catalog, LINE_JUDGES);
    expect(loadStartingSite(path, catalog, LINE_JUDGES)).toMatchObject({ value: { text: null } });
  });

  test('from a file that is no site file by its size is refused at once', () => {
    writeFileSync(path, `${GOOD}\n${'#'.repeat(2_000_000)}`);
    const large = loadSite(path, catalog, LINE_JUDGES);
    expect(large).toMatchObject({ ok: false, error: [{ code: 'site.too-large', where: path }] });
    writeFileSync(path, `a: [${'1,'.repeat(20_000)}]`);
    const many = loadSite(path, catalog, LINE_JUDGES);
    expect(many).toMatchObject({ ok: false, error: [{ code: 'site.too-many-values' }] });
    for (const refused of [large, many]) if (!refused.ok) refused.error.forEach(expectChinese);
  });

  test('is read of a file alone: a device has no end, and a pipe waits for somebody to write', async () => {
    const pipe = join(folder, 'pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    for (const where of ['/dev/zero', pipe]) {
      const refused = readSiteSource(where);
      expect(refused).toMatchObject({ ok: false, error: { code: 'site.not-a-file', where } });
      if (!refused.ok) expectChinese(refused.error);
      expect(await siteTextNow(where)).toBe(''); // what guard looks at again and again
    }
    expect(readGiven('/dev/zero')).toMatchObject({ ok: false, error: { where: '/dev/zero' } });
    writeFileSync(path, `${GOOD}\n${'#'.repeat(2_000_000)}`);
    expect(await siteTextNow(path)).toBe('');
    writeFileSync(path, GOOD);
    expect(await siteTextNow(path)).toBe(GOOD);
    expect(await siteTextNow(join(folder, 'gone.yaml'))).toBeNull();
  });

  test.each([
    ['a mistake in it', BROKEN],
    ['half of it', GOOD.slice(0, 300)],
    ['nothing in it', ''],
  ])('from a file with %s goes on with the last good one, and says so', async (_name, text) => {
    await saveSite(path, GOOD, catalog, LINE_JUDGES);
    writeFileSync(path, text);
    const site = await loadStartingSite(path, catalog, LINE_JUDGES);
    expect(site).toMatchObject({ ok: true, value: { from: 'last-good' } });
    if (!site.ok) return;
    expect(site.value.installation.devices.size).toBe(1);
    expect(site.value.problems.length).toBeGreaterThan(1);
    expect(site.value.problems.at(-1)).toMatchObject({ code: 'site.last-good' });
    site.value.problems.forEach(expectChinese);
    expect(readFileSync(lastGoodPath(path), 'utf8')).toBe(GOOD); // the broken one never takes its place
  });

  test('from a file that was removed goes on with the last good one', async () => {
    await saveSite(path, GOOD, catalog, LINE_JUDGES);
    rmSync(path);
    expect(await loadStartingSite(path, catalog, LINE_JUDGES)).toMatchObject({
      ok: true,
      value: { from: 'last-good' },
    });
  });

  test('without a last good one never means defaults', async () => {
    writeFileSync(path, BROKEN);
    expect(await loadStartingSite(path, catalog, LINE_JUDGES)).toMatchObject({
      ok: false,
      error: [{ code: 'site.unknown-profile' }],
    });
    const none = await loadStartingSite(join(folder, 'none.yaml'), catalog, LINE_JUDGES);
    expect(none).toMatchObject({ ok: false, error: [{ code: 'site.not-found' }] });
    if (!none.ok) none.error.forEach(expectChinese);
  });
});

describe('profiles', () => {
  test('of a folder beside the site file are known too', () => {
    const shipped = readFileSync(join(packageRoot(), 'drivers/profiles/ya-k300-s/profile.yaml'), 'utf8');
    mkdirSync(join(folder, 'profiles', 'my-gas'), { recursive: true });
    writeFileSync(
      join(folder, 'profiles', 'my-gas', 'profile.yaml'),
      shipped.replace('id: ya-k300-s', 'id: my-gas'),
    );
    writeFileSync(path, GOOD.replace('profile: ya-k300-s', 'profile: my-gas'));
    expect(loadSite(path, readProfiles(path), LINE_JUDGES).ok).toBe(true);
    expect(loadSite(path, readProfiles(), LINE_JUDGES).ok).toBe(false);
  });

  test('of the installer take the place of shipped ones, without a complaint', () => {
    const shipped = readFileSync(join(packageRoot(), 'drivers/profiles/ya-k300-s/profile.yaml'), 'utf8');
    mkdirSync(join(folder, 'profiles', 'ya-k300-s'), { recursive: true });
    writeFileSync(
      join(folder, 'profiles', 'ya-k300-s', 'profile.yaml'),
      shipped.replace(/^source:\n(?: {2}.*\n)+/m, 'source: our own bench\n'),
    );
    const catalog = readProfiles(path);
    expect(catalog.problems).toEqual([]);
    expect(catalog.profiles.get('ya-k300-s')?.source.en).toBe('our own bench');
  });
});

describe('an own profile that cannot be used', () => {
  test.each([
    ['a wrong type', (text: string) => text.replace('type: u16', 'type: u17'), 'schema'],
    ['no YAML', (text: string) => text.replace('vendor:', 'vendor: {'), 'yaml.bracket-open'],
  ])('is told by what is wrong in it and where, never as missing: %s', (_what, broken, code) => {
    const shipped = readFileSync(join(packageRoot(), 'drivers/profiles/ya-k300-s/profile.yaml'), 'utf8');
    const own = join(folder, 'profiles', 'my-gas');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'profile.yaml'), broken(shipped).replace('id: ya-k300-s', 'id: my-gas'));
    writeFileSync(path, GOOD.replace('profile: ya-k300-s', 'profile: my-gas'));
    const { problems } = checkSite(path);
    expect(problems.map((one) => one.code.split('/')[0])).toEqual([code]);
    expect(problems[0]?.where).toMatch(/my-gas\/profile\.yaml:\d+$/);
    problems.forEach(expectChinese);
  });
});

describe('secrets', () => {
  const withSecret = GOOD.replace(/url: .*/, 'url: mqtts://broker\n    username: me\n    secret: broker');

  function site() {
    writeFileSync(path, withSecret);
    const loaded = loadSite(path, catalog, LINE_JUDGES);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
    return loaded.value;
  }
  function secrets(text: string, mode: number): string {
    const file = join(folder, 'secrets.yaml');
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  test('are read from a file that only its owner and group may read', () => {
    expect(loadSecrets(secrets('broker: "s3cret"\n', 0o640))).toEqual({
      ok: true,
      value: { broker: 's3cret' },
    });
    expect(checkSecrets(site())).toEqual([]);
  });

  test.each([0o644, 0o604, 0o660, 0o602])(
    'are refused when others may read or change them (mode %o)',
    (mode) => {
      const read = loadSecrets(secrets('broker: "s3cret"\n', mode));
      expect(read).toMatchObject({ ok: false, error: { code: 'secrets.exposed' } });
      if (!read.ok) expectChinese(read.error);
    },
  );

  test('that are missing are told by name, the others never by content', () => {
    secrets('other: "s3cret"\n', 0o600);
    const [problem] = checkSecrets(site());
    expect(problem).toMatchObject({ code: 'secrets.missing' });
    expect(JSON.stringify(problem)).toContain('broker');
    expect(JSON.stringify(problem)).not.toContain('s3cret');
    expect(checkSite(path).problems).toMatchObject([{ code: 'secrets.missing' }]);
    checkSite(path).problems.forEach(expectChinese);
  });

  test('that are no list of passwords are a problem that does not repeat them', () => {
    const read = loadSecrets(secrets('broker: [s3cret]\n', 0o600));
    expect(read).toMatchObject({ ok: false, error: { code: 'secrets.malformed' } });
    if (!read.ok) expectChinese(read.error);
    expect(JSON.stringify(read)).not.toContain('s3cret');
  });
});
