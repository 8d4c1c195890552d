import { z } from 'zod';
import type { Log } from '../../core/log.ts';
import { StateFile } from '../../core/stateFile.ts';
import { role } from '../http/api/accessApi.ts';

const language = z.enum(['en', 'zh']);
const person = z.object({
  id: z.string(),
  name: z.string(),
  role,
  language,
  password: z.string(), // as `hashPassword` makes it
  since: z.number(),
});
/** `token`: SHA-256 of what the browser holds. Times are civil, because a session outlives a boot. */
const session = z.object({
  id: z.string(),
  person: z.string(),
  token: z.string(),
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
  version: z.literal(1),
  claim: z.string().nullable(), // SHA-256 of the claim code that is out; null: none is
  people: z.array(person),
  sessions: z.array(session),
  tokens: z.array(token),
});

export type KeptAccess = z.infer<typeof kept>;
export type KeptPerson = z.infer<typeof person>;
export type KeptSession = z.infer<typeof session>;
export type KeptToken = z.infer<typeof token>;

const PRIVATE = 0o600;

/** Who may log in, on the disk: read by desk alone. */
export class AccessFile {
  readonly #file: StateFile;
  readonly #log: Log;

  constructor(path: string, log: Log) {
    this.#log = log;
    this.#file = new StateFile(path, (problem) => log.problem(problem), undefined, PRIVATE);
  }

  /**
   * What was kept; nobody where there is no file. One that is damaged is put aside and told: then the box has no owner, and
   * a new claim code is printed where only who has the box can read it.
   */
  load(): KeptAccess {
    const text = this.#file.load();
    if (!text.ok) {
      this.#log.problem(text.error);
      return nobody();
    }
    if (text.value === null) return nobody();
    const read = kept.safeParse(parsed(text.value));
    if (read.success) return read.data;
    const aside = this.#file.setAside();
    this.#log.problem({
      code: 'desk.access-unreadable',
      what: 'the file of people is damaged: nobody can log in',
      ...(aside === null ? {} : { where: aside }),
      hint: 'claim the box anew with the code that is printed now, or put a backup of the file back and start desk again',
    });
    return nobody();
  }

  save(access: () => KeptAccess): void {
    this.#file.save(() => JSON.stringify(access()));
  }

  settled(): Promise<void> {
    return this.#file.settled();
  }
}

function nobody(): KeptAccess {
  return { version: 1, claim: null, people: [], sessions: [], tokens: [] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
