import { statSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { StateFile } from '../core/stateFile.ts';
import { peopleProblem } from '../text/problems/peopleProblems.ts';
import { hashPassword, isPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password.ts';
import { type Person, type PersonRole, peopleSchema, personId } from './personSchema.ts';

export const PEOPLE_FILE = 'people.json';

/**
 * The people of a gateway, in `people.json` of the state folder. Read anew whenever the file is another one: whoever was
 * taken out by another program is out at once. A file that cannot be read lets nobody in.
 */
export class PeopleFile {
  readonly #path: string;
  #version = 'none';
  #people: Result<readonly Person[], Problem> = ok([]);
  #changing: Promise<unknown> = Promise.resolve();

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
    { id, name, role }: { readonly id: string; readonly name: string; readonly role: PersonRole },
    password: string,
    utc: number,
  ): Promise<Result<Person, Problem>> {
    if (!personId.safeParse(id).success) return err(peopleProblem('people.bad-id', { id }));
    const weak = weakness(password);
    if (weak !== null) return err(weak);
    const now = new Date(utc).toISOString();
    const hash = await hashPassword(password);
    const person = { id, name, role, password: hash, created: now, passwordSet: now, disabled: null };
    return this.#change((people) =>
      people.some((one) => one.id === id)
        ? err(peopleProblem('people.taken', { id }))
        : ok([[...people, person], person]),
    );
  }

  remove(id: string): Promise<Result<Person, Problem>> {
    return this.#change((people) => {
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
  amend(id: string, change: Partial<Omit<Person, 'id' | 'created'>>): Promise<Result<Person, Problem>> {
    return this.#change((people) => {
      const person = people.find((one) => one.id === id);
      if (person === undefined) return err(peopleProblem('people.unknown', { id }));
      const changed = { ...person, ...change };
      return ok([people.map((one) => (one === person ? changed : one)), changed]);
    });
  }

  /** One change after the other, each from what the file says then. */
  #change(
    make: (people: readonly Person[]) => Result<readonly [readonly Person[], Person], Problem>,
  ): Promise<Result<Person, Problem>> {
    const turn = this.#changing.then(async (): Promise<Result<Person, Problem>> => {
      const people = this.all();
      if (!people.ok) return people;
      const made = make(people.value);
      if (!made.ok) return made;
      const [after, person] = made.value;
      const unwritten = await this.#write(after);
      return unwritten === null ? ok(person) : err(unwritten);
    });
    this.#changing = turn.catch(() => {});
    return turn;
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

function weakness(password: string): Problem | null {
  if (password.length >= SHORTEST_PASSWORD && password.length <= LONGEST_PASSWORD) return null;
  return peopleProblem('people.bad-password', { shortest: SHORTEST_PASSWORD, longest: LONGEST_PASSWORD });
}
