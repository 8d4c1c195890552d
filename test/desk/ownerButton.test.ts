import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../drivers/reading.ts';
import { listenToButton, OwnerButton } from '../../gateway/desk/access/ownerButton.ts';
import type { LiveListener } from '../../gateway/desk/live/live.ts';
import { FRESH_CLAIM_MS, FreshClaim } from '../../gateway/people/freshClaim.ts';
import { PeopleFile } from '../../gateway/people/peopleFile.ts';
import { inLanguage } from '../../gateway/text/language.ts';
import { houseSite } from '../harness/house.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { installationOf } from '../site/fixture.ts';
import { CLAIM, openDesk } from './openDesk.ts';

const POINT = 'board/input1';
const site = installationOf({ ...houseSite, page: { ownerButton: POINT } });

/** How often it was held, of what is read every half second: `#` pressed, `.` not, `?` not to be had, a space: nothing is read. */
function heldIn(story: string, point = POINT): number {
  let times = 0;
  const button = new OwnerButton(
    () => site,
    () => times++,
  );
  [...story].forEach((sign, n) => {
    if (sign === ' ') return;
    const told =
      sign === '?' ? { value: null, quality: 'no-communication' } : { value: sign === '#', quality: 'good' };
    button.readings([{ point, ...told, at: { boot: 'b', mono: n * 500 } } as Reading]);
  });
  return times;
}

describe('the button of the box', () => {
  it('is held when it was pressed for ten seconds without a break, once each time', () => {
    expect(heldIn('#'.repeat(20))).toBe(0);
    expect(heldIn('#'.repeat(21))).toBe(1);
    expect(heldIn('#'.repeat(200))).toBe(1);
    expect(heldIn(`${'#'.repeat(21)}.${'#'.repeat(21)}`)).toBe(2);
    for (const between of ['.', '?', ' '.repeat(20)])
      expect(heldIn(`${'#'.repeat(15)}${between}${'#'.repeat(15)}`)).toBe(0);
    expect(heldIn('#'.repeat(40), 'board/input2')).toBe(0);
  });
});

describe('a box whose button was held', () => {
  it('takes one administrator more with the code, for a quarter of an hour; everybody else stays', async () => {
    const { app, access, claimed, login, clock, folder } = await openDesk();
    await claimed();
    const hello = async () => (await app.inject('/api/hello')).json();
    const claim = async (code: string, name = 'Wang') =>
      app.inject({ method: 'POST', url: '/api/claim', payload: { ...CLAIM, name, code } });
    expect(await hello()).toMatchObject({ claimed: true, claimable: false, reset: 'root' });
    expect((await claim('7KQ4-9FMX-2TRB')).json().code).toBe('desk.claimed');

    access.openAnew('7KQ4-9FMX-2TRB', 'button');
    expect(await hello()).toMatchObject({ claimed: true, claimable: true });
    expect((await claim('7KQ4-9FMX-2TRC')).json().code).toBe('desk.wrong-code');
    const both = await Promise.all([claim('7kq49fmx2trb'), claim('7kq49fmx2trb', 'Zhao')]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 503]);
    expect(await hello()).toMatchObject({ claimable: false });
    const people = new PeopleFile(folder).all();
    expect(people.ok && people.value.map(({ role }) => role)).toEqual(['admin', 'admin']);
    expect((await login('Li', CLAIM.password)).status).toBe(200);

    access.openAnew('7KQ4-9FMX-2TRB', 'button');
    await clock.advance(FRESH_CLAIM_MS);
    expect((await claim('7KQ4-9FMX-2TRB', 'Chen')).json().code).toBe('desk.claimed');
  });

  it('opens nothing where the disk takes nothing, and goes on', async () => {
    const { access, folder, live } = await openDesk();
    writeFileSync(join(folder, 'people'), ''); // no folder can be made there
    const said: string[] = [];
    const heard: LiveListener[] = [];
    const deaf = {
      site: { installation: site },
      heardBy: (one: LiveListener) => heard.push(one),
    } as unknown as typeof live;
    listenToButton(deaf, access, folder, {
      info: (text) => said.push(inLanguage(text, 'en')),
      problem: () => {},
    });
    for (let n = 0; n <= 20; n++)
      heard[0]?.readings([{ point: POINT, value: true, quality: 'good', at: { boot: 'b', mono: n * 500 } }]);
    expect(said).toEqual([expect.stringContaining('cannot be kept')]);
    expect(access.claimable).toBe(true); // nobody owns this box yet
  });

  it('is closed again by a clock that is set back, and by what nobody can read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-claim-'));
    const fresh = new FreshClaim(folder);
    expect(fresh.isOpen(0)).toBe(false);
    fresh.open('7KQ4-9FMX-2TRB', 1_000_000);
    expect([fresh.isOpen(1_000_000), fresh.isOpen(999_999)]).toEqual([true, false]);
    writeFileSync(join(folder, 'people/fresh-claim.json'), '{"digest":');
    expect(fresh.isOpen(1_000_000)).toBe(false);
    removeFolder(folder);
  });
});
