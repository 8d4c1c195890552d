import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SignedPapers, type WholePaper } from '../../gateway/telemetry/index.ts';
import { openBrowser, openPage, PHONE } from '../harness/browser.ts';
import { enter } from '../harness/deskHouse.ts';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { InstallerHand } from '../harness/installerHand.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const PICTURES = process.env.LIFELINE_PICTURES;
const GAS = 'rooms.kitchen.gas';

/** The house with a siren at its relay board, whose relays are read back. */
const siteAt = (url: string) => ({
  ...houseSiteWithUplink(url),
  annunciators: [{ device: 'board', leaseS: 10, outputs: [{ point: 'relay1', drives: 'siren' }] }],
});

test('a gas detector is proven from the sensor to the city, a siren that is not heard is told as failed, and the record is signed, kept, forwarded and checked by openssl', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const broker = await stage.broker();
  const platform = await stage.platform(broker, HOUSE);
  const site = stage.write('site.yaml', siteAt(broker.url));
  const up = stage.program(
    'gateway/cli',
    ...['up', site, '--run', stage.folder, '--listen', '127.0.0.1:0', '--plain', 'off'],
  );
  const said = (pattern: RegExp) =>
    until(`up says ${pattern}`, () => up.words.map((line) => pattern.exec(line)?.[1]).find(Boolean));
  const [code, port] = [await said(/Claim code: (\S+)/), await said(/https:\/\/localhost:(\d+)\//)];
  const desk = await stage.desk();
  await until('gas is read', () => ['good', 'warm-up'].includes(desk.shows('gas/concentration')?.[1] ?? ''));

  const { page, errors } = await openPage(await openBrowser(), PHONE, 'zh-CN');
  const hand = new InstallerHand(page);
  const picture = async (name: string) => {
    if (PICTURES !== undefined)
      await page.screenshot({ path: join(PICTURES, `record-${name}.png`), fullPage: true });
  };
  const origin = `https://127.0.0.1:${port}`;
  await page.goto(`${origin}/#c=${code}`);
  await enter(page);
  await until('gas is good', () => desk.shows('gas/concentration')?.[1] === 'good', 300);
  await page.goto(`${origin}/commission/checks`);
  await page.getByRole('heading', { name: '逐只验证' }).waitFor();
  await picture('checks');

  // the bump test: gas on the sensor, each leg by itself, and one question for an ear
  await hand.type('标气及批号', '甲烷 55 %LEL 批号 17');
  await hand.tap('冲击测试');
  await page.getByText('现在通气').waitFor();
  await building.set(GAS, 55);
  await page.getByText('听到警报器了吗？').waitFor();
  await until('the siren is commanded', async () => {
    const { devices } = await building.state();
    return devices.find(({ id }) => id === 'board')?.outputs.relay1 === true;
  });
  await until('it was read back', async () =>
    (await page.getByText('警报器命令并回读').textContent())?.includes('✓'),
  );
  await picture('bump');
  await hand.tap('听到');
  await building.set(GAS, 0);
  await page.getByText('1 只中 1 只已验证').waitFor();
  await until('the alarm of the test is over', () => desk.alarm('gas-high') === undefined);

  // the building: a siren that nobody hears has failed; the city answers
  await hand.tap('鸣响');
  await page.getByText('听到警报器了吗？').waitFor();
  await hand.tap('没听到');
  await hand.tap('发送测试');
  await page.getByText(/✓ city/).waitFor();
  await picture('building');

  // the signature: refused by the page while something is open without a reason
  await hand.follow('签发记录与文件');
  const sign = page.getByRole('button', { name: /^以 张伟 签发/ });
  await sign.waitFor();
  expect(await sign.isDisabled()).toBe(true);
  await hand.type('为所有空项填写同一原因', '第二只警报器已订购');
  await hand.tap('全部采用');
  await picture('gaps');
  await hand.tap(/^以 张伟 签发/);
  await page.getByText('已存入日志').waitFor();
  await picture('papers');

  // the city has it, and what it has is what was signed
  const papers = new SignedPapers();
  let paper: WholePaper | null = null;
  let taken = 0;
  await until('the city has the paper', () => {
    for (const { event } of platform.events.slice(taken)) paper ??= papers.take(event);
    taken = platform.events.length;
    return paper !== null;
  });
  const whole = paper as unknown as WholePaper;
  const record = JSON.parse(Buffer.from(whole.bytes).toString('utf8'));
  expect(record.building_tests).toContainEqual({
    ...{ test: 'siren', where: null, outcome: 'failed', why: 'not-heard' },
    ...{ detail: 'board/relay1', by: '张伟', done: expect.anything() },
  });
  expect(record.devices[0].bump).toMatchObject({ passed: true, gas: '甲烷 55 %LEL 批号 17' });
  expect(record.people).toMatchObject([{ name: '张伟', role: 'admin' }]);
  const told = platform.events.flatMap(({ event }) =>
    event.type === 'command' && event.verb.endsWith('-test') ? [`${event.verb} ${event.detail}`] : [],
  );
  expect(told).toContain('siren-test building FAILED; not heard: board/relay1');
  expect(told).toContain('bump-test gas/concentration passed');

  // the journal gives it back; openssl and `record verify` say the same; one changed byte is seen
  const out = join(stage.folder, 'out');
  mkdirSync(out);
  const exported = await stage.lifeline('record', 'export', stage.journal, '--out', out);
  const file = exported.out.trim();
  expect(readFileSync(file).equals(Buffer.from(whole.bytes))).toBe(true);
  const openssl = () =>
    execFileSync(
      'openssl',
      [
        'pkeyutl',
        '-verify',
        '-rawin',
        '-pubin',
        '-inkey',
        `${file}.pem`,
        '-in',
        file,
        '-sigfile',
        `${file}.sig`,
      ],
      { encoding: 'utf8' },
    );
  expect(openssl()).toContain('Signature Verified Successfully');
  expect((await stage.lifeline('record', 'verify', file)).status).toBe(0);

  // its page, and where its code leads
  await page.goto(`${origin}/api/papers/${whole.sha256}?lang=zh`);
  await page.getByRole('heading', { name: '小楼' }).waitFor();
  await picture('page');
  await page.goto(`${origin}/verify#${whole.sha256}`);
  await page.getByText('本网关签发过此哈希的文件').waitFor();
  await picture('verify');

  const bytes = readFileSync(file);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  expect(openssl).toThrow();
  expect((await stage.lifeline('record', 'verify', file)).status).not.toBe(0);
  expect(errors).toEqual([]);
});
