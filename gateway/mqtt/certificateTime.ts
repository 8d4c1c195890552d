import { X509Certificate } from 'node:crypto';

/** What is certain of civil time when the clock is not: it is later than `from`, and not later than `to`. Unix ms. */
export type TimeWindow = { readonly from: number; readonly to: number };

const SERVER_AUTHENTICATION = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'];
const LONGEST_CHAIN = 8;

/**
 * Whether there is a moment within `window` at which `leaf` is a valid certificate of a server, signed through `sent` by
 * one of `authorities`; and if not, why. All that OpenSSL's verdict is needed for but the time, which it takes from the
 * clock: once it has complained of a date, the rest of its verdict is lost. The name is the caller's to check.
 */
export function certificateComplaint(
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  window: TimeWindow,
): string | null {
  const uses = leaf.keyUsage as readonly string[] | undefined;
  if (uses !== undefined && !uses.some((use) => SERVER_AUTHENTICATION.includes(use)))
    return 'the certificate is not meant for servers';
  const chain = chainOf(leaf, sent, authorities);
  if (chain === null) return 'no authority that is trusted here has signed the certificate';
  const from = Math.max(window.from, ...chain.map((one) => one.validFromDate.getTime()));
  const to = Math.min(window.to, ...chain.map((one) => one.validToDate.getTime()));
  if (from <= to) return null;
  return to < window.from
    ? 'the certificate expired before a time that is certainly over'
    : 'the certificate is not valid at any time that it may be now';
}

/** From the leaf to an authority, each signed by the next; null when none is reached. */
function chainOf(
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
): X509Certificate[] | null {
  const chain = [leaf];
  while (chain.length <= LONGEST_CHAIN) {
    const last = chain.at(-1) ?? leaf;
    if (authorities.some((authority) => authority.raw.equals(last.raw))) return chain;
    const signer =
      authorities.find((one) => hasSigned(one, last)) ?? sent.find((one) => hasSigned(one, last));
    if (signer === undefined || chain.includes(signer)) return null;
    chain.push(signer);
  }
  return null;
}

function hasSigned(signer: X509Certificate, certificate: X509Certificate): boolean {
  return signer.ca && certificate.checkIssued(signer) && certificate.verify(signer.publicKey);
}

/** The certificates of a PEM file. Throws when one of them cannot be read. */
export function readCertificates(pem: Buffer): X509Certificate[] {
  const blocks = pem
    .toString('latin1')
    .match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  return (blocks ?? []).map((block) => new X509Certificate(block));
}
