import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { KeyedCertificate } from './certificateMaker.ts';

const DAY_MS = 86_400_000;
const RENEW_BEFORE_MS = 30 * DAY_MS;
const PRIVATE = 0o600;

/** What the server shows: its certificate, with the authority behind it. `fingerprint`: SHA-256, hexadecimal pairs. */
export type ServerCertificate = KeyedCertificate & {
  readonly chainPem: string;
  readonly caPem: string | null; // of the box's own authority, which may have signed it; null: there is none
  readonly fingerprint: string;
};

/**
 * The certificates of this box in `folder`: `ca.pem`, `ca.key`, `server.pem`, `server.key`. Made where they are missing; a
 * server certificate that the authority of this box has signed is renewed before it ends, or when the box got another
 * address. One that somebody put there (signed by another) is used as it is.
 *
 * @param utc now, Unix ms, never before the program was built
 */
export async function serverCertificate(
  folder: string,
  name: string,
  utc: number,
): Promise<ServerCertificate> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const server = read(folder, 'server');
  const authority = read(folder, 'ca');
  if (server !== null && !isDue(server, authority, utc)) return shown(server, authority);
  // loaded when something has to be made: that is once a year
  const maker = await import('./certificateMaker.ts');
  const signer = authority ?? write(folder, 'ca', await maker.makeAuthority(name, utc));
  const made = await maker.makeServerCertificate(signer, ownNames(), utc);
  return shown(write(folder, 'server', made), signer);
}

/** Names and addresses by which this box is reached now. */
export function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list = []) =>
    list.filter(({ address }) => !address.startsWith('fe80')).map(({ address }) => address),
  );
  const host = hostname();
  return [...new Set([host, `${host}.local`, 'localhost', ...addresses, '127.0.0.1'])];
}

function isDue(server: KeyedCertificate, authority: KeyedCertificate | null, utc: number): boolean {
  const certificate = new X509Certificate(server.certPem);
  if (authority === null || !certificate.verify(new X509Certificate(authority.certPem).publicKey))
    return false;
  const names = certificate.subjectAltName ?? '';
  const missing = ownNames().some((name) => !name.includes(':') && !names.includes(name));
  return missing || certificate.validToDate.getTime() - utc < RENEW_BEFORE_MS;
}

function shown(server: KeyedCertificate, authority: KeyedCertificate | null): ServerCertificate {
  const { fingerprint256 } = new X509Certificate(server.certPem);
  const chainPem = authority === null ? server.certPem : `${server.certPem.trim()}\n${authority.certPem}`;
  return { ...server, chainPem, caPem: authority?.certPem ?? null, fingerprint: fingerprint256 };
}

/** Null where one of the two is missing or is none. */
function read(folder: string, name: string): KeyedCertificate | null {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  if (!existsSync(cert) || !existsSync(key)) return null;
  try {
    const pair = { certPem: readFileSync(cert, 'utf8'), keyPem: readFileSync(key, 'utf8') };
    new X509Certificate(pair.certPem);
    return pair;
  } catch {
    return null;
  }
}

function write(folder: string, name: string, pair: KeyedCertificate): KeyedCertificate {
  for (const [ending, text] of [
    ['key', pair.keyPem],
    ['pem', pair.certPem],
  ] as const) {
    const path = join(folder, `${name}.${ending}`);
    writeFileSync(`${path}.new`, text, { mode: PRIVATE });
    renameSync(`${path}.new`, path);
  }
  return pair;
}
