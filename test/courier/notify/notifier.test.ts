import { execFileSync, spawn } from 'node:child_process';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../../gateway/core/log.ts';
import { mail } from '../../../gateway/courier/notify/mail.ts';
import { Notifier } from '../../../gateway/courier/notify/notifier.ts';
import { type Handover, webhook } from '../../../gateway/courier/notify/webhook.ts';
import { ClockTable } from '../../../gateway/courier/wording/clockTable.ts';
import { openJournalReader } from '../../../gateway/journal/read/reader.ts';
import { notificationSchema } from '../../../gateway/site/schema/notificationSchema.ts';
import { until } from '../../harness/until.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { alarm, note, openStore, temporaryFolder } from '../../journal/samples.ts';

const SENDER = { gateway: 'house-1', name: { en: 'Small house', zh: '小楼' } };
const MINUTES = 60_000;

type Heard = { readonly headers: IncomingHttpHeaders; readonly body: string };

/** A receiver that answers with `status`, and what it has heard. */
async function openReceiver() {
  const heard: Heard[] = [];
  const receiver = {
    status: 200,
    heard,
    url: '',
    subjects: () => heard.map(({ body }) => JSON.parse(body).subject),
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (receiver.status === 200) heard.push({ headers: request.headers, body });
      response.writeHead(receiver.status, { location: 'http://203.0.113.1/' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return receiver;
}

/** A journal on the disk, and a notifier over it that can be started again as after a crash. */
function openNotifier(handover: Handover) {
  const folder = temporaryFolder();
  const file = join(folder, 'journal.db');
  const store = openStore(file);
  store.events(note('before anybody wanted to be told'), alarm('old#1', 'red'));
  const opened = openJournalReader(file);
  if (!opened.ok) throw new Error(opened.error.code);
  const reader = opened.value;
  onTestFinished(() => {
    reader.close();
    store.close();
  });
  const clock = new VirtualClock();
  const troubles: (string | null)[] = [];
  const site = notificationSchema.parse({ id: 'firm', to: 'webhook', url: 'https://firm.example/' });
  const start = () => {
    const notifier = new Notifier({
      ...{ site, sender: SENDER, handover, folder, clock, log: silentLog, times: new ClockTable() },
      journal: { read: (use) => use(reader) },
      onTrouble: (problem) => troubles.push(problem?.code ?? null),
    });
    notifier.start();
    return notifier;
  };
  return { ...store, clock, troubles, start };
}

it('tells what begins and ends from a severity up, in order, signed as openssl reckons it', async () => {
  const receiver = await openReceiver();
  const { events, start } = openNotifier(webhook({ url: receiver.url }, 'a secret', SENDER));
  const notifier = start();
  events(alarm('gas#1', 'red'), alarm('door#1', 'yellow'), note('started'), alarm('gas#1', 'red', 'A'));
  notifier.wake();
  await until('both are told', () => receiver.heard.length === 2);
  expect(receiver.subjects()).toEqual([
    '[red] Small house: Gas high, raised',
    '[red] Small house: Gas high, over',
  ]);
  const [first] = receiver.heard;
  const hash = execFileSync('openssl', ['dgst', '-sha256', '-hmac', 'a secret', '-hex'], {
    input: first?.body ?? '',
  });
  expect(`sha256=${String(hash).trim().split(' ').at(-1)}`).toBe(first?.headers['x-lifeline-signature']);
  expect(JSON.parse(first?.body ?? '')).toMatchObject({
    ...{ gateway: 'house-1', severity: 'red', when: null },
    event: { occurrence: 'gas#1', cause: 'raised', value: 30 },
  });
  await notifier.stop();
});

it('goes on where it was after a receiver that was away, a crash, and a redirect that it does not follow', async () => {
  const receiver = await openReceiver();
  const { events, start, clock, troubles } = openNotifier(webhook({ url: receiver.url }, null, SENDER));
  const first = start();
  receiver.status = 503;
  events(alarm('gas#1', 'red'), alarm('gas#2', 'red'));
  first.wake();
  await until('it is told to be away', () => troubles.includes('notify.away'));
  await first.stop(); // as a crash leaves it: nothing was handed over
  const second = start();
  receiver.status = 302;
  await until('it is told to refuse', async () => {
    await clock.advance(5 * MINUTES);
    return troubles.at(-1) === 'notify.refused';
  });
  receiver.status = 200;
  await until('both have come', async () => {
    await clock.advance(5 * MINUTES);
    return receiver.heard.length >= 2;
  });
  expect(
    receiver.heard.map(({ headers }) => headers['x-lifeline-delivery']?.toString().split('/')[1]),
  ).toEqual(['3', '4']);
  expect(troubles.at(-1)).toBeNull();
  await second.stop();
});

it('leaves out the oldest of what waits too long, and what is refused for good, and says how many', async () => {
  const receiver = await openReceiver();
  const { events, start, clock, troubles } = openNotifier(webhook({ url: receiver.url }, null, SENDER));
  const notifier = start();
  receiver.status = 410;
  events(...Array.from({ length: 260 }, (_, n) => alarm(`gas#${n}`, 'red')));
  notifier.wake();
  // the word that sixty are missing, and the first message after it, are refused five times each
  await until('they are refused', async () => {
    await clock.advance(5 * MINUTES);
    return troubles.length >= 10;
  });
  receiver.status = 200;
  await until('the rest has come', async () => {
    await clock.advance(5 * MINUTES);
    return receiver.heard.length >= 200;
  });
  const texts = receiver.heard.map(
    ({ body }) => JSON.parse(body) as { subject: string; text: string; event: unknown },
  );
  expect(texts[0]?.text).toContain('1 messages');
  expect(texts.filter(({ event }) => event !== null)).toHaveLength(199);
  await notifier.stop();
});

it('mails to a server that nobody here wrote, with a name that cannot break out of its line', async () => {
  const port = 20_000 + (process.pid % 20_000);
  const server = spawn('python3', [
    '-u',
    '-W',
    'ignore',
    '-m',
    'smtpd',
    '-n',
    '-c',
    'DebuggingServer',
    `127.0.0.1:${port}`,
  ]);
  onTestFinished(() => void server.kill());
  let said = '';
  server.stdout.on('data', (chunk) => (said += chunk));
  const site = notificationSchema.parse({
    ...{ id: 'firm', to: 'email', server: `smtp://127.0.0.1:${port}`, language: 'zh' },
    ...{ from: 'box@house.example', recipients: ['duty@firm.example'] },
  });
  if (site.to !== 'email') throw new Error('it is mail');
  const sender = { gateway: 'house-1', name: '小楼\r\nBcc: thief@elsewhere.example' };
  const hand = mail(site, null, sender);
  const notice = {
    ...{ key: 'abc/7', utc: null, severity: 'red' as const, event: null },
    ...{ subject: `【红色】${sender.name}：燃气`, text: '燃气泄漏\n' },
  } as const;
  await until('the server takes it', async () => (await hand(notice)).ok);
  await until('the mail was seen', () => said.includes('END MESSAGE'));
  const head = said.split("b''")[0] ?? '';
  expect(head).toContain('Message-ID: <abc.7@house-1.lifeline>');
  expect(head).toContain('Auto-Submitted: auto-generated');
  expect(head).not.toMatch(/^b'Bcc:/m);
});
