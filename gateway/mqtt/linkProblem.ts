import type { Problem } from '../core/result.ts';
import { NOBODY_LISTENS } from './nobodyListens.ts';
import { PACKET_TOO_LARGE } from './refusedAsTooLarge.ts';

/** Why a broker could not be reached or was lost, and whether an older protocol version is worth a try. */
export type LinkFailure = { readonly problem: Problem; readonly versionSuspected: boolean };

const UNKNOWN_HOST = ['ENOTFOUND', 'EAI_AGAIN'];
const UNREACHABLE = ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];
const HUNG_UP = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];
const BAD_TIME = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];
const UNTRUSTED =
  /^(UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|CERT_|HOSTNAME_MISMATCH|INVALID_|ERR_TLS_|ERR_SSL_|ERR_OSSL_)/;

// Connect return codes of MQTT 3.1.1 (1..5) and reason codes of MQTT 5 (128 and up).
const VERSION_REFUSED = [1, 129, 130, 132];
const REFUSED_LOGIN = [4, 5, 134, 135, 138, 140];
const SESSION_TAKEN_OVER = 142;
/** Problem code: another client came with our identity. */
export const TAKEN_OVER = 'broker.taken-over';

const TLS_HINT =
  'does the broker speak TLS on this port (usually 8883), and does it demand a client certificate?';

/** Problem code: the broker knows who this is, or does not, and says no. */
export const NOT_ALLOWED = 'broker.not-allowed';

/** Problem code: the broker takes no message of that size, which it had not said. */
export const MESSAGE_TOO_LARGE = 'broker.message-too-large';

/** Problem code: the connection is gone. The link says so itself, once: not everybody who had something under way. */
export const LOST = 'broker.lost';

/** Problem code: the broker took a message, and nobody is subscribed to it. */
export const UNHEARD = 'broker.nobody-listens';

/** We ended the connection ourselves, and why. */
export class LinkRefused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.what);
    this.problem = problem;
  }
}

/** Says what `error` means at `url`; null: the broker closed without a word. `greeted`: it had accepted us before. */
export function explainLinkFailure(error: unknown, url: string, greeted: boolean): LinkFailure {
  if (error instanceof LinkRefused)
    return { problem: { ...error.problem, where: withoutPassword(url) }, versionSuspected: false };
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : 'the broker closed the connection';
  const failure = (name: string, what: string, hint: string, versionSuspected = false): LinkFailure => ({
    problem: {
      ...{ code: name, what, where: withoutPassword(url), hint },
      said: { key: name, named: { reason: what } },
    },
    versionSuspected: versionSuspected && !greeted,
  });

  if (code === 'ECONNREFUSED')
    return failure(
      'broker.refused',
      'nothing listens there',
      'is the broker running, and is the port right?',
    );
  if (oneOf(UNKNOWN_HOST, code))
    return failure(
      'broker.unknown-host',
      'the name cannot be resolved',
      'check the host name and the DNS server',
    );
  if (oneOf(UNREACHABLE, code))
    return failure('broker.unreachable', message, 'check the network, the address and any firewall between');
  if (typeof code === 'string' && UNTRUSTED.test(code)) return failure(...certificate(code, message));
  if (oneOf(HUNG_UP, code) && /TLS/.test(message))
    return failure('broker.no-tls', 'the other end hung up during the TLS handshake', TLS_HINT);
  if (oneOf(REFUSED_LOGIN, code))
    return failure(
      NOT_ALLOWED,
      message,
      "check username, the secret it names, and the broker's access rules",
    );
  if (code === SESSION_TAKEN_OVER)
    return failure(
      TAKEN_OVER,
      'another client connected with the same identity',
      'is a second courier running, or a second gateway with the same id?',
    );
  if (code === PACKET_TOO_LARGE)
    return failure(
      MESSAGE_TOO_LARGE,
      'the broker refuses the message as too large',
      'it is sent again in smaller ones',
    );
  if (code === NOBODY_LISTENS)
    return failure(
      UNHEARD,
      'nobody is subscribed there',
      'start the platform; what is journaled is kept and sent once it is there',
    );
  if (greeted)
    return failure(LOST, message, 'the connection is made again by itself; nothing is lost meanwhile');
  const versionSuspected = code === undefined || oneOf(VERSION_REFUSED, code) || oneOf(HUNG_UP, code);
  if (/^(mqtts|wss):/.test(url) && (code === undefined || oneOf(HUNG_UP, code)))
    return failure('broker.no-tls', message, TLS_HINT, versionSuspected);
  return failure(
    'broker.unfriendly',
    message,
    'is this an MQTT broker, and does it take new connections?',
    versionSuspected,
  );
}

function certificate(code: string, message: string): [code: string, what: string, hint: string] {
  const name = 'broker.certificate';
  if (oneOf(BAD_TIME, code))
    return [
      name,
      `${message} (${code})`,
      "renew the broker's certificate; if it is valid, set this gateway's clock",
    ];
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return [name, message, 'use the name that is in the certificate, or have one issued for this name'];
  if (/ALERT/.test(code))
    return [
      name,
      `the broker refused our side: ${message}`,
      'check clientCertificate and clientKey of this uplink',
    ];
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return [
      'broker.no-tls',
      'the other end does not speak TLS',
      'use mqtt:// or the TLS port (usually 8883)',
    ];
  const [reason] = message.split(';'); // behind it Node advises programmers
  return [
    name,
    `the broker's certificate is not trusted: ${reason} (${code})`,
    "set 'ca' of this uplink to the certificate of the authority that signed the broker's",
  ];
}

/** The address without what is secret in it. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}

function codeOf(error: unknown): string | number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' || typeof error.code === 'number' ? error.code : undefined;
}

function oneOf(codes: readonly (string | number)[], code: string | number | undefined): boolean {
  return code !== undefined && codes.includes(code);
}
