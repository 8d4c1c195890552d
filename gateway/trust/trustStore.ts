import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { extname, join } from 'node:path';
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
  /** Common name: of a person's certificate, the id of the person. */
  readonly name: string | null;
  readonly applicationUri: string | null;
  readonly until: string; // ISO date
};

/** Where the server keeps its key and its trust lists, unless it was told another folder: below that of the journal. */
export function memoryBelow(state: string): string {
  return join(state, 'opcua');
}

/** Where the certificates of a store are; the layout is OPC UA's own (10000-12, 8.3.3). */
export function storeFolder(memory: string, store: TrustStoreName): string {
  return join(memory, store);
}

/**
 * Lets the group move certificates between trusted and rejected ones: the page, which is another user, does it as the command
 * line does. Nothing else of the store is for it, the key least of all.
 */
export function shareTrust(memory: string, store: TrustStoreName): void {
  const folder = storeFolder(memory, store);
  chmodSync(join(folder, 'own'), 0o700);
  for (const kind of KINDS) {
    const path = join(folder, FOLDERS[kind]);
    mkdirSync(path, { recursive: true });
    // not 2770: a hardened unit may set no such bit (RestrictSUIDSGID), and its users share the group anyway
    chmodSync(path, 0o770);
  }
}

/** The files of a store's certificates of this kind. */
export function certificateFiles(memory: string, store: TrustStoreName, kind: Kind): readonly string[] {
  return namesOf(join(storeFolder(memory, store), FOLDERS[kind]));
}

/** `rejected`: shown, and nobody has said anything of it yet. `refused`: somebody has rejected it, whoever made it. */
const FOLDERS = { trusted: 'trusted/certs', refused: 'refused', rejected: 'rejected' } as const;
const KINDS = ['trusted', 'refused', 'rejected'] as const;
type Kind = (typeof KINDS)[number];

/** Every certificate that was ever shown, trusted ones first, each once. A file that is no certificate is passed over. */
export function listCertificates(memory: string): readonly KnownCertificate[] {
  return TRUST_STORES.flatMap((store) => {
    const known = new Map<string, KnownCertificate>();
    for (const kind of KINDS)
      for (const { der } of filesOf(join(storeFolder(memory, store), FOLDERS[kind]))) {
        const [thumbprint, names] = [thumbprintOf(der), certificateNames(der)];
        if (names === null || known.has(thumbprint)) continue;
        known.set(thumbprint, { store, trusted: kind === 'trusted', thumbprint, ...names });
      }
    return [...known.values()];
  });
}

/**
 * Moves a certificate to the trusted ones, or to those that are refused even where the authority that made them is trusted;
 * the running server sees it at once. `which`: the beginning of its thumbprint; `store` where it is known of whom, because a
 * person may show the certificate of a client.
 *
 * @returns what was moved, none where nothing has this thumbprint, or several where it is cut too short
 */
export function moveCertificate(
  memory: string,
  which: string,
  to: 'trusted' | 'rejected',
  store?: TrustStoreName,
): readonly KnownCertificate[] {
  const wanted = which.replaceAll(/[:\s]/g, '').toUpperCase();
  const found = listCertificates(memory).filter(
    (one) => one.thumbprint.startsWith(wanted) && (store === undefined || one.store === store),
  );
  const [only, second] = found;
  if (only === undefined || second !== undefined || wanted.length < 4) return found;
  const folder = storeFolder(memory, only.store);
  const target = to === 'trusted' ? FOLDERS.trusted : FOLDERS.refused;
  mkdirSync(join(folder, target), { recursive: true });
  // by a name of its own: a file that somebody has put there may be called as another is
  for (const from of Object.values(FOLDERS))
    for (const { path, der } of filesOf(join(folder, from)))
      if (thumbprintOf(der) === only.thumbprint && from !== target)
        renameSync(path, join(folder, target, `${only.thumbprint}${extname(path)}`));
  return [{ ...only, trusted: to === 'trusted' }];
}

/**
 * Puts a certificate that somebody brought along (PEM or DER) among the trusted ones, before its client ever came.
 *
 * @returns null where the bytes are no certificate
 */
export function addTrusted(memory: string, store: TrustStoreName, file: Buffer): KnownCertificate | null {
  const der = derOf(file);
  const names = certificateNames(der);
  if (names === null) return null;
  writePem(memory, store, 'trusted', der);
  settleTrust(memory, store, der);
  return { store, trusted: true, thumbprint: thumbprintOf(der), ...names };
}

/** Whether a certificate is among the trusted ones; if so, copies of it among the others are taken away. */
export function settleTrust(memory: string, store: TrustStoreName, der: Uint8Array): boolean {
  if (copiesOf(memory, store, 'trusted', der).length === 0) return false;
  for (const path of copiesOf(memory, store, 'refused', der)) rmSync(path, { force: true });
  forgetStranger(memory, store, der);
  return true;
}

/** A certificate that is believed by now, itself or for the authority that made it, is no longer one that nobody knows. */
export function forgetStranger(memory: string, store: TrustStoreName, der: Uint8Array): void {
  for (const path of copiesOf(memory, store, 'rejected', der)) rmSync(path, { force: true });
}

/** Whether somebody has rejected a certificate, and nobody has trusted it since. */
export function isRefused(memory: string, store: TrustStoreName, der: Uint8Array): boolean {
  return copiesOf(memory, store, 'refused', der).length > 0 && !settleTrust(memory, store, der);
}

/** Keeps a certificate that was shown, for somebody to trust; one that is known already is left where it is. */
export function keepRejected(memory: string, store: TrustStoreName, der: Uint8Array): void {
  if (KINDS.some((kind) => copiesOf(memory, store, kind, der).length > 0)) return;
  writePem(memory, store, 'rejected', der);
}

function copiesOf(memory: string, store: TrustStoreName, kind: Kind, der: Uint8Array): string[] {
  const thumbprint = thumbprintOf(der);
  return filesOf(join(storeFolder(memory, store), FOLDERS[kind]))
    .filter((file) => thumbprintOf(file.der) === thumbprint)
    .map(({ path }) => path);
}

function writePem(memory: string, store: TrustStoreName, kind: Kind, der: Uint8Array): void {
  const folder = join(storeFolder(memory, store), FOLDERS[kind]);
  const base64 = Buffer.from(der).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${thumbprintOf(der)}.pem`), pem);
}

function thumbprintOf(der: Uint8Array): string {
  return createHash('sha1').update(der).digest('hex').toUpperCase();
}

function filesOf(folder: string): { path: string; der: Uint8Array }[] {
  return namesOf(folder).flatMap((path) => {
    try {
      return [{ path, der: derOf(readFileSync(path)) }];
    } catch {
      return []; // moved or removed since the folder was listed
    }
  });
}

function namesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.(pem|der|crt|cer)$/i.test(name))
    .map((name) => join(folder, name));
}

function derOf(file: Buffer): Uint8Array {
  const text = file.toString('latin1');
  const pem = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(text);
  return pem?.[1] === undefined ? file : Buffer.from(pem[1], 'base64');
}
