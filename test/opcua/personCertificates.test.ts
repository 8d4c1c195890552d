import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClientSession, UserTokenType } from 'node-opcua-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trust } from '../../gateway/cli/opcua/trust.ts';
import type { Io } from '../../gateway/cli/verb.ts';
import {
  addTrusted,
  listCertificates,
  moveCertificate,
  storeFolder,
} from '../../gateway/trust/trustStore.ts';
import { houseSite } from '../harness/house.ts';
import { type UaAuthority, uaAuthority } from '../harness/uaAuthority.ts';
import { openUaRoom, type UaRoom } from '../harness/uaRoom.ts';
import { until } from '../harness/until.ts';

let room: UaRoom;
let authority: UaAuthority;
type Issued = Awaited<ReturnType<UaAuthority['issue']>>;
beforeAll(async () => {
  room = await openUaRoom(houseSite);
  authority = await uaAuthority('Lift Service');
});
afterAll(() => room.close());

const put = (kind: string, file: string, text: string) =>
  writeFileSync(join(storeFolder(room.memory, 'people'), kind, file), text);

/** What the server answers somebody who comes with this certificate; a session where it lets in. */
async function comeIn({ der, key }: Issued): Promise<ClientSession | string> {
  const client = await room.client('viewer');
  await client.connect(room.endpoint);
  try {
    return await client.createSession({
      type: UserTokenType.Certificate,
      certificateData: der,
      privateKey: key,
    });
  } catch (error) {
    await client.disconnect();
    return /Bad\w+/.exec(String(error))?.[0] ?? String(error);
  }
}

/** Whether the server still has it; a client that asks goes on trying to come in again for seconds. */
function isIn({ sessionId }: ClientSession): boolean {
  const sessions = room.server.engine.getSessions();
  return sessions.some(({ nodeId }) => String(nodeId) === String(sessionId));
}

async function letIn(issued: Issued): Promise<ClientSession> {
  const session = await comeIn(issued);
  if (typeof session === 'string') throw new Error(session);
  return session;
}

test('a person whose certificate is taken out while in is out, and does not come in again; others stay', async () => {
  put('issuers/certs', 'authority.pem', authority.certificate);
  put('issuers/crl', 'authority.crl', await authority.revoked());
  const [operator, viewer] = [await authority.issue('operator'), await authority.issue('viewer')];
  expect(await comeIn(operator)).toMatch(/^Bad(IdentityTokenRejected|UserAccessDenied)$/);
  for (const { pem } of [operator, viewer]) addTrusted(room.memory, 'people', Buffer.from(pem));
  const [one, other] = [await letIn(operator), await letIn(viewer)];
  expect([isIn(one), isIn(other)]).toEqual([true, true]);

  const known = listCertificates(room.memory).find(({ name }) => name === 'operator');
  moveCertificate(room.memory, known?.thumbprint ?? '', 'rejected');
  await until('who was taken out is out', () => !isIn(one));
  expect(isIn(other)).toBe(true);
  expect(await comeIn(operator)).toMatch(/^Bad(IdentityTokenRejected|UserAccessDenied)$/);
  addTrusted(room.memory, 'people', Buffer.from(operator.pem));
  expect(isIn(await letIn(operator))).toBe(true);
});

test('a person whose certificate its authority has revoked is out, trusted or not', async () => {
  put('issuers/certs', 'authority.pem', authority.certificate);
  put('issuers/crl', 'authority.crl', await authority.revoked());
  const [operator, viewer] = [await authority.issue('operator'), await authority.issue('viewer')];
  for (const { pem } of [operator, viewer]) addTrusted(room.memory, 'people', Buffer.from(pem));
  const [one, other] = [await letIn(operator), await letIn(viewer)];

  put('issuers/crl', 'later.crl', await authority.revoked(operator.serial));
  await until('who was revoked is out', () => !isIn(one));
  expect(isIn(other)).toBe(true);
  expect(await comeIn(operator)).toMatch(/^Bad(IdentityTokenRejected|UserAccessDenied|CertificateRevoked)$/);
  // the same list written over in place, with one more
  put('issuers/crl', 'later.crl', await authority.revoked(operator.serial, viewer.serial));
  await until('the other too', () => !isIn(other));
  expect(await comeIn(viewer)).toMatch(/^Bad(IdentityTokenRejected|UserAccessDenied|CertificateRevoked)$/);
});

test('a person who is rejected is out though the authority lets in all whom it has certified', async () => {
  put('trusted/certs', 'authority.pem', authority.certificate);
  put('issuers/crl', 'later.crl', await authority.revoked());
  const [operator, viewer] = [await authority.issue('operator'), await authority.issue('viewer')];
  const [one, other] = [await letIn(operator), await letIn(viewer)];
  const said: string[] = [];
  const io = { language: 'en', out: (text: string) => said.push(text) } as unknown as Io;
  const file = join(room.folder, 'operator.pem');
  writeFileSync(file, operator.pem);
  const ask = (...words: string[]) => trust(words, { memory: room.memory, json: false, person: true, io });
  expect(ask('add', file)).toBe(0);
  const thumbprint = new X509Certificate(operator.der).fingerprint;
  expect(ask('reject', thumbprint)).toBe(0);
  expect(said.pop()).toBe('CN=operator is rejected\n');
  await until('who was rejected is out', () => !isIn(one));
  expect(isIn(other)).toBe(true);
  expect(await comeIn(operator)).toMatch(/^Bad(IdentityTokenRejected|UserAccessDenied)$/);
});
