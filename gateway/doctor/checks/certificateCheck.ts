import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { builtUtc } from '../../core/built.ts';
import { filesDeep } from '../../core/filesDeep.ts';
import type { Problem } from '../../core/result.ts';
import { doctorProblem } from '../../text/problems/doctorProblems.ts';
import { at, type Box, type CheckResult, looked, NOT_LOOKED } from '../box.ts';

const DAY_MS = 86_400_000;
/** A city's office may take a month to make a new one. */
const WARN_DAYS = 30;
/** Programs renew their own long before: half of that is left where they do not. */
const OWN_WARN_DAYS = 14;

type Held = { readonly owner: string; readonly file: string; readonly warnDays: number };

/** Every certificate that the site names or that a program of the box shows, against the time. */
export function checkCertificates(box: Box): CheckResult {
  const held = [...ofUplinks(box), ...ofPrograms(box)];
  if (held.length === 0) return NOT_LOOKED;
  const now = Math.max(box.clock.utc(), builtUtc()); // a box without a battery begins in 1970
  return looked(`${held.length}`, ...held.map((one) => findingOf(one, now)));
}

function ofUplinks({ installation }: Box): readonly Held[] {
  return (installation?.uplinks ?? []).flatMap(({ id, ca, clientCertificate }) =>
    [ca, clientCertificate].flatMap((name) =>
      name === undefined
        ? []
        : [{ owner: id, file: resolve(installation?.folder ?? '/', name), warnDays: WARN_DAYS }],
    ),
  );
}

function ofPrograms({ stateFolders }: Box): readonly Held[] {
  return stateFolders
    .flatMap((folder) => filesDeep(folder))
    .filter((file) => /\/(certificates\/(server|ca)|own\/certs\/[^/]+)\.pem$/.test(file) && existsSync(file))
    .map((file) => ({
      owner: file.includes('/own/certs/') ? 'opcua' : 'desk',
      file,
      warnDays: OWN_WARN_DAYS,
    }));
}

function findingOf({ owner, file, warnDays }: Held, now: number): Problem | null {
  const holds = spanOf(file);
  if (typeof holds === 'string')
    return at(file, doctorProblem('doctor.certificate-unreadable', { owner, message: holds }));
  return certificateFinding(owner, file, holds, now, warnDays);
}

/** From when until when a certificate holds, Unix ms. */
export type CertificateSpan = { readonly from: number; readonly until: number };

export function spanOfCertificate({ validFromDate, validToDate }: X509Certificate): CertificateSpan {
  return { from: validFromDate.getTime(), until: validToDate.getTime() };
}

/** What is to be said of a certificate that holds so long; null: nothing yet. `now`: Unix ms. */
export function certificateFinding(
  owner: string,
  where: string,
  { from, until }: CertificateSpan,
  now: number,
  warnDays: number = WARN_DAYS,
): Problem | null {
  const day = dayOf(until);
  const days = Math.floor((until - now) / DAY_MS);
  if (from > now) return at(where, doctorProblem('doctor.certificate-early', { owner, day: dayOf(from) }));
  if (days < 0) return at(where, doctorProblem('doctor.certificate-ended', { owner, day }));
  return days < warnDays ? at(where, doctorProblem('doctor.certificate-ends', { owner, day, days })) : null;
}

function dayOf(utc: number): string {
  return new Date(utc).toISOString().slice(0, 10);
}

/** How long all certificates of a PEM file hold; or why nobody can say. */
function spanOf(file: string): CertificateSpan | string {
  try {
    const parts = readFileSync(file, 'utf8').match(
      /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
    );
    if (parts === null) return 'no certificate in it';
    const spans = parts.map((pem) => spanOfCertificate(new X509Certificate(pem)));
    return {
      from: Math.max(...spans.map(({ from }) => from)),
      until: Math.min(...spans.map(({ until }) => until)),
    };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}
