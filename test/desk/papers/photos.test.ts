import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MOST_PHOTO_BYTES, Photos } from '../../../gateway/desk/papers/photos.ts';
import { removeFolder } from '../../harness/removeFolder.ts';

const jpeg = (bytes: number, fill = 0) => Buffer.from([0xff, 0xd8, 0xff, ...new Array(bytes - 3).fill(fill)]);

function album() {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-photos-'));
  onTestFinished(() => removeFolder(folder));
  return { folder, photos: new Photos(folder) };
}

test('a photo is kept small, is there after a restart, and can be taken away', async () => {
  const { folder, photos } = album();
  const small = jpeg(100);
  expect(await photos.keep('wall-n', small.toString('base64'))).toMatchObject({ ok: true });
  expect(await photos.keep('wall-n', jpeg(MOST_PHOTO_BYTES + 1).toString('base64'))).toMatchObject({
    ok: false,
    error: { code: 'record.photo' },
  });
  expect(await photos.keep('wall-n', Buffer.from('<svg onload=alert(1)>').toString('base64'))).toMatchObject({
    ok: false,
  });
  const again = new Photos(folder);
  expect(again.of('wall-n')).toBe(`data:image/jpeg;base64,${small.toString('base64')}`);
  expect(await again.keep('wall-n', null)).toMatchObject({ ok: true });
  expect([again.has('wall-n'), again.of('wall-n')]).toEqual([false, null]);
});

test('two phones that photograph one sensor at once leave one whole photo, and neither is told of a failure', async () => {
  const { folder, photos } = album();
  const shots = [1, 2, 3, 4].map((fill) => jpeg(20_000, fill).toString('base64'));
  const kept = await Promise.all(shots.map((shot) => photos.keep('wall-n', shot)));
  expect(kept.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  expect(shots.map((shot) => `data:image/jpeg;base64,${shot}`)).toContain(photos.of('wall-n'));
  expect(readdirSync(join(folder, 'photos'))).toEqual(['wall-n.jpg']);
});

test('a name that leads elsewhere leads nowhere', async () => {
  const { folder, photos } = album();
  await photos.keep('../../outside', jpeg(10).toString('base64'));
  expect(readdirSync(folder)).toEqual(['photos']);
});
