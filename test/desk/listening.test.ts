import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PeopleFile } from '../../gateway/people/peopleFile.ts';
import { openDesk } from './openDesk.ts';

const DAY_MS = 86_400_000;
const GUEST = { name: 'Guest', password: 'battery staple', role: 'viewer', language: 'en' } as const;

it('a stream is over with what it began with: a removed token, one that has ended, a person taken out by another program', async () => {
  const { claimed, login, access, clock, folder } = await openDesk();
  const ask = await claimed();
  const made = await ask('POST', '/api/tokens', { label: 'wall', role: 'viewer', days: 1 });
  await ask('POST', '/api/tokens', { label: 'short', role: 'viewer', days: 1 });
  await ask('POST', '/api/people', GUEST);
  const guest = await login(GUEST.name, GUEST.password);
  const listening = ['token wall', 'token short', guest.body.session, 'nobody’s'];
  expect([...access.sessions.stillIn(listening)]).toEqual(listening.slice(0, 3));
  await ask('DELETE', `/api/tokens/${made.json().entry.id}`);
  await new PeopleFile(folder).remove('guest');
  expect([...access.sessions.stillIn(listening)]).toEqual(['token short']);
  clock.stepUtc(DAY_MS + 1);
  expect([...access.sessions.stillIn(listening)]).toEqual([]);
});

it('a page that stands open on a wall is not logged out for asking nothing in two weeks', async () => {
  const { claimed, access, clock } = await openDesk();
  const ask = await claimed();
  const { session } = (await ask('GET', '/api/me')).json();
  for (let day = 0; day < 20; day++) {
    clock.stepUtc(DAY_MS);
    expect(access.sessions.stillIn([session]).size).toBe(1);
  }
  expect((await ask('GET', '/api/me')).statusCode).toBe(200);
  clock.stepUtc(15 * DAY_MS); // closed, and not used
  expect((await ask('GET', '/api/me')).statusCode).toBe(401);
});

it('when it was last used is right to the minute, and written down once an hour: a small file costs the card as much as a large one', async () => {
  const { claimed, access, clock, file, folder } = await openDesk();
  const ask = await claimed();
  const path = join(folder, 'access.json');
  const versions = new Set<string>();
  for (let minute = 0; minute < 180; minute++) {
    clock.stepUtc(60_000);
    await ask('GET', '/api/me');
    expect(access.sessions.list()[0]?.lastUsed).toBe(clock.utc());
    await file.settled();
    versions.add(readFileSync(path, 'utf8'));
  }
  expect(versions.size).toBeLessThanOrEqual(4);
});
