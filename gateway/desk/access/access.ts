import type { Clock } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { newClaimCode, readClaimCode } from '../../people/claimCode.ts';
import type { FreshClaim } from '../../people/freshClaim.ts';
import type { PeopleFile } from '../../people/peopleFile.ts';
import { freeId, type Person } from '../../people/personSchema.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import type { ClaimAsk, LoginAsk, Me as MeShown } from '../http/api/accessApi.ts';
import type { AccessFile, KeptAccess } from './accessFile.ts';
import type { Caller } from './caller.ts';
import { digestOf, newSecret, sameDigest } from './secret.ts';
import { Sessions } from './sessions.ts';
import { Tries } from './tries.ts';

/** Who is logged in; which site is in force is nothing that is known here. */
type Me = Omit<MeShown, 'site'>;
/** Where a request comes from, for the list of sessions. */
export type Visitor = { readonly from: string; readonly agent: string };
/** A session that has just begun; `secret` goes into the cookie and is nowhere else. */
export type Begun = { readonly secret: string; readonly me: Me };
/** What is told to guard, so that it stands in the journal. */
export type Audit = (actor: string, act: string, detail: string, accepted: boolean) => void;

const MINUTE_MS = 60_000;
const CLAIM_TRIES = { free: 5, firstMs: MINUTE_MS, capMs: 60 * MINUTE_MS };
const LOGIN_TRIES = { free: 5, firstMs: 15_000, capMs: 15 * MINUTE_MS };
/** One address may be the whole building behind a router. */
const ADDRESS_TRIES = { free: 30, firstMs: 15_000, capMs: 15 * MINUTE_MS };
const EVERYBODY = '';

/**
 * Who a person is. The first one comes in with the claim code that the box shows at its first start; there is no default
 * password. Wrong tries cost growing waits: for the claim together, for log-ins by name and by address.
 */
export class Access {
  readonly #file: AccessFile;
  readonly #clock: Clock;
  readonly #audit: Audit;
  readonly #kept: KeptAccess;
  readonly people: PeopleFile;
  readonly sessions: Sessions;
  readonly #fresh: FreshClaim;
  readonly #claims: Tries;
  #isClaiming = false;
  readonly #names: Tries;
  readonly #addresses: Tries;

  constructor(file: AccessFile, people: PeopleFile, fresh: FreshClaim, clock: Clock, audit: Audit) {
    this.#fresh = fresh;
    this.#file = file;
    this.people = people;
    this.#clock = clock;
    this.#audit = audit;
    this.#kept = file.load();
    this.sessions = new Sessions(this.#kept, people, clock, () => this.save());
    this.#claims = new Tries(clock, CLAIM_TRIES);
    this.#names = new Tries(clock, LOGIN_TRIES);
    this.#addresses = new Tries(clock, ADDRESS_TRIES);
  }

  /** A list of people that cannot be read means people, and nobody is let in. */
  get claimed(): boolean {
    const people = this.people.all();
    return !people.ok || people.value.length > 0;
  }

  /** Whether a claim code is worth something now: nobody owns the box, or its button was held. */
  get claimable(): boolean {
    return !this.claimed || this.#fresh.isOpen(this.#clock.utc());
  }

  /** Opens the box for another administrator, with this code; people, site and journal stay. */
  openAnew(code: string, by: string): void {
    this.#fresh.open(code, this.#clock.utc());
    this.#audit(by, 'claim', 'opened the box for a new administrator, for a quarter of an hour', true);
  }

  /** What is kept, for those who look after tokens; after a change `save` is to be called. */
  get kept(): KeptAccess {
    return this.#kept;
  }

  save(): void {
    this.#file.save(() => this.#kept);
  }

  /**
   * The claim code, to be shown to who has the box: that of the label, or a new one; the one before is worth nothing.
   * Null: somebody owns it.
   */
  issueClaim(labelled: string | null = null): string | null {
    if (this.claimed) return null;
    const code = labelled ?? newClaimCode();
    this.#kept.claim = digestOf(readClaimCode(code));
    this.save();
    return code;
  }

  async claim(ask: ClaimAsk, visitor: Visitor): Promise<Result<Begun, Problem>> {
    if (!this.claimable) return err(deskProblem('desk.claimed'));
    const waiting = this.#waiting(this.#claims, EVERYBODY);
    if (waiting !== null) return err(waiting);
    const utc = this.#clock.utc();
    const isFirst = !this.claimed;
    const first = this.#kept.claim;
    const right = isFirst
      ? first !== null && sameDigest(digestOf(readClaimCode(ask.code)), first)
      : this.#fresh.isCode(ask.code, utc);
    if (!right) {
      if (this.#claims.wrong(EVERYBODY)) this.#audit('nobody', 'claim', 'wrong claim codes', false);
      return err(deskProblem('desk.wrong-code'));
    }
    const { name, language } = ask;
    if (this.#isClaiming) return err(deskProblem('desk.busy')); // the code is good for one
    const known = this.people.all();
    const who = { id: freeId(name, known.ok ? known.value : []), name, language, role: 'admin' as const };
    this.#isClaiming = true;
    const added = await this.people.add(who, ask.password, utc, isFirst ? 'first' : 'none').finally(() => {
      this.#isClaiming = false;
    });
    if (!added.ok) return added;
    if (!isFirst) this.#fresh.end();
    this.#kept.claim = null;
    this.#audit(name, 'claim', isFirst ? 'made the first person' : 'made another administrator', true);
    return ok(this.#begin(added.value, visitor));
  }

  /** `ask.name`: the name or the id of a person. */
  async login(ask: LoginAsk, visitor: Visitor): Promise<Result<Begun, Problem>> {
    const called = ask.name.trim().toLowerCase();
    const known = this.people.named(called);
    const key = known?.id ?? called; // by whichever of their two names somebody is tried
    const waiting = this.#waiting(this.#names, key) ?? this.#waiting(this.#addresses, visitor.from);
    if (waiting !== null) return err(waiting);
    // counted before it is known: many tries at once must not all be free
    const byName = this.#names.wrong(key);
    this.#addresses.wrong(visitor.from);
    const person = await this.people.check(known?.id ?? '', ask.password);
    if (person === 'busy') return err(deskProblem('desk.busy'));
    if (person === null) {
      if (byName) this.#audit(ask.name.trim().slice(0, 40) || 'nobody', 'login', 'wrong passwords', false);
      return err(deskProblem('desk.wrong-login'));
    }
    this.#names.right(key);
    this.#addresses.right(visitor.from);
    this.#audit(person.name, 'login', visitor.from, true);
    return ok(this.#begin(person, visitor));
  }

  /** Whether it is their own password: asked again before it is changed, and counted as a log-in is. */
  async isOwnPassword(id: string, password: string): Promise<Result<null, Problem>> {
    const waiting = this.#waiting(this.#names, id);
    if (waiting !== null) return err(waiting);
    this.#names.wrong(id);
    const person = await this.people.check(id, password);
    if (person === 'busy') return err(deskProblem('desk.busy'));
    if (person === null) return err(deskProblem('desk.wrong-login'));
    this.#names.right(id);
    return ok(null);
  }

  logout(caller: Caller): void {
    if (caller.session === null) return;
    this.sessions.end(caller.session);
    this.#audit(caller.actor, 'logout', '', true);
  }

  /** The person behind a caller, as the page is told. Null: a program, or removed meanwhile. */
  meOf(caller: Caller): Me | null {
    const person = caller.person === null ? null : this.people.find(caller.person);
    return person === null || caller.session === null ? null : meOf(person, caller.session);
  }

  audit(caller: Caller, act: string, detail: string, accepted: boolean): void {
    this.#audit(caller.actor, act, detail, accepted);
  }

  #begin(person: Person, { from, agent }: Visitor): Begun {
    const secret = newSecret();
    const session = this.sessions.begin(person, digestOf(secret), from, agent);
    return { secret, me: meOf(person, session) };
  }

  #waiting(tries: Tries, key: string): Problem | null {
    const waitMs = tries.waitMs(key);
    return waitMs === 0 ? null : deskProblem('desk.wait', { s: Math.ceil(waitMs / 1000) });
  }
}

function meOf({ id, name, role, language }: Person, session: string): Me {
  return { person: id, name, role, language, session };
}
