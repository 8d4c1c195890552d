import { X509Certificate } from 'node:crypto';

/** What a person goes by to know a certificate again. */
export type CertificateNames = {
  readonly subject: string;
  readonly name: string | null; // common name
  readonly applicationUri: string | null;
  readonly until: string; // ISO date
};

/** Null where the bytes are no certificate. */
export function certificateNames(der: Uint8Array): CertificateNames | null {
  const certificate = parsed(der);
  if (certificate === null) return null;
  const uri = /URI:([^,\s]+)/.exec(certificate.subjectAltName ?? '');
  return {
    subject: plain(certificate.subject.replaceAll('\n', ', ')),
    name: nameIn(certificate),
    applicationUri: uri?.[1] === undefined ? null : plain(uri[1]),
    until: certificate.validToDate.toISOString().slice(0, 10),
  };
}

/** What a stranger wrote into a certificate, for a terminal: nothing that steers it, and not without an end. */
function plain(text: string): string {
  return text.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '?').slice(0, LONGEST);
}

const LONGEST = 160;

/** The common name of the subject: of a user certificate, the id of a person. */
export function commonName(der: Uint8Array): string | null {
  const certificate = parsed(der);
  return certificate === null ? null : nameIn(certificate);
}

/** The first of several certificates that follow each other in these bytes; what is no certificate stays as it is. */
export function firstCertificate(der: Uint8Array): Uint8Array {
  return parsed(der)?.raw ?? der;
}

/** Null too where there are several: others might take another of them. */
function nameIn({ subject }: X509Certificate): string | null {
  const [name, second] = [...subject.matchAll(/^CN=(.*)$/gm)];
  return name === undefined || second !== undefined ? null : plain(name[1] ?? '');
}

function parsed(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}
