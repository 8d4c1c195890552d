import type { FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../gateway/desk/http/api/accessApi.ts';
import { ACT_ROUTES, ROUTES } from '../../gateway/desk/http/api/routes.ts';
import { CLAIM, openDesk } from './openDesk.ts';

/** The routes that the server really has, from its own description. */
function routesOf(app: FastifyInstance) {
  const { paths = {} } = app.swagger() as {
    paths?: Record<string, Record<string, { description?: string }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { description }]) => ({
      method: method.toUpperCase() as 'GET' | 'POST',
      url: path.replaceAll(/\{[a-z]+\}/g, 'x'),
      least: (/Least role: (\w+)/.exec(description ?? '')?.[1] ?? null) as Role | null,
    })),
  );
}

describe('every route of desk', () => {
  it('refuses who is not logged in, and a role that is too low, before anything of the body is looked at', async () => {
    const { app, access } = await openDesk();
    const routes = routesOf(app);
    const listed = [...Object.values(ROUTES), ...ACT_ROUTES.map(([, route]) => route)];
    const named = ({ method, path }: (typeof listed)[number]) =>
      `${method} ${path.replaceAll(/:[a-z]+/g, 'x')}`;
    // every route of the list is served, and no other
    expect(routes.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual(
      listed.map(named).toSorted(),
    );
    const code = access.issueClaim() ?? '';
    const claimed = await app.inject({ method: 'POST', url: '/api/claim', payload: { ...CLAIM, code } });
    const cookie = String(claimed.headers['set-cookie']).split(';')[0];
    for (const { method, url, least } of routes.filter((one) => one.least !== null)) {
      const bare = await app.inject({ method, url });
      expect([method, url, bare.statusCode]).toEqual([method, url, 401]);
      const below = ROLES[ROLES.indexOf(least ?? 'viewer') - 1];
      if (below === undefined) continue;
      await access.people.amend('li', { role: below });
      const headers = { cookie, 'sec-fetch-site': 'same-origin' };
      const low = await app.inject({ method, url, headers });
      expect([url, low.statusCode, low.json().may]).toEqual([url, 403, least]);
    }
  });

  it('refuses what another page made the browser ask', async () => {
    const { app } = await openDesk();
    for (const { method, url } of routesOf(app)) {
      const crossSite = await app.inject({ method, url, headers: { 'sec-fetch-site': 'cross-site' } });
      expect([url, crossSite.statusCode, crossSite.json().code]).toEqual([url, 403, 'desk.origin']);
      if (method === 'GET') continue;
      const headers = { origin: 'https://elsewhere.example', host: 'box', cookie: 'a=b' };
      expect((await app.inject({ method, url, headers })).json().code).toBe('desk.origin');
    }
  });

  it('sends the headers that keep a browser from harm, and a cookie that no script can read', async () => {
    const { app, access } = await openDesk();
    const code = access.issueClaim() ?? '';
    const claimed = await app.inject({ method: 'POST', url: '/api/claim', payload: { ...CLAIM, code } });
    const { headers } = claimed;
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['set-cookie']).toMatch(/^__Host-lifeline=[\w-]{43}; .*HttpOnly; Secure; SameSite=Strict$/);
    expect(JSON.stringify(access.kept)).not.toContain(String(headers['set-cookie']).slice(16, 59));
  });

  it('takes no more than it needs: a large body, another type of body, a field too much', async () => {
    const { app } = await openDesk();
    const send = (payload: string, type = 'application/json') =>
      app.inject({ method: 'POST', url: '/api/login', payload, headers: { 'content-type': type } });
    expect((await send(JSON.stringify({ name: 'x'.repeat(70_000) }))).statusCode).toBe(413);
    expect((await send('name=x', 'text/plain')).statusCode).toBe(400);
    expect((await send('{"name":')).statusCode).toBe(400);
    expect((await send('{"name":"a","password":"b","role":"admin"}')).statusCode).toBe(400);
  });
});

describe('getting in', () => {
  it('needs the claim code once; after five wrong ones there are growing waits, whoever tries', async () => {
    const { app, access, clock, audited } = await openDesk();
    const code = access.issueClaim() ?? '';
    const claim = (given: string) =>
      app.inject({ method: 'POST', url: '/api/claim', payload: { ...CLAIM, code: given } });
    for (let n = 0; n < 5; n++) expect((await claim('0000-0000-0000')).statusCode).toBe(403);
    const locked = await claim(code);
    expect([locked.statusCode, locked.json().retryS]).toEqual([429, 60]);
    expect(locked.headers['retry-after']).toBe('60');
    await clock.advance(60_000);
    expect((await claim(code.toLowerCase().replaceAll('-', ' '))).statusCode).toBe(200);
    expect((await claim(code)).json().code).toBe('desk.claimed');
    expect(access.issueClaim()).toBeNull();
    expect(audited).toEqual(['nobody claim false', 'Li claim true']);
  });

  it('locks a name after five wrong passwords, and says no more of a name that is not there', async () => {
    const { app, access, clock } = await openDesk();
    const code = access.issueClaim() ?? '';
    await app.inject({ method: 'POST', url: '/api/claim', payload: { ...CLAIM, code } });
    const login = async (name: string, password: string) =>
      (await app.inject({ method: 'POST', url: '/api/login', payload: { name, password } })).json();
    const wrong = await login('Li', 'wrong');
    const { id: _one, ...known } = wrong;
    const { id: _other, ...unknown } = await login('Nobody', 'wrong');
    expect(known).toEqual(unknown);
    for (let n = 0; n < 4; n++) await login('Li', 'wrong');
    expect((await login('Li', CLAIM.password)).code).toBe('desk.wait');
    await clock.advance(15_000);
    expect((await login('li', CLAIM.password)).name).toBe('Li');
  });

  it('is over at once where the session is ended', async () => {
    const { app, access } = await openDesk();
    const code = access.issueClaim() ?? '';
    const claimed = await app.inject({ method: 'POST', url: '/api/claim', payload: { ...CLAIM, code } });
    const headers = {
      cookie: String(claimed.headers['set-cookie']).split(';')[0],
      'sec-fetch-site': 'same-origin',
    };
    const list = await app.inject({ method: 'GET', url: '/api/sessions', headers });
    const [own] = list.json().sessions;
    expect([own.name, own.own]).toEqual(['Li', true]);
    expect((await app.inject({ method: 'DELETE', url: `/api/sessions/${own.id}`, headers })).statusCode).toBe(
      200,
    );
    expect((await app.inject({ method: 'GET', url: '/api/me', headers })).statusCode).toBe(401);
  });
});
