import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { DESKTOP, openBrowser, openPage } from '../harness/browser.ts';
import { claimedDesk, DESK_PASSWORD } from '../harness/deskClient.ts';
import { enter } from '../harness/deskHouse.ts';
import { HOUSE, houseBuilding, houseSite } from '../harness/house.ts';
import { freePort } from '../harness/mosquitto.ts';
import { openSmtp } from '../harness/smallSmtp.ts';
import { SOAK } from '../harness/soak.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

/** A program that is told of alarms, until it is closed. */
async function openHook() {
  const heard: { severity: string; subject: string }[] = [];
  let takes = true;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      if (takes) heard.push(JSON.parse(body));
      response.writeHead(takes ? 200 : 410).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const refuse = () => {
    takes = false;
  };
  return { heard, refuse, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

/** A house whose administrator looks at its settings. */
async function openSettings() {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const port = await freePort();
  await stage.guard({ ...houseSite, page: { port, host: '127.0.0.1' } });
  await claimedDesk(stage, 'Li', []);
  const { page, errors } = await openPage(await openBrowser(), DESKTOP, 'en-GB');
  await page.goto(`https://127.0.0.1:${port}/settings`);
  await enter(page, DESK_PASSWORD, 'Li');
  return { stage, building, port, page, errors };
}

/** Takes up what the open form says, and keeps it as somebody does who looked first. */
async function applied(page: Page, form: string): Promise<void> {
  const own = page.locator(form);
  await own.getByRole('button', { name: 'Look at what it would do' }).click();
  await own.locator('#apply-site').click();
  await kept(page);
}

async function kept(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Load the page to keep it' }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Keep it' }).waitFor({ state: 'detached' });
}

test('an administrator tells a program and people by mail of alarms, by the form, and hears when they cannot be reached', async () => {
  const { stage, building, page, errors } = await openSettings();
  await stage.courier();
  const [hook, smtp] = [await openHook(), await openSmtp()];

  // a program
  await page.getByText('Tell somebody', { exact: true }).click();
  await page.locator('#notify-to').selectOption('webhook');
  await page.locator('#notify-id').fill('firm');
  await page.locator('#notify-url').fill(hook.url);
  await page.locator('#notify-severity').selectOption('red');
  await applied(page, '.form:has(#notify-to)');
  // people
  await page.getByText('Tell somebody', { exact: true }).click();
  await page.locator('#notify-to').selectOption('email');
  await page.locator('#notify-id').fill('people');
  await page.locator('#notify-recipients').fill('li@example.org\nwang@example.org');
  await page.locator('#notify-server').fill(smtp.url);
  await page.locator('#notify-from').fill('box@example.org');
  await applied(page, '.form:has(#notify-to)');

  await building.set('rooms.kitchen.gas', 60);
  await until('the program was told', () =>
    hook.heard.some(({ severity, subject }) => severity === 'red' && subject.includes('Gas in the kitchen')),
  );
  await until('the people were told', () => smtp.mails.length > 0);
  expect(smtp.mails[0]).toMatchObject({
    from: 'box@example.org',
    to: ['li@example.org', 'wang@example.org'],
  });

  // one takes nothing any more, the other is gone: that is told beside their names, at once where somebody has to do something
  hook.refuse();
  smtp.close();
  await building.set('rooms.kitchen.gas', 0);
  const refused = page.locator('li:has(strong:text-is("firm")) .refusal');
  await refused.waitFor();
  expect(await refused.textContent()).toContain('does not take');
  if (SOAK) await page.locator('li:has(strong:text-is("people")) .refusal').waitFor({ timeout: 120_000 });

  // one that is told no more troubles nobody
  await page.locator('li:has(strong:text-is("firm"))').getByRole('button', { name: 'Tell no more' }).click();
  await applied(page, 'li:has(strong:text-is("firm"))');
  await page.locator('li:has(strong:text-is("firm"))').waitFor({ state: 'detached' });
  await page.getByText('notification firm:').waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
});

test('the file of another box is taken over on trial, and the page moves, by its forms', async () => {
  const { stage, port, page, errors } = await openSettings();

  // the box as a file, and the file of another box: what it loosens needs a reason, and what this one is called stays
  const download = page.waitForEvent('download');
  await page.getByText('This box as a file').click();
  const box = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
  expect(box.gateway).toBe(HOUSE);
  const site = parse(box.site);
  site.gateway.id = 'another';
  site.rules[0].high.red = 70;
  const file = (text: string) => ({
    ...{ name: 'box.json', mimeType: 'application/json', buffer: Buffer.from(text) },
  });
  await page.locator('#box-file').setInputFiles(file('age-encryption.org/v1\n-> scrypt'));
  await page.getByText('This is a whole backup').waitFor();
  const another = {
    ...box,
    gateway: 'another',
    site: JSON.stringify(site),
    profiles: { gauge: 'id: gauge' },
  };
  await page.locator('#box-file').setInputFiles(file(JSON.stringify(another)));
  await page.getByText('Profiles of that box that this one does not have so: gauge').waitFor();
  expect(await page.locator('#apply-site').isDisabled()).toBe(true);
  await page.locator('#site-reason').fill('as in the other house');
  await page.locator('#apply-site').click();
  await kept(page);
  const changed = parse(readFileSync(stage.site, 'utf8'));
  expect([changed.gateway.id, changed.rules[0].high.red]).toEqual([HOUSE, 70]);

  // the page moves: it is had at both addresses, and kept at the new one
  const moved = await freePort();
  await page.getByText('Move this page', { exact: true }).click();
  await page.locator('#network-port').fill(String(moved));
  await page.locator('#network-host').fill('127.0.0.1');
  await page.getByRole('button', { name: 'Look at what it would do' }).last().click();
  await page.locator('#apply-site').click();
  await page.getByText('until').first().waitFor();
  await until('it is had at the new address', () =>
    page.goto(`https://127.0.0.1:${moved}/settings`).then(
      () => true,
      () => false,
    ),
  );
  await page.getByRole('button', { name: 'Keep it' }).click();
  await until('the old address is given up', () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => false,
      (error: Error) => String(error.cause).includes('ECONNREFUSED'),
    ),
  );
  await page.locator('.facts').getByText(`127.0.0.1:${moved}`).waitFor();
  expect(errors).toEqual([]);
});
