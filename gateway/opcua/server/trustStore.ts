import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { certificateNames } from './certificateText.ts';

/** Of whom: programs that connect, or people who show a certificate of their own in place of a password. */
export const TRUST_STORES = ['clients', 'people'] as const;
export type TrustStoreName = (typeof TRUST_STORES)[number];

export type KnownCertificate = {
  readonly store: TrustStoreName;
  readonly trusted: boolean;
  /** SHA-1 of the certificate, upper case hex: how OPC UA names one. */
  readonly thumbprint: string;
  readonly subject: string;
  readonly applicationUri: string | null;
  readonly until: string; // ISO date
};

/** Where the certificates of a store are; the layout is OPC UA's own (10000-12, 8.3.3). */
export function storeFolder(state: string, store: TrustStoreName): string {
  return join(state, 'opcua', store);
}

const FOLDERS = { trusted: 'trusted/certs', rejected: 'rejected' } as const;

/** Every certificate that was ever shown, trusted ones first. A file that is no certificate is passed over. */
export function listCertificates(state: string): readonly KnownCertificate[] {
  return TRUST_STORES.flatMap((store) =>
    (['trusted', 'rejected'] as const).flatMap((kind) =>
      filesOf(join(storeFolder(state, store), FOLDERS[kind])).flatMap(({ der }) => {
        const names = certificateNames(der);
        if (names === null) return [];
        return [{ store, trusted: kind === 'trusted', thumbprint: thumbprintOf(der), ...names }];
      }),
    ),
  );
}

/**
 * Moves a certificate to the trusted or to the rejected ones; the running server sees it at once. `which`: the beginning of
 * its thumbprint.
 *
 * @returns what was moved, none where nothing has this thumbprint, or several where it is cut too short
 */
export function moveCertificate(
  state: string,
  which: string,
  to: 'trusted' | 'rejected',
): readonly KnownCertificate[] {
  const wanted = which.replaceAll(/[:\s]/g, '').toUpperCase();
  const found = listCertificates(state).filter(({ thumbprint }) => thumbprint.startsWith(wanted));
  const [only, second] = found;
  if (only === undefined || second !== undefined || wanted.length < 4) return found;
  const folder = storeFolder(state, only.store);
  const target = join(folder, FOLDERS[to]);
  mkdirSync(target, { recursive: true });
  for (const from of [FOLDERS.trusted, FOLDERS.rejected])
    for (const { path, name, der } of filesOf(join(folder, from)))
      if (thumbprintOf(der) === only.thumbprint && from !== FOLDERS[to]) renameSync(path, join(target, name));
  return [{ ...only, trusted: to === 'trusted' }];
}

function thumbprintOf(der: Uint8Array): string {
  return createHash('sha1').update(der).digest('hex').toUpperCase();
}

function filesOf(folder: string): { path: string; name: string; der: Uint8Array }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.(pem|der|crt|cer)$/i.test(name))
    .map((name) => {
      const path = join(folder, name);
      return { path, name, der: derOf(readFileSync(path)) };
    });
}

function derOf(file: Buffer): Uint8Array {
  const text = file.toString('latin1');
  const pem = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(text);
  return pem?.[1] === undefined ? file : Buffer.from(pem[1], 'base64');
}
