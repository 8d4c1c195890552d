import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restore } from '../../gateway/backup/restore.ts';
import { packSealed } from '../../gateway/backup/tar.ts';
import { removeFolder } from '../harness/removeFolder.ts';

const WORDS = 'correct horse battery staple';
const MANIFEST = {
  ...{ format: 1, gateway: 'box-1', software: 'x', journalFormat: 1, journalFolder: 'journal' },
  ...{ madeUtc: 0, epoch: null, withJournal: false },
};
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'restore-'));
  for (const folder of ['in/site', 'in/state', 'box']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'in/manifest.json'), JSON.stringify(MANIFEST));
  writeFileSync(join(root, 'in/site/site.yaml'), 'gateway: { id: box-1 }');
});
afterEach(() => removeFolder(root));

async function restored() {
  const file = join(root, 'box.age');
  expect(await packSealed(join(root, 'in'), file, WORDS)).toMatchObject({ ok: true });
  const site = join(root, 'box/site.yaml');
  return restore({ file, passphrase: WORDS, site, root, replace: false });
}

describe('a backup that somebody else has made', () => {
  it('is put in place where it is one', async () => {
    expect(await restored()).toMatchObject({ ok: true, value: { gateway: 'box-1' } });
    expect(readFileSync(join(root, 'box/site.yaml'), 'utf8')).toContain('box-1');
  });

  it('is refused with a link in it, which would let it write elsewhere', async () => {
    writeFileSync(join(root, 'victim'), 'mine', { mode: 0o600 });
    symlinkSync(join(root, 'victim'), join(root, 'in/state/alarms.json'));
    expect(await restored()).toMatchObject({ ok: false, error: { code: 'backup.foreign' } });
    expect(existsSync(join(root, 'box/site.yaml'))).toBe(false);
  });

  it('of a newer version is refused', async () => {
    writeFileSync(join(root, 'in/manifest.json'), JSON.stringify({ ...MANIFEST, journalFormat: 999 }));
    expect(await restored()).toMatchObject({ ok: false, error: { code: 'restore.newer' } });
  });
});
