import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../harness/removeFolder.ts';

type CertificateName =
  | 'ca.pem'
  | 'server.pem'
  | 'server.key'
  | 'client.pem'
  | 'client.key'
  | 'expired.pem'
  | 'future.pem'
  | 'chained.pem'
  | 'misnamed.pem'
  | 'forged.pem'
  | 'by-client.pem'
  | 'for-clients.pem'
  | 'long-over.pem';

/**
 * A certificate authority of our own and what it signed: a broker on 127.0.0.1, a client, brokers whose certificates are
 * over, not yet valid, signed by an authority below ours, for another host or for clients; and what others signed. All for
 * the key `server.key`.
 */
export type Certificates = {
  readonly folder: string;
  path(name: CertificateName): string;
  remove(): void;
};

const DAY_MS = 86_400_000;
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-certificates-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'serial'), '1000\n');
  writeFileSync(join(folder, 'ca.cnf'), CONFIGURATION);
  const sign = (request: string, name: string, days: [from: number, to: number], more: Signing = {}) => {
    const { by = 'ca', extensions = 'subjectAltName=IP:127.0.0.1' } = more;
    writeFileSync(join(folder, 'extensions'), `${extensions}\n`);
    openssl(
      ...['ca', '-batch', '-config', 'ca.cnf', '-keyfile', `${by}.key`, '-notext'],
      ...(by === request ? ['-selfsign'] : ['-cert', `${by}.pem`]),
      ...['-in', `${request}.csr`, '-out', `${name}.pem`, '-extfile', 'extensions'],
      ...['-startdate', stamp(days[0]), '-enddate', stamp(days[1])],
    );
  };
  const request = (name: string) =>
    openssl('req', '-new', ...KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
  // authorities last longer than what they sign
  for (const name of ['ca', 'stranger']) {
    request(name);
    sign(name, name, [-4000, 4000], { by: name, extensions: 'basicConstraints=critical,CA:true' });
  }
  for (const name of ['server', 'client', 'below']) request(name);
  sign('server', 'server', [-1, 2]);
  sign('client', 'client', [-1, 2]);
  sign('below', 'below', [-400, 700], { extensions: 'basicConstraints=critical,CA:true' });
  sign('server', 'expired', [-30, -2]);
  sign('server', 'future', [2, 30]);
  sign('server', 'long-over', [-3000, -2900]);
  sign('server', 'misnamed', [-30, -2], { extensions: 'subjectAltName=DNS:broker.invalid' });
  sign('server', 'for-clients', [-30, -2], {
    extensions: 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=clientAuth',
  });
  sign('server', 'forged', [-30, -2], { by: 'stranger' });
  sign('server', 'by-client', [-30, -2], { by: 'client' });
  sign('server', 'chained', [-30, -2], { by: 'below' });
  for (const [name, issuer] of [
    ['chained', 'below'],
    ['by-client', 'client'],
  ])
    execFileSync('sh', ['-c', `cat ${issuer}.pem >> ${name}.pem`], { cwd: folder });
  return {
    folder,
    path: (name) => join(folder, name),
    remove: () => removeFolder(folder),
  };
}

type Signing = { readonly by?: string; readonly extensions?: string };

const CONFIGURATION = `[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
`;

/** So many days from now, as OpenSSL wants it. */
function stamp(days: number): string {
  return `${new Date(Date.now() + days * DAY_MS).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
}
