import { X509Certificate } from 'node:crypto';
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect,
  type DetailedPeerCertificate,
  type TLSSocket,
} from 'node:tls';
import { certificateComplaint, readCertificates, type TimeWindow } from './certificateTime.ts';

export type SecureOptions = ConnectionOptions & { readonly host: string };

export type Leniency = {
  /** Between which times it is now; null: the clock is right, and OpenSSL's verdict stands. */
  readonly window: () => TimeWindow | null;
  /** A certificate was accepted that does not fit the clock. */
  readonly onLenient: () => void;
};

const DATES = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

/**
 * Opens a TLS connection. With a clock that is known to be unsure, and an authority of the installer's own choice (`ca`),
 * the dates of the certificate are held against the window in which the time must lie, and not against the clock; all
 * else is demanded as ever. NOTES.md says what that does and does not protect from.
 */
export function openSecure(options: SecureOptions, leniency?: Leniency): TLSSocket {
  const window = leniency?.window() ?? null;
  if (window === null || !Buffer.isBuffer(options.ca)) return connect(options);
  const socket = connect({ ...options, rejectUnauthorized: false });
  const authorities = readCertificates(options.ca);
  // In the same turn in which Node itself would refuse: nothing of ours has been sent by then.
  socket.once('secureConnect', () => {
    const verdict = judge(socket, options, authorities, window);
    if (verdict === 'lenient') leniency?.onLenient();
    else if (verdict !== 'fits') socket.destroy(verdict);
  });
  return socket;
}

function judge(
  socket: TLSSocket,
  options: SecureOptions,
  authorities: readonly X509Certificate[],
  window: TimeWindow,
): 'fits' | 'lenient' | Error {
  const code = socket.authorized ? null : String(socket.authorizationError);
  if (code !== null && !DATES.includes(code)) return refusal(code, wordsOf(code));
  const peer = socket.getPeerCertificate(true);
  const misnamed = checkServerIdentity(options.servername || options.host, peer);
  if (misnamed !== undefined) return misnamed;
  const [leaf, ...sent] = chainSent(peer);
  if (leaf === undefined) return refusal('CERT_MISSING', 'there is no certificate');
  const complaint = certificateComplaint(leaf, sent, authorities, window);
  if (complaint === null) return code === null ? 'fits' : 'lenient';
  // A chain that OpenSSL found good may be one that only it can follow, but never one that is over.
  if (code === null && !/expired/.test(complaint)) return 'fits';
  return refusal(code ?? 'CERT_HAS_EXPIRED', complaint);
}

function chainSent(peer: DetailedPeerCertificate): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let at: DetailedPeerCertificate | undefined = peer;
  while (at?.raw !== undefined && !chain.some((one) => one.raw.equals(at?.raw as Buffer))) {
    chain.push(new X509Certificate(at.raw));
    at = at.issuerCertificate;
  }
  return chain;
}

/** OpenSSL's code as words; what Node would have said of it is known to Node alone. */
function wordsOf(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
