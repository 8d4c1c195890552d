import { describe, expect, it } from 'vitest';
import { PeopleFile } from '../../gateway/people/peopleFile.ts';
import { CLAIM, openDesk } from './openDesk.ts';

const WANG = { name: '王芳', password: 'battery staple', role: 'operator', language: 'zh' } as const;

describe('the people of the box', () => {
  it('are added by an admin, log in by name or by id, and are the same people that OPC UA asks for', async () => {
    const { claimed, login, folder } = await openDesk();
    const ask = await claimed();
    const added = await ask('POST', '/api/people', WANG);
    expect([added.statusCode, added.json().id, added.json().role]).toEqual([200, 'person', 'operator']);
    expect((await login('王芳', WANG.password)).body).toMatchObject({ person: 'person', language: 'zh' });
    expect((await login('person', WANG.password)).status).toBe(200);
    const elsewhere = new PeopleFile(folder);
    expect(await elsewhere.check('person', WANG.password)).toMatchObject({ name: '王芳' });
    expect(await elsewhere.check('li', CLAIM.password)).toMatchObject({ role: 'admin' });
  });

  it('have names that nobody else has, as name or id', async () => {
    const { claimed } = await openDesk();
    const ask = await claimed();
    for (const name of ['Li', 'LI', 'li']) {
      const taken = await ask('POST', '/api/people', { ...WANG, name });
      expect([taken.statusCode, taken.json().code]).toEqual([409, 'people.name-taken']);
    }
    const bad = await ask('POST', '/api/people', { ...WANG, id: 'Not an id' });
    expect(bad.statusCode).toBe(400);
  });

  it('are out at once when they are disabled or get another password, by the page or by another program', async () => {
    const { claimed, login, folder } = await openDesk();
    const ask = await claimed();
    await ask('POST', '/api/people', WANG);
    const first = await login('王芳', WANG.password);
    expect((await first.ask('GET', '/api/me')).statusCode).toBe(200);
    await ask('PATCH', '/api/people/person', { disabled: true });
    expect((await first.ask('GET', '/api/me')).statusCode).toBe(401);
    expect((await login('王芳', WANG.password)).status).toBe(401);
    await ask('PATCH', '/api/people/person', { disabled: false });
    expect((await first.ask('GET', '/api/me')).statusCode).toBe(401); // its session stays ended
    const second = await login('王芳', WANG.password);
    await new PeopleFile(folder).resetPassword('person', 'set by somebody else', 0);
    expect((await second.ask('GET', '/api/me')).statusCode).toBe(401);
    expect((await login('王芳', 'set by somebody else')).status).toBe(200);
  });

  it('never are without an admin who may come in', async () => {
    const { claimed } = await openDesk();
    const ask = await claimed();
    for (const [method, payload] of [
      ['PATCH', { role: 'viewer' }],
      ['PATCH', { disabled: true }],
      ['DELETE', undefined],
    ] as const) {
      const refused = await ask(method, '/api/people/li', payload);
      expect([refused.statusCode, refused.json().code]).toEqual([409, 'people.last-admin']);
    }
    await ask('POST', '/api/people', { ...WANG, role: 'admin' });
    expect((await ask('PATCH', '/api/people/li', { role: 'viewer' })).statusCode).toBe(200);
    const low = await ask('GET', '/api/people');
    expect([low.statusCode, low.json().may]).toEqual([403, 'admin']);
  });

  it('change their own password with the old one, which ends their other sessions and not this one', async () => {
    const { claimed, login, clock } = await openDesk();
    const ask = await claimed();
    const other = await login('Li', CLAIM.password);
    const wrong = { password: { old: 'not the old one', new: 'another long one' } };
    expect((await ask('PATCH', '/api/me', wrong)).statusCode).toBe(401);
    const right = { password: { old: CLAIM.password, new: 'another long one' }, language: 'zh' };
    const changed = await ask('PATCH', '/api/me', right);
    expect([changed.statusCode, changed.json().language]).toEqual([200, 'zh']);
    expect((await ask('GET', '/api/me')).statusCode).toBe(200);
    expect((await other.ask('GET', '/api/me')).statusCode).toBe(401);
    expect((await login('Li', CLAIM.password)).status).toBe(401);
    // whoever holds a stolen session cannot try passwords without end
    for (let n = 0; n < 5; n++) await ask('PATCH', '/api/me', wrong);
    expect((await ask('PATCH', '/api/me', right)).json().code).toBe('desk.wait');
    await clock.advance(60 * 60_000);
    expect((await login('Li', 'another long one')).status).toBe(200);
  });

  it('of a list that cannot be read are let in by nobody, and the box is not there to be claimed', async () => {
    const { claimed, login, folder, access } = await openDesk();
    await claimed();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${folder}/people/people.json`, '{"version":1,');
    expect((await login('Li', CLAIM.password)).status).toBe(401);
    expect(access.issueClaim()).toBeNull();
  });
});

describe('programs', () => {
  it('come with a token that is shown once, may what its role may, and are out when it ends', async () => {
    const { claimed, app, clock, access, audited } = await openDesk();
    const ask = await claimed();
    const made = await ask('POST', '/api/tokens', { label: 'firm', role: 'viewer', days: 2 });
    const { token, entry } = made.json();
    expect(JSON.stringify(access.kept)).not.toContain(token);
    const come = (url: string) =>
      app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } });
    expect((await come('/api/live')).statusCode).toBe(200);
    expect((await come('/api/people')).statusCode).toBe(403);
    const same = await ask('POST', '/api/tokens', { label: 'firm', role: 'admin', days: 2 });
    expect([same.statusCode, same.json().code]).toEqual([409, 'desk.label-taken']);
    const list = await ask('GET', '/api/tokens');
    expect(list.json().tokens).toMatchObject([{ label: 'firm', role: 'viewer', madeBy: 'Li' }]);
    expect(list.body).not.toContain(token);
    await clock.advance(2 * 86_400_000 + 1);
    expect((await come('/api/live')).statusCode).toBe(401);
    const again = await ask('POST', '/api/tokens', { label: 'firm', role: 'viewer', days: 2 });
    expect((await ask('DELETE', `/api/tokens/${entry.id}`)).statusCode).toBe(404); // over, and forgotten
    expect((await ask('DELETE', `/api/tokens/${again.json().entry.id}`)).statusCode).toBe(200);
    expect(audited.filter((line) => line.includes('token'))).toEqual([
      ...['Li add-token true', 'Li add-token true', 'Li remove-token true'],
    ]);
  });
});
