import type { Request } from '../../../../drivers/request.ts';
import type { DeviceTiming } from '../../../alarmTime/deviceTiming.ts';
import { deadlineMs, forgottenAfterMs, longestLateWindowMs } from '../../../alarmTime/wire.ts';
import type { LineConnection } from '../../../site/schema/siteSchema.ts';
import type { Habit } from '../types.ts';
import { Habits } from './habits.ts';
import type { Question, Shape } from './shape.ts';

/**
 * Who still owes an answer, and what may therefore be believed. Modbus RTU has no transaction number: a reply that
 * comes after its request was given up looks exactly like the reply to a later request of the same shape (unit,
 * function, length). Taken for it, every later answer is shifted by one, CRC-valid, for ever.
 *
 * The one fact everything rests on: a request yields at most one reply, within the forget time or never. So replies are
 * conserved, and per shape it is enough to count. `owed` bounds the replies that may still come although nobody waits:
 *
 * - A request that ends without its reply being identified (silence, garbage, a strange frame) adds one.
 * - A frame of that shape which is not an answer takes one away. At zero there is nothing to doubt any more.
 * - An answered request changes nothing: one reply more to come, one come. Whether the frame that answered it was its
 *   own or a stale one does not matter for the count; it only matters whose reply is then still under way.
 *
 * First defence, the quarantine: after silence the unit is left alone for its late window, or until the late reply
 * is seen. Other units go on: their frames carry another address. The window is learned: it grows to 1.25 × the
 * largest delay seen, so that a unit which is late as a habit soon never gets past this defence.
 *
 * Second defence, past the window while k = `owed` > 0. An answer is believed without more ado if
 *   (a) no owed reply has its shape (those are counted per shape, so this is k = 0). The line sees to that where it can,
 *       by asking for a few registers more or less (`owed`), so that the rest of this page is for devices with whom it
 *       cannot; or
 *   (b) every request of this shape since the first owed one was for the same registers: a stale reply is then the same
 *       registers a moment earlier, never another register.
 * Otherwise
 *   (c) it is asked again at once until k + 1 answers in a row are the same bytes. At most k of them are stale, so at
 *       least one is a true answer to this question, and they are all alike. The line does the asking, and says
 *       `unsure` after some more. Writes are never repeated for this; their replies repeat address and value.
 *
 * Forgetting. A debt ends by itself after the forget time, which lies beyond any delay believed possible; a unit that
 * was asked nothing for so long owes nothing at all. But where answers came since, the owed reply
 * may have come in time and been taken for the answer to a later question, whose own reply is then under way in its
 * place, and so on: a shift that outlives the debt, for as long as each displaced reply falls into the wait for the
 * next. So a debt whose time is over is written off only after three rests: three times the unit answered and was then
 * left alone for as long as an ordinary answer takes. In that silence a displaced reply has nothing to hide behind and
 * shows itself as surplus, unless it is late as well. (Silence after silence proves nothing: a device that works off its
 * requests one by one is mute while the first is late. And such a device begins the displaced reply only when the one
 * before is out, so a rest counts from there.) Units polled at leisure rest by themselves; one polled without pause is
 * made to. What would remain undetected is a unit that is late beyond its window once, in exactly the wait of another
 * question, with by chance the same bytes, and late again in three rests running.
 *
 * A frame that nobody owes (two devices on one address, another master, a reply later than the forget time) breaks the
 * one fact; the unit is then doubted as if it owed one more reply, so that its next answers need confirming.
 *
 * After a start nothing is known of what was asked before (`strangersUntil`): for the forget time every answer is doubted
 * as if one reply of its shape were owed.
 *
 * Overlapping talkers garble each other; that is a CRC failure. If the head of the expected reply stands intact in
 * the garbage, its unit has spoken and nothing is owed; if not, it owes, and the retry is for the same registers (b).
 *
 * Pure bookkeeping: knows no clock and no port. Times are `mono` milliseconds.
 */
export class LateReplies {
  readonly #units = new Map<number, Unit>();
  #strangersUntil = -NEVER;
  #shapes: readonly Shape[] = [];

  /** Shapes of all replies and refusals that were ever asked for. The same array until it changes. */
  get shapes(): readonly Shape[] {
    return this.#shapes;
  }

  /** Late replies of this unit (and frames that nobody owed) recognised and thrown away so far. */
  seen(unit: number): number {
    return this.#units.get(unit)?.seen ?? 0;
  }

  /** Somebody else may have asked on this line until `now`: the run of this program before, a person with a laptop. */
  strangersUntil(now: number): void {
    this.#strangersUntil = now;
  }

  /** What is odd about this unit's answers lately. */
  habit(unit: number, now: number): Habit | undefined {
    return this.#units.get(unit)?.habits.at(now);
  }

  /** How long it is left alone before a question is repeated: a copy shows itself, and who needs silence has it. */
  restBeforeRepeat(unitId: number, now: number): number {
    const unit = this.#units.get(unitId);
    return unit === undefined ? 0 : Math.max(unit.habits.enoughMs(now), unit.strange ? COPY_SHOWS_MS : 0);
  }

  /** Whole frames came from it, none of which answers what was asked. */
  answeredOddly(unit: number): void {
    this.#unit(unit).habits.odd();
  }

  /** A sound frame of another unit came where its own was due. */
  answeredAs(unit: number, other: number): void {
    this.#unit(unit).habits.answeredAs(other);
  }

  /** Whether replies to questions of somebody else might still have come when it was last asked. */
  isStrange(unit: number): boolean {
    return this.#units.get(unit)?.strange ?? false;
  }

  /** When this unit was last heard, be it late; -Infinity if never. */
  heardAt(unit: number): number {
    return this.#units.get(unit)?.heardAt ?? Number.NEGATIVE_INFINITY;
  }

  /** A question goes out at `now`, `silentMs` after the last byte on the line. */
  asking(question: Question, tolerance: Tolerance, now: number, silentMs = Infinity): void {
    const unit = this.#unit(question.unit);
    unit.habits.asked(silentMs, now);
    unit.tolerance = tolerance;
    unit.windowMs = Math.min(Math.max(unit.windowMs, tolerance.lateWindowMs), tolerance.longestWindowMs);
    if (this.#shapes.length > MOST_SHAPES) this.#tidy(now);
    const account = this.#account(unit, question);
    writeOff(account, now, tolerance.forgetMs);
    account.askedAt = now;
    unit.strange = now < this.#strangersUntil + tolerance.forgetMs;
    account.restFrom = NEVER; // silence proves something only after the unit was seen to answer
    if (account.owed > 0) account.registers.add(question.registers);
  }

  /** The question was answered at `at`. A device that works off one request after the other begins the next one now. */
  answered(question: Question, at: number, frame: Uint8Array = NO_FRAME): void {
    const unit = this.#unit(question.unit);
    unit.habits.answered(question.reply.key, frame, at);
    const account = this.#account(unit, question);
    unit.heardAt = at;
    account.restFrom = at + unit.tolerance.answerMs;
    for (const debt of account.debts) if (at <= debt.until) debt.restsDue = RESTS;
  }

  /** How many replies may still come that look like the answer to this question. */
  owed(question: Question, now: number): number {
    const unit = this.#units.get(question.unit);
    const account = unit?.accounts.get(question.reply.key);
    if (unit === undefined || account === undefined) return 0;
    if (now - account.askedAt >= unit.tolerance.forgetMs) return 0;
    const standing = account.debts.filter(({ until, restsDue }) => until > now || restsDue > 0);
    return Math.min(account.owed, standing.length);
  }

  /** Whether this unit owes nothing, so that any question may be asked of it as it is. */
  isClear(unit: number): boolean {
    for (const { owed } of this.#units.get(unit)?.accounts.values() ?? []) if (owed > 0) return false;
    return true;
  }

  /** When nothing owed can be taken for the answer to this question any more, if it is not asked before. */
  clearAt({ unit }: Question, now: number): number {
    return now + this.#unit(unit).tolerance.forgetMs;
  }

  /** How far a frame of this shape may be believed as the answer to `question`. */
  doubt(question: Question, shape: Shape): Doubt {
    const unit = this.#unit(question.unit);
    const own = shape.key === question.reply.key;
    // a refusal may belong to any question of its function
    const doubt = doubtOf(own ? [this.#account(unit, question)] : accountsOf(unit, shape), question);
    return unit.strange ? { owed: doubt.owed + 1, elsewhere: true } : doubt;
  }

  /** The question was given up at `now`, its reply not identified. `silent`: and the unit is put into quarantine. */
  lost(question: Question, now: number, silent: boolean): void {
    const unit = this.#unit(question.unit);
    const account = this.#account(unit, question);
    const { askedAt } = account;
    const until = now + unit.tolerance.forgetMs;
    account.debts.push({ since: now, askedAt, until, restsDue: 0, suspected: false });
    account.registers.add(question.registers);
    account.owed++;
    if (!silent) return;
    unit.habits.lost();
    this.quarantine(question.unit, now);
  }

  /** Leaves the unit alone for its late window. */
  quarantine(unitId: number, now: number): void {
    const unit = this.#unit(unitId);
    unit.quarantinedUntil = Math.max(unit.quarantinedUntil, now + unit.windowMs);
  }

  /** A frame of `shape` was seen that answers nothing; `instead`: while its own unit was waited for. */
  surplus(shape: Shape, at: number, frame: Uint8Array = NO_FRAME, instead = false): void {
    const unit = this.#unit(shape.unit);
    unit.seen++;
    unit.heardAt = at;
    const owing = accountsOf(unit, shape).filter(({ owed }) => owed > 0);
    const [account] = owing;
    const isOwed = owing.some(({ debts }) => debts.some(({ suspected }) => !suspected));
    if (!isOwed) unit.habits.surplus(shape.key, frame, at);
    if (account === undefined) suspect(unit, shape, at);
    else if (owing.length === 1) {
      learn(unit, account, at);
      const paid = account.debts.find(({ suspected }) => !suspected);
      if (paid !== undefined) unit.habits.late(at - paid.askedAt, instead);
      if (account.restFrom !== NEVER) account.restFrom = at + unit.tolerance.answerMs;
      account.owed--;
      if (account.owed === 0) settle(account);
    }
    if (![...unit.accounts.values()].some(({ owed }) => owed > 0)) unit.quarantinedUntil = 0;
  }

  /** From when this unit may be asked; in the past if it may be asked now. */
  readyAt(unitId: number, now: number): number {
    const unit = this.#units.get(unitId);
    if (unit === undefined) return 0;
    let ready = Math.max(
      unit.quarantinedUntil,
      unit.habits.copyGoneAt(unit.strange ? unit.tolerance.answerMs : 0),
    );
    for (const account of unit.accounts.values()) {
      const oldest = account.debts[0];
      if (oldest === undefined) continue;
      if (oldest.until <= now && account.restFrom !== NEVER) ready = Math.max(ready, account.restFrom);
      if (account.owed > MOST_OWED) ready = Math.max(ready, oldest.until);
    }
    return ready;
  }

  #unit(id: number): Unit {
    let unit = this.#units.get(id);
    if (unit === undefined) {
      unit = {
        tolerance: NONE,
        windowMs: 0,
        quarantinedUntil: 0,
        seen: 0,
        heardAt: -NEVER,
        strange: false,
        habits: new Habits(),
        accounts: new Map(),
      };
      this.#units.set(id, unit);
    }
    return unit;
  }

  #account(unit: Unit, { reply, exception }: Question): Account {
    let account = unit.accounts.get(reply.key);
    if (account === undefined) {
      account = { reply, exception, owed: 0, debts: [], registers: new Set(), askedAt: 0, restFrom: 0 };
      unit.accounts.set(reply.key, account);
      this.#shapes = this.#allShapes();
    }
    return account;
  }

  /** Questions asked once, as a scan asks them, need not be remembered for ever. */
  #tidy(now: number): void {
    for (const unit of this.#units.values())
      for (const [key, { owed, askedAt }] of unit.accounts)
        if (owed === 0 && now - askedAt > UNUSED_MS) unit.accounts.delete(key);
    this.#shapes = this.#allShapes();
  }

  #allShapes(): readonly Shape[] {
    const accounts = [...this.#units.values()].flatMap((unit) => [...unit.accounts.values()]);
    const shapes = new Map(
      accounts.flatMap(({ reply, exception }) => [reply, exception]).map((one) => [one.key, one]),
    );
    return [...shapes.values()];
  }
}

/**
 * What a device is believed capable of. `answerMs`: an ordinary answer is there by then; `lateWindowMs`: a late one,
 * most probably, this long after it was given up, and `longestWindowMs` is as far as that may be learned; `forgetMs`:
 * after that it no longer comes, whatever held it up (the device, an adapter, this host).
 */
export type Tolerance = {
  readonly answerMs: number;
  readonly lateWindowMs: number;
  readonly longestWindowMs: number;
  readonly forgetMs: number;
};

/** What is believed of a device of this timing when it is asked this. */
export function toleranceOf(connection: LineConnection, request: Request, timing: DeviceTiming): Tolerance {
  return {
    answerMs: deadlineMs(connection, request, timing),
    lateWindowMs: timing.lateWindowMs,
    longestWindowMs: longestLateWindowMs(connection, request, timing),
    forgetMs: forgottenAfterMs(connection, request, timing),
  };
}

/** `owed` replies could be taken for this one; `elsewhere`: some of them may be about other registers. */
export type Doubt = { readonly owed: number; readonly elsewhere: boolean };

/** All replies of one shape that one unit may owe. */
type Account = {
  readonly reply: Shape;
  readonly exception: Shape;
  owed: number; // never more than there are debts
  debts: Debt[]; // oldest first
  readonly registers: Set<string>; // asked for since the first debt: what an owed reply may be about
  askedAt: number;
  restFrom: number; // a displaced reply would have shown itself by then, unless it is late as well
};

/** `restsDue`: how often, past `until`, the unit must still be left alone long enough to betray a displaced reply. */
type Debt = {
  readonly since: number;
  readonly askedAt: number;
  readonly until: number;
  restsDue: number;
  readonly suspected: boolean; // nobody owed what came: whatever that was may come again
};

type Unit = {
  tolerance: Tolerance;
  windowMs: number;
  quarantinedUntil: number;
  seen: number;
  heardAt: number;
  readonly habits: Habits;
  strange: boolean; // when it was last asked, replies to questions of somebody else might still have come
  readonly accounts: Map<string, Account>;
};

const NONE: Tolerance = { answerMs: 0, lateWindowMs: 0, longestWindowMs: 0, forgetMs: 0 };
const MARGIN = 1.25;
const MOST_OWED = 3; // with more, confirming costs more than waiting
const RESTS = 3;
/** After a start, the copy of an answer that comes twice has shown itself by then. */
const COPY_SHOWS_MS = 100;
const MOST_SHAPES = 100;
const UNUSED_MS = 60_000;
const NEVER = Number.POSITIVE_INFINITY;
const ANY_REGISTERS = '';
const NO_FRAME = new Uint8Array(0);

function writeOff(account: Account, now: number, forgetMs: number): void {
  if (account.debts.length === 0) return;
  if (now - account.askedAt >= forgetMs) settle(account);
  const rested = account.restFrom <= now;
  for (const debt of account.debts) if (debt.until <= now && rested) debt.restsDue--;
  account.debts = account.debts.filter(({ until, restsDue }) => until > now || restsDue > 0);
  account.owed = Math.min(account.owed, account.debts.length);
  if (account.owed === 0) settle(account);
}

function settle(account: Account): void {
  account.owed = 0;
  account.debts = [];
  account.registers.clear();
}

/** Accounts that a frame of this shape may belong to: its own, or for a refusal all of its function. */
function accountsOf(unit: Unit, shape: Shape): Account[] {
  const own = unit.accounts.get(shape.key);
  if (own !== undefined) return [own];
  return [...unit.accounts.values()].filter(({ exception }) => exception.key === shape.key);
}

function doubtOf(accounts: readonly Account[], question: Question): Doubt {
  let owed = 0;
  let elsewhere = false;
  for (const account of accounts) {
    if (account.owed === 0) continue;
    owed += account.owed;
    elsewhere ||= [...account.registers].some((registers) => registers !== question.registers);
  }
  return { owed, elsewhere };
}

function learn(unit: Unit, account: Account, at: number): void {
  const debt = account.debts.at(-1); // if it is not this one that is paid, the delay was longer still
  if (debt === undefined) return;
  const wanted = Math.min(MARGIN * (at - debt.since), unit.tolerance.longestWindowMs);
  unit.windowMs = Math.max(unit.windowMs, wanted);
}

function suspect(unit: Unit, shape: Shape, at: number): void {
  const account = unit.accounts.get(shape.key);
  if (account === undefined) return;
  const until = at + unit.tolerance.forgetMs;
  account.debts = [{ since: at, askedAt: at, until, restsDue: 0, suspected: true }];
  account.registers.add(ANY_REGISTERS);
  account.owed = 1;
}
