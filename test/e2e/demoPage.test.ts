import { expect, test } from 'vitest';
import { DESKTOP, openBrowser, openPage } from '../harness/browser.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

test('the link of the demonstration opens the page logged in; a leak by its button is an alarm on the page and at the platform', async () => {
  const stage = openStage();
  const demo = stage.program('gateway/cli', 'demo', '--page');
  const link = await until('the link is printed', () =>
    demo.words.map((line) => /(http:\/\/localhost:\d+\/#demo=\S+)/.exec(line)?.[1]).find(Boolean),
  );
  const { page, errors } = await openPage(await openBrowser(), DESKTOP, 'en-GB');
  await page.goto(link);
  await page.getByRole('heading', { name: 'The building' }).waitFor();
  expect(page.url()).not.toContain('demo='); // nobody reads a password over a shoulder

  await page.getByRole('button', { name: 'Gas leaks in kitchen 301' }).click();
  await page.getByText('The siren is sounding').waitFor();
  await page
    .getByRole('complementary')
    .getByText(/ALARM yellow raised: Gas 301/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Stop the leak' }).click();
  await page.getByRole('button', { name: 'Gas leaks in kitchen 301' }).waitFor();
  expect(errors).toEqual([]);
}, 120_000);
