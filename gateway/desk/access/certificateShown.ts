import { X509Certificate } from 'node:crypto';
import type { CertificateEntry, Certificates } from '../http/api/settingsApi.ts';
import type { ServerCertificate } from './certificates.ts';

/** The certificates of this box for people: never a key. */
export function certificatesShown({ certPem, caPem }: ServerCertificate): Certificates {
  const server = new X509Certificate(certPem);
  const authority = caPem === null ? null : new X509Certificate(caPem);
  const own = authority !== null && server.verify(authority.publicKey);
  return {
    authority: authority === null ? null : entryOf(authority, true),
    server: entryOf(server, own),
    caPem,
  };
}

function entryOf(certificate: X509Certificate, own: boolean): CertificateEntry {
  const { subject, subjectAltName = '', validFromDate, validToDate, fingerprint256 } = certificate;
  return {
    subject: subject.replaceAll('\n', ', '),
    names: subjectAltName === '' ? [] : subjectAltName.split(', ').map((name) => name.replace(/^[^:]*:/, '')),
    from: validFromDate.getTime(),
    until: validToDate.getTime(),
    ...{ fingerprint: fingerprint256, own },
  };
}
