import { scryptSync } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { isPassword } from '../../gateway/people/password.ts';
import { PEOPLE_FILE, PeopleFile } from '../../gateway/people/peopleFile.ts';
import { roleReaches } from '../../gateway/people/personSchema.ts';

const UTC = Date.UTC(2026, 2, 1);
const LI = { id: 'li', name: 'Li Wei', role: 'operator' } as const;
let state: string;
let file: PeopleFile;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'people-'));
  file = new PeopleFile(state);
});

describe('the people of a gateway', () => {
  it('are nobody where there is no file', async () => {
    expect(file.all()).toEqual({ ok: true, value: [] });
    expect(await file.check('li', 'correct horse')).toBeNull();
  });

  it('come in with their own password alone', async () => {
    await file.add(LI, 'correct horse', UTC);
    expect(await file.check('li', 'correct horse')).toMatchObject(LI);
    expect(await file.check('li', 'correct horsf')).toBeNull();
    expect(await file.check('wang', 'correct horse')).toBeNull();
  });

  it('are kept without their password, as scrypt of RFC 7914 reckons it, and read by the group alone', async () => {
    await file.add(LI, 'correct horse', UTC);
    const path = join(state, PEOPLE_FILE);
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('correct horse');
    const { salt, hash, n, r } = JSON.parse(text).people[0].password;
    expect({ n, r }).toEqual({ n: 32768, r: 8 });
    const reckoned = scryptSync('correct horse', Buffer.from(salt, 'base64'), 32, {
      ...{ N: n, r, p: 1, maxmem: 2 ** 26 },
    });
    expect(reckoned.toString('base64')).toBe(hash);
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('are out at once when another program takes them out or disables them', async () => {
    await file.add(LI, 'correct horse', UTC);
    expect(file.find('li')).not.toBeNull();
    const other = new PeopleFile(state);
    await other.amend('li', { disabled: new Date(UTC).toISOString() });
    expect(file.find('li')).toBeNull();
    expect(await file.check('li', 'correct horse')).toBeNull();
    await other.amend('li', { disabled: null });
    expect(file.find('li')).not.toBeNull();
    await other.remove('li');
    expect(file.find('li')).toBeNull();
  });

  it('have a new password and not the old one after a reset', async () => {
    await file.add(LI, 'correct horse', UTC);
    await file.resetPassword('li', 'battery staple', UTC + 1000);
    expect(await file.check('li', 'correct horse')).toBeNull();
    expect(await file.check('li', 'battery staple')).toMatchObject({
      passwordSet: '2026-03-01T00:00:01.000Z',
    });
  });

  it('are not written down twice, nor with an id or a password that is none', async () => {
    await file.add(LI, 'correct horse', UTC);
    const refused = [
      await file.add(LI, 'battery staple', UTC),
      await file.add({ ...LI, id: 'Li' }, 'battery staple', UTC),
      await file.add({ ...LI, id: 'wang' }, 'short', UTC),
      await file.remove('wang'),
    ];
    expect(refused.map((done) => (done.ok ? 'done' : done.error.code))).toEqual([
      ...['people.taken', 'people.bad-id', 'people.bad-password', 'people.unknown'],
    ]);
  });

  it('are nobody where the file cannot be understood, and it is not written over', async () => {
    await file.add(LI, 'correct horse', UTC);
    writeFileSync(join(state, PEOPLE_FILE), '{"version": 1, "people": [{}]}');
    expect(await file.check('li', 'correct horse')).toBeNull();
    expect(await file.add({ ...LI, id: 'wang' }, 'battery staple', UTC)).toMatchObject({
      error: { code: 'people.unreadable' },
    });
    expect(readFileSync(join(state, PEOPLE_FILE), 'utf8')).toContain('[{}]');
  });

  it('who are added at the same moment are all kept', async () => {
    const ids = ['ann', 'bob', 'cai', 'dan'];
    await Promise.all(ids.map((id) => file.add({ id, name: id, role: 'viewer' }, 'correct horse', UTC)));
    const people = new PeopleFile(state).all();
    expect(people.ok && people.value.map(({ id }) => id).toSorted()).toEqual(ids);
  });
});

describe('a flood of logins', () => {
  it('is answered `busy` beyond what may wait', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => isPassword('x', null)));
    expect(answers.filter((answer) => answer === 'busy')).toHaveLength(4);
    expect(answers.filter((answer) => answer === true)).toEqual([]);
  });
});

describe('a role', () => {
  it('may do what those before it may', () => {
    expect(roleReaches('admin', 'operator')).toBe(true);
    expect(roleReaches('operator', 'operator')).toBe(true);
    expect(roleReaches('viewer', 'operator')).toBe(false);
  });
});
