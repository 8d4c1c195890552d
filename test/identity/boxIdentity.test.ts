import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  adoptBoard,
  beginAnew,
  identityAtBoot,
  isElsewhere,
  readIdentity,
} from '../../gateway/identity/boxIdentity.ts';
import { hardwareOf } from '../../gateway/identity/hardware.ts';
import { openJournal } from '../../gateway/journal/write/opening.ts';
import { keptClaimCode } from '../../gateway/people/claimCode.ts';
import { removeFolder } from '../harness/removeFolder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'identity-'));
});
afterEach(() => removeFolder(root));

function file(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** The same card in some board. */
function onBoard(hardware: string | null) {
  const site = join(root, 'var/site.yaml');
  return { site, state: join(root, 'var/journal'), desk: join(root, 'desk'), hardware };
}

describe('what tells one board from another', () => {
  it('is the serial number of an ARM board, with the zero byte that the device tree ends it with', () => {
    file('proc/device-tree/serial-number', '10000000a3f1c2d4\0');
    expect(hardwareOf(root)).toBe('serial 10000000a3f1c2d4');
  });

  it('is the UUID of a PC, unless its maker left it empty', () => {
    file('sys/class/dmi/id/product_uuid', '4C4C4544-0042-3510\n');
    expect(hardwareOf(root)).toBe('uuid 4c4c4544-0042-3510');
    file('sys/class/dmi/id/product_uuid', '00000000-0000-0000\n');
    expect(hardwareOf(root)).toBeNull();
  });

  it('is an adapter that is really there, and not one that software made up', () => {
    file('sys/class/net/docker0/address', '02:42:00:00:00:01');
    file('sys/class/net/docker0/addr_assign_type', '3');
    file('sys/class/net/eth0/address', 'dc:a6:32:11:22:33');
    file('sys/class/net/eth0/addr_assign_type', '0');
    expect(hardwareOf(root)).toBeNull();
    mkdirSync(join(root, 'sys/class/net/eth0/device'));
    expect(hardwareOf(root)).toBe('mac dc:a6:32:11:22:33');
  });
});

describe('a box', () => {
  it('is made once: name and claim code stay at every later start', () => {
    const first = identityAtBoot(onBoard('serial 1'));
    expect(first).toMatchObject({ made: true, cloned: false });
    expect(first.identity.gateway).toMatch(/^box-[0-9a-z]{8}$/);
    const code = keptClaimCode(join(root, 'desk'));
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(statSync(join(root, 'desk/claim-code')).mode & 0o777).toBe(0o600);
    expect(identityAtBoot(onBoard('serial 1'))).toEqual({
      identity: first.identity,
      made: false,
      cloned: false,
    });
    expect(keptClaimCode(join(root, 'desk'))).toBe(code);
    // a kernel that does not tell its board any more is no other board
    expect(identityAtBoot(onBoard(null))).toMatchObject({ cloned: false });
  });

  it('whose card is copied never gives a number twice: the journal on the other board is put aside, once', () => {
    const here = onBoard('serial 1');
    identityAtBoot(here);
    mkdirSync(here.state);
    const before = openJournal(join(here.state, 'journal.db'), 'box-1', null);
    before.db.close();
    expect(identityAtBoot(here).cloned).toBe(false);
    expect(existsSync(join(here.state, 'journal.db'))).toBe(true);

    const there = onBoard('serial 2');
    expect(identityAtBoot(there)).toMatchObject({ cloned: true });
    expect(readdirSync(here.state)).toContain(`journal-${before.identity.epoch}.db`);
    const after = openJournal(join(here.state, 'journal.db'), 'box-1', null);
    after.db.close();
    expect(after.identity.epoch).not.toBe(before.identity.epoch);
    // at the next start of the copy its new journal is its own
    expect(identityAtBoot(there)).toMatchObject({ cloned: false });
    expect(existsSync(join(here.state, 'journal.db'))).toBe(true);
    const known = readIdentity(here.site);
    expect(known !== null && isElsewhere(known, 'serial 2')).toBe(true); // and is told until somebody decides
  });

  it('whose board was exchanged is the same box; a copy that begins anew has a name, keys and a code of its own', () => {
    const here = onBoard('serial 1');
    const { identity } = identityAtBoot(here);
    expect(adoptBoard(here.site, 'serial 2')).toMatchObject({
      gateway: identity.gateway,
      hardware: 'serial 2',
    });
    expect(identityAtBoot(onBoard('serial 2'))).toMatchObject({ cloned: false });

    mkdirSync(here.state);
    writeFileSync(join(here.state, 'record-key.pem'), 'key');
    const code = keptClaimCode(here.desk);
    const anew = beginAnew(onBoard('serial 3'));
    expect(anew.gateway).not.toBe(identity.gateway);
    expect(keptClaimCode(here.desk)).not.toBe(code);
    expect(existsSync(join(here.state, 'record-key.pem'))).toBe(false);
    expect(readFileSync(join(here.state, 'record-key.pem.of-the-other-box'), 'utf8')).toBe('key');
  });

  it('with a damaged identity file is not taken for a copy', () => {
    identityAtBoot(onBoard('serial 1'));
    writeFileSync(join(root, 'var/box.json'), '{');
    expect(identityAtBoot(onBoard('serial 2'))).toMatchObject({ made: true, cloned: false });
  });
});
