import type { Problem } from '../../core/result.ts';

/**
 * What the writer does next about a failed write: `retry` on the same connection, `reopen` the file first, or
 * `set aside` the damaged file and start a new one.
 */
export type Failure = { readonly act: 'retry' | 'reopen' | 'set aside'; readonly problem: Problem };

// Primary result codes of SQLite, https://www.sqlite.org/rescode.html
const ERROR = 1;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const CONSTRAINT = 19;
const NOTADB = 26;

type Kind = Omit<Problem, 'where'> & Pick<Failure, 'act'>;

const FULL_DISK: Kind = {
  act: 'retry',
  code: 'journal.disk-full',
  what: 'the disk of the journal is full',
  hint: 'free space on it; alarms go on, rows wait in memory meanwhile',
};
const READ_ONLY: Kind = {
  act: 'reopen',
  code: 'journal.read-only',
  what: 'the journal cannot be written',
  hint: 'check the owner and mode of the folder, and whether the disk was remounted read-only',
};
const BROKEN_DISK: Kind = {
  act: 'reopen',
  code: 'journal.disk-error',
  what: 'the disk of the journal answers with errors',
  hint: 'look at `dmesg`; replace the card or disk',
};

const BY_RESULT: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  [BUSY, { act: 'retry', code: 'journal.busy', what: 'another program holds the journal locked' }],
  [LOCKED, { act: 'retry', code: 'journal.busy', what: 'another program holds the journal locked' }],
  [ERROR, damaged('the tables of the journal are not as they should be')],
  [READONLY, READ_ONLY],
  [IOERR, BROKEN_DISK],
  [CORRUPT, damaged('the journal is damaged')],
  [FULL, FULL_DISK],
  [
    CANTOPEN,
    {
      act: 'reopen',
      code: 'journal.cannot-open',
      what: 'the journal cannot be opened',
      hint: 'check that the folder exists and belongs to the user guard runs as',
    },
  ],
  [
    CONSTRAINT,
    {
      act: 'reopen',
      code: 'journal.second-writer',
      what: 'someone else wrote into the journal',
      hint: 'only one guard may run on a journal folder: stop the other one',
    },
  ],
  [NOTADB, damaged('the file is not a journal')],
]);

const BY_ERRNO: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['ENOSPC', FULL_DISK],
  ['EDQUOT', FULL_DISK],
  ['EIO', BROKEN_DISK],
]);

function damaged(what: string): Kind {
  return {
    act: 'set aside',
    code: 'journal.damaged',
    what,
    hint: 'it is kept beside the new one; `lifeline journal export` reads what can be read',
  };
}

/** Classes an error of SQLite or the file system; null for anything else, which is a bug. */
export function failureOf(error: unknown, where: string): Failure | null {
  const kind = kindOf(error);
  if (kind === null || !(error instanceof Error)) return null;
  const { act, ...problem } = kind;
  return { act, problem: { ...problem, what: `${problem.what} (${error.message})`, where } };
}

function kindOf(error: unknown): Kind | null {
  if (!(error instanceof Error)) return null;
  if ('errcode' in error && typeof error.errcode === 'number')
    return BY_RESULT.get(error.errcode & 0xff) ?? BROKEN_DISK;
  if ('syscall' in error && 'code' in error && typeof error.code === 'string')
    return BY_ERRNO.get(error.code) ?? READ_ONLY;
  return null;
}
