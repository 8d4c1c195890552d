import { X509Certificate } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { builtUtc } from '../../core/built.ts';
import type { Clock } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import type { SiteUplink } from '../../site/schema/uplinkSchema.ts';
import { doctorProblem } from '../../text/problems/doctorProblems.ts';
import { at, type Box, type CheckResult, looked, NOT_LOOKED } from '../box.ts';
import { type CertificateSpan, certificateFinding, spanOfCertificate } from './certificateCheck.ts';

const PATIENCE_MS = 4_000;
/** Brokers renew theirs by themselves, most of them with a month left. */
const WARN_DAYS = 14;
const PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883, 'ws:': 80, 'wss:': 443 };

/** Whether something answers where each uplink goes, and, with TLS, until when its certificate holds. All at once. */
export async function checkBrokers({ installation, clock }: Box): Promise<CheckResult> {
  const uplinks = installation?.uplinks ?? [];
  if (uplinks.length === 0) return NOT_LOOKED;
  const findings = await Promise.all(uplinks.map((uplink) => findingOf(uplink, clock)));
  return looked(`${uplinks.length}`, ...findings);
}

async function findingOf({ id: uplink, url }: SiteUplink, clock: Clock): Promise<Problem | null> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, ''); // an IPv6 address
  const place = { host, port: port === '' ? (PORTS[protocol] ?? 0) : Number(port) };
  const address = `${hostname}:${place.port}`;
  const secure = protocol === 'mqtts:' || protocol === 'wss:';
  const met = await meet(place, secure, clock);
  if (typeof met === 'string')
    return at(url, doctorProblem('doctor.broker', { uplink, address, message: met }));
  if (met === null) return null;
  return certificateFinding(uplink, address, met, Math.max(clock.utc(), builtUtc()), WARN_DAYS);
}

/**
 * Connects and hangs up. Gives how long the certificate holds that is shown, null without one, or why nobody answers.
 * Whom it is from is courier's to judge: here a certificate is only looked at.
 */
function meet(
  place: { readonly host: string; readonly port: number },
  secure: boolean,
  clock: Clock,
): Promise<CertificateSpan | null | string> {
  const { promise, resolve } = Promise.withResolvers<CertificateSpan | null | string>();
  const socket: Socket = secure
    ? connectTls({
        ...place,
        servername: /^[\d.]+$|:/.test(place.host) ? '' : place.host,
        rejectUnauthorized: false,
      })
    : connect(place);
  const patience = clock.after(PATIENCE_MS, 'broker', () => resolve('ETIMEDOUT'));
  socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  socket.once(secure ? 'secureConnect' : 'connect', () =>
    resolve(secure ? spanShown(socket as TLSSocket) : null),
  );
  return promise.finally(() => {
    patience.cancel();
    socket.destroy();
  });
}

function spanShown(socket: TLSSocket): CertificateSpan | null {
  const { raw } = socket.getPeerCertificate();
  return raw === undefined ? null : spanOfCertificate(new X509Certificate(raw));
}
