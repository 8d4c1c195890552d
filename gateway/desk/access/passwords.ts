import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's least for scrypt is N=2^17, which blocks a small board for a second and takes 128 MiB; this takes 32 MiB. */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const;
const MAX_MEMORY = 64 * 1024 * 1024;
const BYTES = 32;
/** So many may wait: a flood of log-ins must not hold more than this in memory. */
const MOST_WAITING = 16;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** One at a time: two would take twice the memory, and the threads that files and ports need. Null: too many wait. */
async function derived(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer | null> {
  if (waiting >= MOST_WAITING) return null;
  waiting++;
  const turn = last;
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  last = promise.catch(() => {});
  try {
    await turn;
    scrypt(password.normalize('NFKC'), salt, BYTES, { ...options, maxmem: MAX_MEMORY }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
    return await promise;
  } finally {
    waiting--;
  }
}

/** What is kept of a password: `scrypt$N$r$p$salt$key`, base64url. Null: too many wait for the same. */
export async function hashPassword(password: string): Promise<string | null> {
  const salt = randomBytes(16);
  const key = await derived(password, salt, COST);
  const { N, r, p } = COST;
  return key && `scrypt$${N}$${r}$${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/**
 * Whether it is this password. `kept` null (nobody has this name) takes as long as a wrong password, so that names cannot be
 * told from the time. Null: too many wait.
 */
export async function isPassword(password: string, kept: string | null): Promise<boolean | null> {
  const [, N = '', r = '', p = '', salt = '', key = ''] = (kept ?? '').split('$');
  const options = kept === null ? COST : { N: Number(N), r: Number(r), p: Number(p) };
  const found = await derived(password, Buffer.from(salt, 'base64url'), options);
  if (found === null) return null;
  const wanted = Buffer.from(key, 'base64url');
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}
