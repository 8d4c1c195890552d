import 'reflect-metadata'; // before @peculiar/x509, which registers its parts with it
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

const DAY_MS = 86_400_000;
const KEYS = {
  ...{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048 },
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** An authority of a firm that gives its people certificates, and takes them back. */
export type UaAuthority = {
  readonly certificate: string; // PEM
  /** A certificate for whoever is called so. */
  issue(
    name: string,
  ): Promise<{ readonly pem: string; readonly der: Buffer; readonly key: string; readonly serial: string }>;
  /** The list of those that count no more, in PEM. */
  revoked(...serials: readonly string[]): Promise<string>;
};

export async function uaAuthority(name: string): Promise<UaAuthority> {
  const keys = await webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
  const valid = () => ({
    ...{ notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) },
    signingAlgorithm: KEYS,
  });
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ ...valid(), serialNumber: '01', name: [{ CN: [name] }], keys },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  let issued = 1;
  return {
    certificate: authority.toString('pem'),
    async issue(subject) {
      const own = await webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
      const serial = `0${++issued}`;
      const certificate = await x509.X509CertificateGenerator.create({
        ...{ ...valid(), serialNumber: serial, subject: [{ CN: [subject] }], issuer: authority.subject },
        ...{ publicKey: own.publicKey, signingKey: keys.privateKey },
        extensions: [
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          await x509.SubjectKeyIdentifierExtension.create(own.publicKey),
          await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
        ],
      });
      const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey));
      const key = x509.PemConverter.encode(pkcs8, 'PRIVATE KEY');
      return { pem: certificate.toString('pem'), der: Buffer.from(certificate.rawData), key, serial };
    },
    async revoked(...serials) {
      const list = await x509.X509CrlGenerator.create({
        ...{ issuer: authority.subject, thisUpdate: new Date(), nextUpdate: new Date(Date.now() + DAY_MS) },
        entries: serials.map((serialNumber) => ({ serialNumber, revocationDate: new Date() })),
        ...{ signingAlgorithm: KEYS, signingKey: keys.privateKey },
        extensions: [await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey)],
      });
      return list.toString('pem');
    },
  };
}
