import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate authority of our own and what it signed: a broker on 127.0.0.1, a client, and an expired broker. */
export type Certificates = {
  readonly folder: string;
  path(name: 'ca.pem' | 'server.pem' | 'server.key' | 'client.pem' | 'client.key' | 'expired.pem'): string;
  remove(): void;
};

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-certificates-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Test authority',
  );
  writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n');
  for (const name of ['server', 'client']) {
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const signed = [
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-extfile',
      'names',
    ];
    openssl(...signed, '-out', `${name}.pem`, '-days', '2');
    if (name === 'server') openssl(...signed, '-out', 'expired.pem', '-days', '-1');
  }
  return {
    folder,
    path: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
