import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrustEntry } from '../../gateway/desk/http/api/settingsApi.ts';
import { certificateFiles, keepRejected, memoryBelow } from '../../gateway/trust/trustStore.ts';
import { openDesk } from './openDesk.ts';

/** A certificate made by openssl, in DER. */
function aCertificate(folder: string, name: string): Buffer {
  const [key, der] = [join(folder, `${name}.key`), join(folder, `${name}.der`)];
  const subject = ['-subj', `/CN=${name}/O=Elsewhere`, '-addext', `subjectAltName=URI:urn:${name}`];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      der,
      '-outform',
      'DER',
      ...subject,
    ],
    { stdio: 'pipe', env: { ...process.env, OPENSSL_CONF: '/etc/ssl/openssl.cnf' } },
  );
  return readFileSync(der);
}

describe('certificates of OPC UA clients on the page', () => {
  it('are listed when they were shown, trusted and taken back by an admin, and every decision is written down', async () => {
    const { claimed, folder, audited, access } = await openDesk();
    const ask = await claimed();
    expect((await ask('GET', '/api/opcua/trust')).json()).toEqual({ served: false, certificates: [] });
    const memory = memoryBelow(folder);
    keepRejected(memory, 'clients', aCertificate(folder, 'scada'));
    keepRejected(memory, 'people', aCertificate(folder, 'li'));
    keepRejected(memory, 'people', aCertificate(folder, 'stranger'));
    const { served, certificates } = (await ask('GET', '/api/opcua/trust')).json();
    expect(served).toBe(true);
    const named = (certificates as TrustEntry[]).map(({ store, trusted, applicationUri, person }) =>
      [store, trusted, applicationUri, person].join(' '),
    );
    expect(named.toSorted()).toEqual([
      'clients false urn:scada ',
      'people false urn:li Li',
      'people false urn:stranger ',
    ]);
    const [{ thumbprint }] = certificates;
    const decide = (body: object) => ask('POST', '/api/opcua/trust', body);
    const trusted = await decide({ store: 'clients', thumbprint, trusted: true });
    expect([trusted.statusCode, trusted.json().certificates[0].trusted]).toEqual([200, true]);
    // where the server looks
    expect(certificateFiles(memory, 'clients', 'trusted').length).toBe(1);
    expect(
      (await decide({ store: 'clients', thumbprint, trusted: false })).json().certificates,
    ).toContainEqual(expect.objectContaining({ thumbprint, trusted: false }));
    const unknown = await decide({ store: 'people', thumbprint, trusted: true });
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'opcua.unknown-certificate']);
    expect(
      (await decide({ store: 'clients', thumbprint: thumbprint.slice(0, 8), trusted: true })).statusCode,
    ).toBe(400);
    expect(audited.filter((line) => line.includes('certificate'))).toEqual([
      'Li trust-certificate true',
      'Li reject-certificate true',
      'Li trust-certificate false',
    ]);
    // an installer may look, and no more
    await access.people.add({ id: 'wu', name: 'Wu', role: 'admin' }, 'a long enough password', Date.now());
    await access.people.amend('li', { role: 'installer' });
    expect((await ask('GET', '/api/opcua/trust')).statusCode).toBe(200);
    expect((await decide({ store: 'clients', thumbprint, trusted: true })).statusCode).toBe(403);
  });

  it('can be brought along as a file, before the client ever came; what is none is refused', async () => {
    const { claimed, folder } = await openDesk();
    const ask = await claimed();
    mkdirSync(memoryBelow(folder));
    const add = (file: Buffer) =>
      ask('POST', '/api/opcua/trust/files', {
        ...{ store: 'people', name: 'li.der', file: file.toString('base64') },
      });
    const added = await add(aCertificate(folder, 'li'));
    expect(added.json().certificates).toMatchObject([{ store: 'people', trusted: true, person: 'Li' }]);
    const none = await add(Buffer.from('no certificate at all'));
    expect([none.statusCode, none.json().code]).toEqual([400, 'opcua.no-certificate']);
    expect(existsSync(join(memoryBelow(folder), 'people', 'rejected'))).toBe(false);
  });
});
