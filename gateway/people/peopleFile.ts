import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lockFolder } from '../core/folderLock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { StateFile } from '../core/stateFile.ts';
import { peopleProblem } from '../text/problems/peopleProblems.ts';
import { hashPassword, isPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password.ts';
import { MOST_PEOPLE, type Person, peopleSchema, personId } from './personSchema.ts';

/** Below the journal's folder, in one of its own: the page writes it, and nothing else there. */
export const PEOPLE_FILE = join('people', 'people.json');
/** How long somebody else's change is waited for. Writing it takes a few milliseconds. */
const LOCK_MS = 2_000;

/** Who is added. `language`: of the page; en where nobody says. */
export type NewPerson = Pick<Person, 'id' | 'name' | 'role'> & Partial<Pick<Person, 'language'>>;

/** What must hold after a change, or it is refused: `admin`, that an admin can come in; `first`, that nobody was there before. */
export type PeopleCondition = 'none' | 'admin' | 'first';

/** Of all files of this process: who waits for the lock holds up what would release it. */
let changing: Promise<unknown> = Promise.resolve();

/**
 * The people of a gateway, in `people/people.json` of the state folder. Read anew whenever the file is another one: whoever was
 * taken out by another program is out at once. A file that cannot be read lets nobody in.
 */
export class PeopleFile {
  readonly #path: string;
  #version = 'none';
  #people: Result<readonly Person[], Problem> = ok([]);

  constructor(stateFolder: string) {
    this.#path = join(stateFolder, PEOPLE_FILE);
  }

  /** Everybody, those who are disabled too; none where there is no file yet. */
  all(): Result<readonly Person[], Problem> {
    const version = this.#versionNow();
    if (version !== this.#version) {
      this.#people = this.#read();
      this.#version = version;
    }
    return this.#people;
  }

  /** Whoever has this id and may come in now; null: nobody. */
  find(id: string): Person | null {
    const people = this.all();
    return (people.ok && people.value.find((one) => one.id === id && one.disabled === null)) || null;
  }

  /** Whoever is called so, by id or name, whatever the case; null: nobody, or not any more. */
  named(called: string): Person | null {
    const low = called.trim().toLowerCase();
    const people = this.all();
    if (!people.ok) return null;
    const found = people.value.find((one) => one.id === low || one.name.toLowerCase() === low);
    return found?.disabled === null ? found : null;
  }

  /** The person who has this id and password; null: nobody has. `busy`: too many ask at this moment. */
  async check(id: string, password: string): Promise<Person | null | 'busy'> {
    const person = this.find(id);
    const right = await isPassword(password, person?.password ?? null);
    if (right === 'busy') return right;
    // looked up again: it may have been taken out while the hash was reckoned
    const now = right ? this.find(id) : null;
    return now?.password.hash === person?.password.hash ? now : null;
  }

  async add(
    { language = 'en', ...who }: NewPerson,
    password: string,
    utc: number,
    must: PeopleCondition = 'none',
  ): Promise<Result<Person, Problem>> {
    const { id } = who;
    if (!personId.safeParse(id).success) return err(peopleProblem('people.bad-id', { id }));
    const weak = weakness(password);
    if (weak !== null) return err(weak);
    const now = new Date(utc).toISOString();
    const hash = await hashPassword(password);
    const person = { ...who, language, password: hash, created: now, passwordSet: now, disabled: null };
    return this.#change(must, (people) => {
      if (people.some((one) => one.id === id)) return err(peopleProblem('people.taken', { id }));
      return nameOfAnother(person, people) ?? ok([[...people, person], person]);
    });
  }

  remove(id: string, must: PeopleCondition = 'none'): Promise<Result<Person, Problem>> {
    return this.#change(must, (people) => {
      const person = people.find((one) => one.id === id);
      if (person === undefined) return err(peopleProblem('people.unknown', { id }));
      return ok([people.filter((one) => one !== person), person]);
    });
  }

  async resetPassword(id: string, password: string, utc: number): Promise<Result<Person, Problem>> {
    const weak = weakness(password);
    if (weak !== null) return err(weak);
    const now = new Date(utc).toISOString();
    return this.amend(id, { password: await hashPassword(password), passwordSet: now });
  }

  /** Another name or role, or disabled since some time (null: may come in again). */
  amend(
    id: string,
    change: Partial<Omit<Person, 'id' | 'created'>>,
    must: PeopleCondition = 'none',
  ): Promise<Result<Person, Problem>> {
    return this.#change(must, (people) => {
      const person = people.find((one) => one.id === id);
      if (person === undefined) return err(peopleProblem('people.unknown', { id }));
      const changed = { ...person, ...change };
      const others = people.filter((one) => one !== person);
      return (
        nameOfAnother(changed, others) ?? ok([people.map((one) => (one === person ? changed : one)), changed])
      );
    });
  }

  /** One change after the other, of all programs, each from what the file says then. */
  #change(
    must: PeopleCondition,
    make: (people: readonly Person[]) => Result<readonly [readonly Person[], Person], Problem>,
  ): Promise<Result<Person, Problem>> {
    const turn = changing.then(async (): Promise<Result<Person, Problem>> => {
      makeFolder(dirname(this.#path));
      const lock = lockFolder(dirname(this.#path), LOCK_MS);
      if (lock === 'taken') return err(peopleProblem('people.busy'));
      try {
        return await this.#changeLocked(must, make);
      } finally {
        if (lock !== 'impossible') lock.release();
      }
    });
    changing = turn.catch(() => {});
    return turn;
  }

  async #changeLocked(
    must: PeopleCondition,
    make: (people: readonly Person[]) => Result<readonly [readonly Person[], Person], Problem>,
  ): Promise<Result<Person, Problem>> {
    const people = this.all();
    if (!people.ok) return people;
    if (must === 'first' && people.value.length > 0) return err(peopleProblem('people.owned'));
    const made = make(people.value);
    if (!made.ok) return made;
    const [after, person] = made.value;
    if (after.length > MOST_PEOPLE) return err(peopleProblem('people.too-many', { most: MOST_PEOPLE }));
    if (must === 'admin' && !after.some(({ role, disabled }) => role === 'admin' && disabled === null))
      return err(peopleProblem('people.last-admin'));
    const unwritten = await this.#write(after);
    return unwritten === null ? ok(person) : err(unwritten);
  }

  async #write(people: readonly Person[]): Promise<Problem | null> {
    let problem: Problem | null = null;
    const file = new StateFile(this.#path, (told) => {
      problem = told;
    });
    file.load(); // makes the folder
    file.save(`${JSON.stringify({ version: 1, people }, null, 1)}\n`);
    await file.settled();
    return problem;
  }

  #read(): Result<readonly Person[], Problem> {
    const text = new StateFile(this.#path, () => {}).load();
    if (!text.ok) return text;
    if (text.value === null) return ok([]);
    try {
      return ok(peopleSchema.parse(JSON.parse(text.value)).people);
    } catch {
      return err({ ...peopleProblem('people.unreadable'), where: this.#path });
    }
  }

  #versionNow(): string {
    const found = statSync(this.#path, { throwIfNoEntry: false, bigint: true });
    return found === undefined ? 'none' : `${found.ino} ${found.mtimeNs} ${found.size}`;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    // what keeps it from being made keeps the file from being written, and that is told
  }
}

/** People are called by name on the page: two of one name could not be told apart in the journal. */
function nameOfAnother({ name, id }: Person, others: readonly Person[]): Result<never, Problem> | null {
  const low = name.toLowerCase();
  const taken = others.some((one) =>
    [one.id, one.name.toLowerCase()].some((known) => known === low || known === id),
  );
  return taken ? err(peopleProblem('people.name-taken', { name })) : null;
}

function weakness(password: string): Problem | null {
  if (password.length >= SHORTEST_PASSWORD && password.length <= LONGEST_PASSWORD) return null;
  return peopleProblem('people.bad-password', { shortest: SHORTEST_PASSWORD, longest: LONGEST_PASSWORD });
}
