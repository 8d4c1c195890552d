import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { journalFile, syncFolder } from '../journal/file/database.ts';
import { openForReading } from '../journal/file/openForReading.ts';
import { quarantine } from '../journal/past/quarantine.ts';
import { CLAIM_FILE, newClaimCode } from '../people/claimCode.ts';

/** Who this box is, made once at its first boot, and kept beside the site file. */
const identitySchema = z.object({
  gateway: z.string(), // a name for the site file to take
  hardware: z.string().nullable(), // the board it was made on; null: that board does not tell
  /** The board on which a copy of this card was met and its journal put aside. */
  met: z.string().nullable().default(null),
});
export type BoxIdentity = z.infer<typeof identitySchema>;

const NAME = 'box.json';
/** Crockford's digits in small letters: a name that can be read out. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** The identity of a box; null: it has none yet, or the file cannot be read. */
export function readIdentity(site: string): BoxIdentity | null {
  try {
    const text = readFileSync(join(dirname(resolve(site)), NAME), 'utf8');
    return identitySchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export type IdentityAsk = {
  readonly site: string; // path of the site file, which need not be there yet
  readonly state: string; // folder of the journal
  readonly desk: string; // folder of desk: the claim code is put there
  readonly hardware: string | null;
};

/** `made`: it was its first boot. `cloned`: the card runs in another board than it was made on; its journal was put aside now. */
export type FoundIdentity = {
  readonly identity: BoxIdentity;
  readonly made: boolean;
  readonly cloned: boolean;
};

/**
 * At every boot, before guard: makes what is made once, and looks whether the card is a copy. Where it is, the journal that lies
 * here is put aside: guard then begins one of a new epoch, so that two boxes never give one number to two things.
 */
export function identityAtBoot(ask: IdentityAsk): FoundIdentity {
  const known = readIdentity(ask.site);
  if (known === null) {
    const identity = { gateway: newGatewayName(), hardware: ask.hardware, met: null };
    keep(ask.site, identity);
    makeClaim(ask.desk);
    return { identity, made: true, cloned: false };
  }
  const here = ask.hardware;
  if (!isElsewhere(known, here) || known.met === here) return { identity: known, made: false, cloned: false };
  putAside(ask.state);
  const identity = { ...known, met: here };
  keep(ask.site, identity);
  return { identity, made: false, cloned: true };
}

/** Whether a box runs on another board than it was made on. */
export function isElsewhere({ hardware }: BoxIdentity, here: string | null): boolean {
  return hardware !== null && here !== null && hardware !== here;
}

/** The board was exchanged, and this is the same box. */
export function adoptBoard(site: string, hardware: string | null): BoxIdentity | null {
  const known = readIdentity(site);
  if (known === null) return null;
  const identity = { ...known, hardware, met: null };
  keep(site, identity);
  return identity;
}

/** This is another box than the one the card came from: a name, a key, certificates and a claim code of its own. */
export function beginAnew({ site, state, desk, hardware }: IdentityAsk): BoxIdentity {
  putAside(state);
  for (const secret of [
    join(state, 'record-key.pem'),
    join(desk, 'record-key.pem'),
    join(state, 'opcua'),
    join(desk, 'certificates'),
    join(desk, 'access.json'),
  ])
    if (existsSync(secret)) renameSync(secret, freeName(`${secret}.of-the-other-box`));
  const identity = { gateway: newGatewayName(), hardware, met: null };
  keep(site, identity);
  makeClaim(desk);
  return identity;
}

function newGatewayName(): string {
  return `box-${[...randomBytes(8)].map((byte) => DIGITS[byte & 31]).join('')}`;
}

/** The code that stands on the label: it is the same until somebody owns the box. */
function makeClaim(desk: string): void {
  mkdirSync(desk, { recursive: true, mode: 0o700 });
  const file = join(desk, CLAIM_FILE);
  writeFileSync(file, `${newClaimCode()}\n`, { mode: 0o600 });
  ownLike(file, desk);
}

function putAside(state: string): void {
  const file = journalFile(state);
  if (!existsSync(file)) return;
  const opened = openForReading(file);
  const epoch = opened.ok ? opened.value.identity.epoch : null;
  if (opened.ok) opened.value.db.close();
  quarantine(file, epoch);
}

function keep(site: string, identity: BoxIdentity): void {
  const folder = dirname(resolve(site));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, NAME);
  writeFileSync(`${file}.new`, `${JSON.stringify(identity, null, 2)}\n`, { flush: true });
  chmodSync(`${file}.new`, 0o640);
  ownLike(`${file}.new`, folder);
  renameSync(`${file}.new`, file);
  syncFolder(folder);
}

/** Root makes it for the user whose folder it is in. */
function ownLike(file: string, folder: string): void {
  const { uid, gid } = statSync(folder);
  if (process.getuid?.() === 0) chownSync(file, uid, gid);
}

function freeName(name: string): string {
  let free = name;
  for (let n = 2; existsSync(free); n++) free = `${name}-${n}`;
  return free;
}
