import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { invalidateServerCertificateCache, type OPCUAServer } from 'node-opcua-server';
import type { Clock } from '../../core/clock.ts';
import { shareTrust, storeFolder } from '../../trust/trustStore.ts';

const VALID_DAYS = 825;
const RENEW_BEFORE_MS = 60 * 86_400_000;
/** A box without a clock that is right: a certificate that begins in the future is believed by nobody. */
const BEGINS_BEFORE_MS = 2 * 86_400_000;

export type OwnCertificate = {
  readonly certificateFile: string;
  readonly privateKeyFile: string;
  readonly clients: OPCUACertificateManager;
  readonly people: OPCUACertificateManager;
};

/** All addresses of this machine and all names it is known by. */
export function machineNames(more: readonly string[]): { readonly dns: string[]; readonly ip: string[] } {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address }) => address.split('%')[0] ?? '');
  const all = [...new Set([...more, hostname(), 'localhost', ...addresses])];
  return {
    dns: all.filter((name) => isIP(name) === 0),
    ip: all.filter((name) => isIP(name) !== 0),
  };
}

/**
 * The server's key and self-signed certificate under `<memory>/clients/own`, made where there is none, one that ends
 * soon, or one that lacks a name it is reached by; and the two trust lists beside it. Without openssl.
 */
export async function ownCertificate(
  memory: string,
  applicationUri: string,
  names: readonly string[],
  clock: Clock,
): Promise<OwnCertificate> {
  const folder = (store: 'clients' | 'people') => {
    const path = storeFolder(memory, store);
    mkdirSync(path, { recursive: true, mode: 0o750 });
    return path;
  };
  const clients = new OPCUACertificateManager({ rootFolder: folder('clients'), keySize: 2048 });
  const people = new OPCUACertificateManager({ rootFolder: folder('people'), keySize: 2048 });
  await clients.initialize();
  await people.initialize();
  for (const store of ['clients', 'people'] as const) shareTrust(memory, store);
  const certificateFile = join(clients.rootDir, 'own/certs/lifeline.pem');
  await freshen(clients, certificateFile, { applicationUri, names, clock });
  return { certificateFile, privateKeyFile: clients.privateKey, clients, people };
}

/**
 * Makes a new certificate for a running server where its own ends soon, or was made while the clock of the box was wrong and
 * is of another time now. Connections stay; who comes next is shown the new one.
 *
 * @returns whether there is a new one
 */
export async function renewCertificate(server: OPCUAServer, asked: Wanted): Promise<boolean> {
  const clients = server.serverCertificateManager as OPCUACertificateManager;
  if (!(await freshen(clients, server.certificateFile, asked))) return false;
  invalidateServerCertificateCache(server);
  return true;
}

type Wanted = {
  readonly applicationUri: string;
  readonly names: readonly string[];
  readonly clock: Pick<Clock, 'utc'>;
};

async function freshen(
  clients: OPCUACertificateManager,
  outputFile: string,
  { applicationUri, names, clock }: Wanted,
): Promise<boolean> {
  if (isUsable(outputFile, applicationUri, names, clock.utc())) return false;
  await clients.createSelfSignedCertificate({
    ...{ applicationUri, outputFile, validity: VALID_DAYS },
    ...machineNames(names),
    subject: '/CN=Lifeline gateway/O=Lifeline',
    startDate: new Date(clock.utc() - BEGINS_BEFORE_MS),
  });
  return true;
}

function isUsable(file: string, applicationUri: string, names: readonly string[], now: number): boolean {
  if (!existsSync(file)) return false;
  try {
    const { subjectAltName = '', validToDate, validFromDate } = new X509Certificate(readFileSync(file));
    const inTime = validFromDate.getTime() <= now && validToDate.getTime() - RENEW_BEFORE_MS > now;
    return (
      inTime &&
      subjectAltName.includes(`URI:${applicationUri}`) &&
      names.every((name) => subjectAltName.includes(name))
    );
  } catch {
    return false;
  }
}
