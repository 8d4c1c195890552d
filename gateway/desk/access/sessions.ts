import type { Clock } from '../../core/clock.ts';
import type { PeopleFile } from '../../people/peopleFile.ts';
import type { Person } from '../../people/personSchema.ts';
import type { KeptAccess, KeptSession, KeptToken } from './accessFile.ts';
import type { Caller } from './caller.ts';
import { digestOf, newId } from './secret.ts';

const DAY_MS = 86_400_000;
/** Unused for so long, or so old: log in again. Engineering values for a phone that is somebody's own. */
const IDLE_MS = 14 * DAY_MS;
const LONGEST_MS = 90 * DAY_MS;
/** That it was used is written down so often: a small file written whole costs the card 80 to 130 kB. */
const NOTED_EVERY_MS = 60 * 60_000;
const MOST = 200;
const MOST_OF_ONE = 20;

/** Who is logged in where. A session is known by the digest of its secret; what the browser holds is not kept. */
export class Sessions {
  readonly #kept: KeptAccess;
  readonly #people: PeopleFile;
  readonly #clock: Clock;
  readonly #save: () => void;
  #watchers: ((session: string) => void)[] = [];
  #notedAt = Number.NEGATIVE_INFINITY; // civil, ms

  constructor(kept: KeptAccess, people: PeopleFile, clock: Clock, save: () => void) {
    this.#kept = kept;
    this.#people = people;
    this.#clock = clock;
    this.#save = save;
  }

  /** Calls back when a session has ended, e.g. to cut its stream. */
  onEnd(ended: (session: string) => void): void {
    this.#watchers.push(ended);
  }

  /** @returns its public id */
  begin(person: Person, token: string, from: string, agent: string): string {
    const now = this.#clock.utc();
    const entry: KeptSession = {
      ...{ id: newId(), person: person.id, token, password: passwordOf(person), since: now, lastUsed: now },
      ...{ from: from.slice(0, 60), agent: agent.slice(0, 120) },
    };
    this.#kept.sessions.push(entry);
    this.#makeRoom(person.id);
    this.#save();
    return entry.id;
  }

  /** Who holds this secret; null: nobody, or not any more. */
  callerOf(secret: string): Caller | null {
    const digest = digestOf(secret);
    const session = this.#kept.sessions.find(({ token }) => token === digest);
    if (session === undefined) return null;
    const person = this.#personOf(session);
    if (person === null) return null;
    return { actor: person.name, role: person.role, person: person.id, session: session.id };
  }

  /**
   * Which of these may still hear what they listen to: sessions by their id, programs by their actor. Listening is using: a page that
   * stands open on a wall is not logged out for asking nothing.
   */
  stillIn(listening: Iterable<string>): ReadonlySet<string> {
    const now = this.#clock.utc();
    const may = (key: string) => {
      const session = this.#kept.sessions.find(({ id }) => id === key);
      if (session !== undefined) return this.#personOf(session) !== null;
      return this.#kept.tokens.some((token) => actorOf(token) === key && now <= token.until);
    };
    return new Set([...listening].filter(may));
  }

  /** Who a program with this token is; null: it is unknown, or over. */
  programOf(secret: string): Caller | null {
    const digest = digestOf(secret);
    const found = this.#kept.tokens.find(({ token }) => token === digest);
    const now = this.#clock.utc();
    if (found === undefined || now > found.until) return null;
    this.#used(found, now);
    return { actor: actorOf(found), role: found.role, person: null, session: null };
  }

  /** That it was used is known at once, and kept now and then. */
  #used(one: KeptSession | KeptToken, now: number): void {
    one.lastUsed = now;
    // a clock may be set back
    if (Math.abs(now - this.#notedAt) <= NOTED_EVERY_MS) return;
    this.#notedAt = now;
    this.#save();
  }

  /** Whose a session is that is used now; null: it is over, and ended. */
  #personOf(session: KeptSession): Person | null {
    const now = this.#clock.utc();
    // a clock that was set back makes nobody older
    if (now - session.lastUsed > IDLE_MS || now - session.since > LONGEST_MS) {
      this.end(session.id);
      return null;
    }
    this.#used(session, now);
    const person = this.#people.find(session.person);
    // taken out, disabled or given another password, by whatever program: it is over
    if (person === null || passwordOf(person) !== session.password) {
      this.end(session.id);
      return null;
    }
    return person;
  }

  list(): readonly KeptSession[] {
    return this.#kept.sessions;
  }

  end(id: string): boolean {
    const at = this.#kept.sessions.findIndex((one) => one.id === id);
    if (at < 0) return false;
    this.#kept.sessions.splice(at, 1);
    this.#save();
    for (const ended of this.#watchers) ended(id);
    return true;
  }

  /** Goes on under a new password: of the one who has just set it. */
  renew(id: string, person: Person): void {
    const session = this.#kept.sessions.find((one) => one.id === id);
    if (session === undefined) return;
    session.password = passwordOf(person);
    this.#save();
  }

  endOf(person: string, but?: string): void {
    for (const { id } of this.#kept.sessions.filter((one) => one.person === person && one.id !== but))
      this.end(id);
  }

  #makeRoom(person: string): void {
    const own = this.#kept.sessions.filter((one) => one.person === person);
    const oldest = (list: readonly KeptSession[]) => list.toSorted((a, b) => a.lastUsed - b.lastUsed)[0];
    const gone = own.length > MOST_OF_ONE ? oldest(own) : oldest(this.#kept.sessions);
    const full = own.length > MOST_OF_ONE || this.#kept.sessions.length > MOST;
    if (full && gone !== undefined) this.end(gone.id);
  }
}

/** Which password somebody has, without telling anything of it: its salt, which is new with every password. */
function passwordOf({ password }: Person): string {
  return digestOf(password.salt).slice(0, 16);
}

function actorOf({ label }: KeptToken): string {
  return `token ${label}`;
}
