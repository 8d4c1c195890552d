import type { FastifyInstance } from 'fastify';
import { expect, it } from 'vitest';
import { openDesk } from './openDesk.ts';

// Everything here is asked by an admin, so that nothing stops at the role: what is left is the route itself.

type Asked = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly query: readonly string[];
};
type Described = Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;

/** The routes of the server's own description; path parameters as they stand there. */
function routesOf(app: FastifyInstance): Asked[] {
  const { paths = {} } = app.swagger() as { paths?: Described };
  return Object.entries(paths).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, { parameters = [] }]) => ({
      ...{ method: method.toUpperCase() as Asked['method'], url },
      query: parameters.flatMap(({ name, in: where }) => (where === 'query' ? [name] : [])),
    })),
  );
}

const SCRIPT = '<script>alert(1)</script>';
const NASTY = [
  ...[
    '..%2f..%2f..%2fetc%2fpasswd',
    '....//etc/passwd',
    '%00',
    '%ff%fe',
    '__proto__',
    'constructor',
    'x'.repeat(390),
  ],
  ...[
    "' OR 1=1 --",
    encodeURIComponent(SCRIPT),
    encodeURIComponent('=1+1'),
    '-1',
    '1e308',
    'NaN',
    '%0d%0aset-cookie:%20a=b',
  ],
];
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const BODIES: readonly (readonly [string, string])[] = [
  ...(['', '{', 'null', '[]', '1', '"x"', '\u0000', '{"a":1}{"b":2}'] as const).map(
    (body) => ['application/json', body] as const,
  ),
  ['application/json', '{"__proto__":{"role":"admin"},"constructor":{"prototype":{}}}'],
  ['application/json', deep(5_000)],
  [
    'application/json',
    JSON.stringify({ name: SCRIPT, text: SCRIPT, rule: SCRIPT, occurrence: SCRIPT, forS: 'Infinity' }),
  ],
  ['application/json', JSON.stringify({ zones: new Array(10_000).fill('x') })],
  ['application/json; charset=utf-7', '{"name":"x"}'],
  ['application/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ['application/x-www-form-urlencoded', 'name=x&role=admin'],
  ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--'],
];
/** What nobody may change by asking for it: without these the sweep would log itself out. */
const SKIPPED = ['/api/logout', '/api/live/stream'];

/** Refused, or answered as it should be: never a fault of desk, never a page, never what somebody sent as anything but data. */
function judged(
  answer: { statusCode: number; headers: Record<string, unknown>; body: string },
  what: string,
): void {
  const type = String(answer.headers['content-type']);
  if (answer.statusCode !== 200) {
    expect([what, type]).toEqual([what, 'application/problem+json; charset=utf-8']);
    const { code, what: words } = JSON.parse(answer.body) as {
      code: string;
      what: { en: string; zh: string };
    };
    expect([what, code]).not.toEqual([what, 'desk.internal']);
    expect(words.zh).toMatch(/\p{Script=Han}/u);
  } else expect([what, type]).toEqual([what, expect.stringMatching(/^(application\/json|text\/csv)/)]);
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  expect(answer.body).not.toContain('root:x:0');
  expect(Object.keys(answer.headers)).not.toContain('a');
}

it('every route refuses bad paths, queries, bodies and headers in words, and never fails by them', async () => {
  const { app, claimed, access } = await openDesk();
  const ask = await claimed();
  const routes = routesOf(app).filter(({ url }) => !SKIPPED.includes(url));
  const tokens: string[] = [];
  for (let n = 0; n < 20; n++) {
    const made = await ask('POST', '/api/tokens', { label: `sweep ${n}`, role: 'admin', days: 1 });
    tokens.push(`Bearer ${made.json().token}`);
  }
  let asked = 0;
  const send = async (
    method: Asked['method'],
    url: string,
    more: { payload?: string; headers?: Record<string, string> },
  ) => {
    const authorization = tokens[asked++ % tokens.length] ?? ''; // whoever is logged in has an allowance
    const answer = await app.inject({
      ...{ method, url },
      headers: { 'sec-fetch-site': 'same-origin', authorization, ...more.headers },
      ...(more.payload === undefined ? {} : { payload: more.payload }),
    });
    judged(answer, `${method} ${url.slice(0, 80)} ${(more.payload ?? '').slice(0, 60)}`);
    return answer;
  };
  for (const { method, url, query } of routes) {
    const params = /\{[a-z]+\}/.test(url) ? NASTY : ['x'];
    for (const nasty of params) await send(method, url.replaceAll(/\{[a-z]+\}/g, nasty), {});
    const plain = url.replaceAll(/\{[a-z]+\}/g, 'x');
    for (const name of [...query, 'unasked'])
      for (const nasty of NASTY) await send(method, `${plain}?${name}=${nasty}`, {});
    if (method === 'GET') continue;
    for (const [type, payload] of BODIES) {
      const answer = await send(method, plain, { payload, headers: { 'content-type': type } });
      if (method === 'POST' && type !== 'application/json')
        expect([plain, answer.statusCode]).toEqual([plain, expect.any(Number)]);
    }
    const large = await send(method, plain, {
      payload: `{"a":"${'x'.repeat(600_000)}"}`,
      headers: { 'content-type': 'application/json' },
    });
    expect([plain, [413, 400].includes(large.statusCode)]).toEqual([plain, true]);
  }
  expect(asked).toBeGreaterThan(1_000);
  // nobody has got anything by it
  const people = access.people.all();
  expect(people.ok && people.value.map(({ id, role }) => `${id} ${role}`)).toEqual(['li admin']);
});

it('believes no header about who somebody is or where they come from', async () => {
  const { app, login, claimed } = await openDesk();
  await claimed();
  const tricks = {
    'x-forwarded-for': '10.0.0.1',
    'x-real-ip': '10.0.0.2',
    forwarded: 'for=10.0.0.3',
    'x-forwarded-user': 'li',
    'x-http-method-override': 'GET',
  };
  expect((await app.inject({ method: 'GET', url: '/api/me', headers: tricks })).statusCode).toBe(401);
  for (const authorization of ['Bearer ', 'Bearer null', 'Basic bGk6eA==', `Bearer ${'x'.repeat(5_000)}`])
    expect(
      (await app.inject({ method: 'GET', url: '/api/people', headers: { authorization } })).statusCode,
    ).toBe(401);
  for (const cookie of [
    '__Host-lifeline=',
    '__Host-lifeline=x; __Host-lifeline=y',
    `__Host-lifeline=${'%00'.repeat(50)}`,
    'lifeline=x',
  ])
    expect((await app.inject({ method: 'GET', url: '/api/me', headers: { cookie } })).statusCode).toBe(401);
  // wrong tries count for the address that the connection has, whatever is said about it
  for (let n = 0; n < 30; n++) {
    const headers = { 'x-forwarded-for': `10.0.1.${n}` };
    await app.inject({
      method: 'POST',
      url: '/api/login',
      headers,
      payload: { name: `nobody${n}`, password: 'x' },
    });
  }
  expect((await login('Li', 'x')).body.code).toBe('desk.wait');
});

it('lets nobody in who tries a hundred passwords at once, from a hundred addresses', async () => {
  const { app, claimed } = await openDesk();
  await claimed();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      app.inject({
        ...{ method: 'POST', url: '/api/login', remoteAddress: `10.1.0.${n}` },
        payload: { name: 'Li', password: `guess ${n}` },
      }),
    ),
  );
  const codes = Map.groupBy(answers, (answer) => String(answer.json().code));
  expect(codes.get('desk.wrong-login')?.length ?? 0).toBeLessThanOrEqual(5);
  expect(codes.get('desk.wait')?.length ?? 0).toBeGreaterThanOrEqual(95);
});

it('serves nothing of the disk but the page it was built with', async () => {
  const { app } = await openDesk();
  for (const url of [
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/assets/../../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
    '/assets/%00',
    '/api/..%2f..%2fetc',
  ]) {
    const answer = await app.inject({ method: 'GET', url, headers: { accept: '*/*' } });
    expect([url, answer.statusCode >= 400, answer.body.includes('lifeline-gateway')]).toEqual([
      url,
      true,
      false,
    ]);
  }
});

it('one address that asks without end keeps nobody else of that address from an alarm', async () => {
  const { app, claimed } = await openDesk();
  const ask = await claimed();
  const from = async (headers: Record<string, string> = {}) =>
    (await app.inject({ method: 'GET', url: '/api/hello', headers })).statusCode;
  let asked = 0;
  while ((await from()) === 200 && asked < 1_000) asked++;
  expect(asked).toBeLessThan(600);
  expect(await from({ cookie: '__Host-lifeline=made-up', authorization: 'Bearer made-up' })).toBe(429);
  expect((await ask('GET', '/api/me')).statusCode).toBe(200);
});
