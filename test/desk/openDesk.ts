import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import { silentLog } from '../../gateway/core/log.ts';
import { Access } from '../../gateway/desk/access/access.ts';
import { AccessFile } from '../../gateway/desk/access/accessFile.ts';
import { type ServerCertificate, serverCertificate } from '../../gateway/desk/access/certificates.ts';
import { Commissioning } from '../../gateway/desk/commission/commissioning.ts';
import { allRoutes } from '../../gateway/desk/http/routes/allRoutes.ts';
import { makeServer } from '../../gateway/desk/http/webServer.ts';
import { Live } from '../../gateway/desk/live/live.ts';
import { DeskJournal } from '../../gateway/desk/past/deskJournal.ts';
import { SiteDesk } from '../../gateway/desk/site/siteDesk.ts';
import { FreshClaim } from '../../gateway/people/freshClaim.ts';
import { PeopleFile } from '../../gateway/people/peopleFile.ts';
import { memoryBelow } from '../../gateway/trust/trustStore.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

export const CLAIM = { name: 'Li', password: 'a long enough password', language: 'en' };

let certificate: Promise<ServerCertificate> | null = null;
/** Made once: a key takes its time. */
export function aCertificate(): Promise<ServerCertificate> {
  certificate ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-desk-ca-'));
    const made = await serverCertificate(folder, 'test', Date.now());
    removeFolder(folder);
    return made;
  })();
  return certificate;
}

/** Desk's server without a socket: guard is away, and answers nobody. */
export async function openDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-desk-'));
  const clock = new VirtualClock();
  const file = new AccessFile(join(folder, 'access.json'), silentLog);
  const audited: string[] = [];
  const people = new PeopleFile(folder);
  const access = new Access(file, people, new FreshClaim(folder), clock, (actor, act, _detail, accepted) =>
    audited.push(`${actor} ${act} ${accepted}`),
  );
  const live = new Live(join(folder, 'site.yaml'), folder, clock, silentLog);
  const site = new SiteDesk(join(folder, 'site.yaml'), live.guard, () => [], systemClock());
  const journal = new DeskJournal(() => live.site.journal);
  const commissioning = new Commissioning(live, journal, join(folder, 'site.yaml'), folder, clock, silentLog);
  const own = await aCertificate();
  const app = await makeServer({
    ...{ certificate: own, access, log: silentLog, software: 'test', page: join(folder, 'page') },
    routes: (serving) =>
      allRoutes(serving, {
        ...{ live, site, journal, certificate: own, clock, commissioning },
        trust: memoryBelow(folder),
      }),
  });
  await app.ready();
  onTestFinished(async () => {
    await site.stop();
    await app.close();
    await file.settled();
    removeFolder(folder);
  });
  /** One request as the page sends it, with the cookie of whoever asks. */
  const as =
    (cookie: string) => async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
      app.inject({
        ...{ method, url, headers: { cookie, 'sec-fetch-site': 'same-origin' } },
        ...(payload === undefined ? {} : { payload }),
      });
  /** The first person of the box, logged in. */
  const claimed = async () => {
    const code = access.issueClaim() ?? '';
    const answer = await app.inject({ method: 'POST', url: '/api/claim', payload: { ...CLAIM, code } });
    return as(cookieOf(answer));
  };
  const login = async (name: string, password: string) => {
    const answer = await app.inject({ method: 'POST', url: '/api/login', payload: { name, password } });
    return { status: answer.statusCode, body: answer.json(), ask: as(cookieOf(answer)) };
  };
  return { app, access, clock, audited, file, folder, as, claimed, login, live };
}

/** What a browser sends back. */
export function cookieOf(answer: { readonly headers: Readonly<Record<string, unknown>> }): string {
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}
