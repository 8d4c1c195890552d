import 'reflect-metadata'; // before @peculiar/x509, which registers its parts with it
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

const DAY_MS = 86_400_000;
const KEYS = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const CA_DAYS = 10 * 365;
/** Apple refuses server certificates of more than 398 days (https://support.apple.com/102028). */
export const SERVER_DAYS = 397;

/** A certificate and its private key. */
export type KeyedCertificate = { readonly certPem: string; readonly keyPem: string };

/** An authority of this box alone: who installs it trusts nothing but this box. `utc`: now, Unix ms. */
export async function makeAuthority(name: string, utc: number): Promise<KeyedCertificate> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [`Lifeline ${name}`] }],
    notBefore: new Date(utc - DAY_MS), // a phone's clock may be behind
    notAfter: new Date(utc + CA_DAYS * DAY_MS),
    signingAlgorithm: KEYS,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certPem: certificate.toString('pem'), keyPem: await privatePem(keys.privateKey) };
}

/** A server certificate for these host names and addresses, signed by `authority`. */
export async function makeServerCertificate(
  authority: KeyedCertificate,
  names: readonly string[],
  utc: number,
): Promise<KeyedCertificate> {
  const keys = await newKeys();
  const issuer = new x509.X509Certificate(authority.certPem);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [names[0] ?? 'lifeline'] }],
    issuer: issuer.subject,
    notBefore: new Date(Math.max(utc - DAY_MS, issuer.notBefore.getTime())),
    notAfter: new Date(utc + (SERVER_DAYS - 1) * DAY_MS),
    signingAlgorithm: KEYS,
    publicKey: keys.publicKey,
    signingKey: await signingKey(authority.keyPem),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: kindOf(value), value }))),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { certPem: certificate.toString('pem'), keyPem: await privatePem(keys.privateKey) };
}

function kindOf(name: string): 'ip' | 'dns' {
  return /^[\d.]+$|:/.test(name) ? 'ip' : 'dns';
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
}

async function privatePem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function signingKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [der] = x509.PemConverter.decode(pem);
  if (der === undefined) throw new Error('there is no key in it');
  return webcrypto.subtle.importKey('pkcs8', der, KEYS, false, ['sign']) as Promise<webcrypto.CryptoKey>;
}

/** 127 random bits: positive, as RFC 5280, 4.1.2.2 wants it. */
function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (bytes[0] ?? 0) & 0x7f || 1;
  return Buffer.from(bytes).toString('hex');
}
