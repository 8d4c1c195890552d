import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordHash } from './personSchema.ts';

/** Interactive logins, RFC 7914 clause 2 and OWASP's smallest advice with r=8: 32 MiB and some 240 ms on a small board. */
const COST = { n: 2 ** 15, r: 8 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** scrypt needs 128·N·r bytes, and a little more. */
const ROOM = 1.25;
/** Each waits for the one before it: a flood of logins costs one thread and 32 MiB, not all of them. */
const MOST_WAITING = 16;

export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 200;

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** One at a time; null: too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T | null> {
  if (waiting >= MOST_WAITING) return null;
  waiting++;
  const turn = last.then(work);
  last = turn.catch(() => {}).finally(() => waiting--);
  return turn;
}

function derived(password: string, salt: Buffer, { n, r }: { n: number; r: number }): Promise<Buffer> {
  const options = { N: n, r, p: 1, maxmem: Math.ceil(128 * n * r * ROOM) };
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
}

/** What is kept of a password. In its turn, and never refused: who may set one has shown who they are. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES);
  const turn = last.then(() => derived(password, salt, COST));
  last = turn.catch(() => {});
  const hash = await turn;
  return { ...COST, salt: salt.toString('base64'), hash: hash.toString('base64') };
}

/** Stands for a person that is not there, so that a wrong name takes as long as a wrong password. */
const NOBODY: PasswordHash = {
  ...COST,
  salt: randomBytes(SALT_BYTES).toString('base64'),
  hash: Buffer.alloc(HASH_BYTES).toString('base64'),
};

/** Whether `password` is the one that `kept` was made of; `kept` null, nobody: takes as long, and is not. `busy`: too many ask. */
export async function isPassword(password: string, kept: PasswordHash | null): Promise<boolean | 'busy'> {
  const against = kept ?? NOBODY;
  if (password.length > LONGEST_PASSWORD) return false;
  const found = await inTurn(() => derived(password, Buffer.from(against.salt, 'base64'), against));
  if (found === null) return 'busy';
  const hash = Buffer.from(against.hash, 'base64');
  return hash.length === found.length && timingSafeEqual(hash, found) && kept !== null;
}

/** Without letters and digits that are mistaken for each other: it is read from a screen and typed on a phone. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password for a beginning, four groups of four: some 79 bits. */
export function freshPassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
