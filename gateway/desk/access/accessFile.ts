import { z } from 'zod';
import type { Log } from '../../core/log.ts';
import { StateFile } from '../../core/stateFile.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import { role } from '../http/api/accessApi.ts';

/**
 * `token`: SHA-256 of what the browser holds. `password`: which password of the person it began with; with another one it is
 * over. Times are civil, because a session outlives a boot.
 */
const session = z.object({
  id: z.string(),
  person: z.string(),
  token: z.string(),
  password: z.string(),
  since: z.number(),
  lastUsed: z.number(),
  from: z.string(),
  agent: z.string(),
});
const token = z.object({
  id: z.string(),
  label: z.string(),
  role,
  madeBy: z.string(),
  token: z.string(),
  since: z.number(),
  until: z.number(),
  lastUsed: z.number().nullable(),
});
const kept = z.object({
  version: z.literal(2),
  claim: z.string().nullable(), // SHA-256 of the claim code that is out; null: none is
  sessions: z.array(session),
  tokens: z.array(token),
});

export type KeptAccess = z.infer<typeof kept>;
export type KeptSession = z.infer<typeof session>;
export type KeptToken = z.infer<typeof token>;

const PRIVATE = 0o600;

/** Who is logged in, and the programs that may come, on the disk: read by desk alone. Who there is stands in `people.json`. */
export class AccessFile {
  readonly #file: StateFile;
  readonly #log: Log;

  constructor(path: string, log: Log) {
    this.#log = log;
    this.#file = new StateFile(path, (problem) => log.problem(problem), undefined, PRIVATE);
  }

  /** What was kept; nothing where there is no file. One that is damaged is put aside and told: everybody logs in again. */
  load(): KeptAccess {
    const text = this.#file.load();
    if (!text.ok) {
      this.#log.problem(text.error);
      return nothing();
    }
    if (text.value === null) return nothing();
    const read = kept.safeParse(parsed(text.value));
    if (read.success) return read.data;
    const aside = this.#file.setAside();
    this.#log.problem({
      ...deskProblem('desk.access-unreadable'),
      ...(aside === null ? {} : { where: aside }),
    });
    return nothing();
  }

  save(access: () => KeptAccess): void {
    this.#file.save(() => JSON.stringify(access()));
  }

  settled(): Promise<void> {
    return this.#file.settled();
  }
}

function nothing(): KeptAccess {
  return { version: 2, claim: null, sessions: [], tokens: [] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
