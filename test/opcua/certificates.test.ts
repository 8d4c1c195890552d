import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { expect, onTestFinished, test } from 'vitest';
import { trust } from '../../gateway/cli/opcua/trust.ts';
import type { Io } from '../../gateway/cli/verb.ts';
import { silentLog } from '../../gateway/core/log.ts';
import { hearChecks } from '../../gateway/opcua/server/certificateChecks.ts';
import { isBelieved } from '../../gateway/opcua/server/standingCredentials.ts';
import { STRANGERS_KEPT, Strangers } from '../../gateway/opcua/server/strangers.ts';
import {
  addTrusted,
  certificateFiles,
  keepRejected,
  listCertificates,
  moveCertificate,
  storeFolder,
} from '../../gateway/trust/trustStore.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { uaAuthority } from '../harness/uaAuthority.ts';

// the library puts back the word "undefined" where nothing was set, and openssl fails in whatever test comes next
process.env.OPENSSL_CONF ??= '/etc/ssl/openssl.cnf';

test('a client that knocks while it is being trusted stays trusted', async () => {
  const { memory, manager, refused } = await aStore();
  const shown = await aCertificate(memory, 'client');
  expect((await manager.checkCertificate(shown)).name).toBe('BadCertificateUntrusted');
  expect(refused()).toBe(1);
  const [known] = listCertificates(memory);
  expect(known).toMatchObject({ trusted: false, subject: 'CN=client', applicationUri: 'urn:client' });

  const knocking = Array.from({ length: 20 }, () => manager.checkCertificate(shown));
  moveCertificate(memory, known?.thumbprint ?? '', 'trusted');
  await Promise.all(knocking);
  expect((await manager.checkCertificate(shown)).name).toBe('Good');
  expect(listCertificates(memory)).toMatchObject([{ trusted: true }]);
});

test('strangers with ever new certificates are told of a few times, and the newest are kept', async () => {
  const { memory } = await aStore();
  const told: string[] = [];
  const strangers = new Strangers(memory, { ...silentLog, problem: ({ what }) => told.push(what) });
  for (let i = 0; i < STRANGERS_KEPT + 30; i++)
    keepRejected(memory, 'clients', Buffer.from(`certificate ${i}`));
  expect(certificateFiles(memory, 'clients', 'rejected').length).toBe(STRANGERS_KEPT + 30);
  strangers.look();
  expect(certificateFiles(memory, 'clients', 'rejected').length).toBe(STRANGERS_KEPT);
  expect(told).toEqual([]); // none of these is a certificate that could be trusted

  keepRejected(memory, 'clients', await aCertificate(memory, 'evil\u001b[2Jname'));
  strangers.look();
  strangers.look();
  expect(told.length).toBe(1);
  expect(listCertificates(memory)[0]?.subject).not.toContain('\u001b');
});

test('a certificate can be brought along as a file on the command line, of a client or of a person', async () => {
  const { memory } = await aStore();
  const file = join(memory, 'brought.der');
  writeFileSync(file, await aCertificate(memory, 'wang'));
  const said: string[] = [];
  const io = {
    language: 'en',
    out: (text: string) => said.push(text),
    err: (text: string) => said.push(text),
  };
  const run = (words: readonly string[], person: boolean) =>
    trust(words, { memory, json: false, person, io: io as unknown as Io });
  expect(run(['add', file], true)).toBe(0);
  expect(said.pop()).toBe('CN=wang is trusted\n');
  expect(listCertificates(memory)).toMatchObject([{ store: 'people', trusted: true, name: 'wang' }]);
  const [{ thumbprint = '' } = {}] = listCertificates(memory);
  expect(run(['reject', thumbprint], false)).toBe(0);
  expect(listCertificates(memory)).toMatchObject([{ store: 'people', trusted: false }]);
  expect(run(['add', join(memory, 'nothing.der')], false)).toBe(1);
  expect(said.pop()).toContain('is no certificate');
});

test.each([
  ['of an authority that is known', 'issuers/certs'],
  ['of an authority that is trusted as a whole', 'trusted/certs'],
])('a client %s is not believed once the authority has revoked it', async (_, kind) => {
  const { memory, manager } = await aStore();
  const authority = await uaAuthority('Lift Service');
  const put = async (where: string, text: string) => {
    writeFileSync(join(storeFolder(memory, 'clients'), where), text);
    await manager.reloadCertificates(); // as the server does when it sees a change of its lists
  };
  await put(`${kind}/authority.pem`, authority.certificate);
  await put('issuers/crl/authority.crl', await authority.revoked());
  const [one, other] = [await authority.issue('one'), await authority.issue('other')];
  const believed = () => Promise.all([one, other].map(({ der }) => isBelieved(manager, der)));
  const byItself = kind === 'trusted/certs';
  expect(await believed()).toEqual([byItself, byItself]);
  for (const { pem } of [one, other]) addTrusted(memory, 'clients', Buffer.from(pem));
  await manager.reloadCertificates();
  expect(await believed()).toEqual([true, true]);

  await put('issuers/crl/authority.crl', await authority.revoked(one.serial));
  expect(await believed()).toEqual([false, true]);
  expect((await manager.checkCertificate(one.der)).name).toBe('BadCertificateRevoked');
});

test('who is rejected stays out though the authority is trusted, sends the whole chain, or others come in hundreds; until trusted again', async () => {
  const { memory, manager } = await aStore();
  const authority = await uaAuthority('Lift Service');
  const put = (where: string, text: string) =>
    writeFileSync(join(storeFolder(memory, 'clients'), where), text);
  const [one, other, stranger] = [
    await authority.issue('one'),
    await authority.issue('other'),
    await authority.issue('stranger'),
  ];
  const believed = async () => {
    await manager.reloadCertificates(); // as the server does when it sees a change of its lists
    return Promise.all([one, other].map(({ der }) => isBelieved(manager, der)));
  };
  expect(await isBelieved(manager, stranger.der)).toBe(false);
  put('trusted/certs/authority.pem', authority.certificate);
  put('issuers/crl/authority.crl', await authority.revoked());
  expect(await believed()).toEqual([true, true]);
  // who was a stranger before is none now, and is not shown as one
  expect(await isBelieved(manager, stranger.der)).toBe(true);
  expect(listCertificates(memory).map(({ subject }) => subject)).toEqual(['CN=Lift Service']);

  addTrusted(memory, 'clients', Buffer.from(one.pem));
  const known = listCertificates(memory).find(({ name }) => name === 'one');
  moveCertificate(memory, known?.thumbprint ?? '', 'rejected');
  expect(await believed()).toEqual([false, true]);
  const chain = Buffer.concat([one.der, new X509Certificate(authority.certificate).raw]);
  expect(await isBelieved(manager, chain)).toBe(false);
  for (let i = 0; i <= STRANGERS_KEPT; i++)
    writeFileSync(join(storeFolder(memory, 'clients'), 'rejected', `${i}.pem`), stranger.pem);
  new Strangers(memory, silentLog).look();
  expect(await believed()).toEqual([false, true]);
  expect(listCertificates(memory)).toContainEqual({ ...known, trusted: false });

  moveCertificate(memory, known?.thumbprint ?? '', 'trusted');
  expect(await believed()).toEqual([true, true]);
});

test('a certificate whose file was put among the trusted ones by hand is one certificate, and is rejected as one', async () => {
  const { memory, manager } = await aStore();
  const { der, pem } = await (await uaAuthority('Lift Service')).issue('one');
  keepRejected(memory, 'clients', der);
  writeFileSync(join(storeFolder(memory, 'clients'), 'trusted/certs', 'mine.pem'), pem);
  const [only, second] = listCertificates(memory);
  expect([only?.trusted, second]).toEqual([true, undefined]);
  expect(moveCertificate(memory, only?.thumbprint ?? '', 'rejected')).toEqual([{ ...only, trusted: false }]);
  expect(await isBelieved(manager, der)).toBe(false);
  writeFileSync(join(storeFolder(memory, 'clients'), 'trusted/certs', 'mine.pem'), pem);
  await manager.reloadCertificates();
  await isBelieved(manager, der);
  expect(certificateFiles(memory, 'clients', 'refused')).toEqual([]);
});

test('certificates that came as files of one name are all refused, and none is lost for another', async () => {
  const { memory, manager } = await aStore();
  const authority = await uaAuthority('Lift Service');
  const clients = storeFolder(memory, 'clients');
  writeFileSync(join(clients, 'trusted/certs', 'authority.pem'), authority.certificate);
  writeFileSync(join(clients, 'issuers/crl', 'authority.crl'), await authority.revoked());
  const ours = [await authority.issue('one'), await authority.issue('other')];
  for (const { der, pem } of ours) {
    writeFileSync(join(clients, 'trusted/certs', 'client.pem'), pem);
    moveCertificate(memory, new X509Certificate(der).fingerprint, 'rejected');
  }
  await manager.reloadCertificates();
  expect(await Promise.all(ours.map(({ der }) => isBelieved(manager, der)))).toEqual([false, false]);
  for (const { der } of ours) moveCertificate(memory, new X509Certificate(der).fingerprint, 'trusted');
  expect(listCertificates(memory).map(({ name, trusted }) => [name, trusted])).toEqual(
    expect.arrayContaining([
      ['one', true],
      ['other', true],
    ]),
  );
});

async function aStore() {
  const memory = mkdtempSync(join(tmpdir(), 'lifeline-trust-'));
  const manager = new OPCUACertificateManager({ rootFolder: storeFolder(memory, 'clients'), keySize: 2048 });
  await manager.initialize();
  onTestFinished(async () => {
    await manager.dispose();
    removeFolder(memory);
  });
  let count = 0;
  hearChecks(manager, { memory, store: 'clients', refused: () => count++ });
  return { memory, manager, refused: () => count };
}

/** A certificate of somebody else, in DER. */
async function aCertificate(memory: string, name: string): Promise<Buffer> {
  const maker = new OPCUACertificateManager({ rootFolder: join(memory, 'elsewhere'), keySize: 2048 });
  await maker.initialize();
  const outputFile = join(memory, 'elsewhere', 'made.pem');
  await maker.createSelfSignedCertificate({
    ...{ applicationUri: 'urn:client', outputFile, validity: 10, dns: ['localhost'] },
    ...{ subject: `/CN=${name}`, startDate: new Date(Date.now() - 86_400_000) },
  });
  await maker.dispose();
  const base64 = readFileSync(outputFile, 'utf8').replaceAll(/-----[^-]+-----|\s/g, '');
  return Buffer.from(base64, 'base64');
}
