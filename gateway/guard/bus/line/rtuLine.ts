import { dialectOf } from '../../../../drivers/dialect/dialects.ts';
import type { Profile } from '../../../../drivers/profile/schema.ts';
import type { Request } from '../../../../drivers/request.ts';
import type { DeviceTiming } from '../../../alarmTime/deviceTiming.ts';
import { allowanceMs, beginDeadlineMs, charMs, exchangeMs, gapMs } from '../../../alarmTime/wire.ts';
import { type Clock, sleep, type Timer } from '../../../core/clock.ts';
import type { Overhear, Overheard } from '../../../core/overheard.ts';
import { portProblem } from '../../../core/portProblems.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import { sameFormat } from '../../../core/serialFormat.ts';
import type { LineConnection } from '../../../site/schema/siteSchema.ts';
import { busProblem } from '../../../text/problems/busProblems.ts';
import { rtuBody, SealedPort } from '../port/sealedPort.ts';
import type { ExchangeResult, ForeignAsk, Habit, LineClient, Port } from '../types.ts';
import { Ear, timingOf } from './ear.ts';
import { type ExchangeInput, type ExchangeState, IDLE, type Outcome, stepExchange } from './exchange.ts';
import { EMPTY, type Found, findFrame, receive } from './inbox.ts';
import { type Doubt, LateReplies, toleranceOf } from './lateReplies.ts';
import { ModbusClient } from './modbusClient.ts';
import { OtherMaster } from './otherMaster.ts';
import { ExchangeQueue } from './queue.ts';
import { NO_LIFTS, refusedBody } from './readOnly.ts';
import { type Question, questionOf } from './shape.ts';
import { Sleepers } from './sleepers.ts';
import { inUnmistakableShape, type Unmistakable } from './unmistakable.ts';
import { WirePace } from './wirePace.ts';

type RtuConnection = Exclude<LineConnection, { type: 'modbus-tcp' }>;
type Job =
  | { readonly request: Request; readonly timing: DeviceTiming }
  | { readonly hear: Overhear; readonly heard: (result: Result<Overheard, Problem>) => void };
type End = { readonly outcome: Outcome; readonly doubt: Doubt; readonly sentBy: number };

/** Reads beyond the first and the k owed replies before an answer in doubt is given up. */
const SPARE_READS = 2;
const LONGEST_DRAIN_MS = 250;
const GONE = portProblem('port.lost');
const NO_DOUBT: Doubt = { owed: 0, elsewhere: false };
// When this process was itself held up for longer, the reply may be there, unread: it is given a moment to show.
const STALL_MS = 2;
const UNREAD_MS = 3;

/** One RS-485 pair, reached through a serial adapter or a transparent converter. */
export class RtuLine implements LineClient {
  onLost: LineClient['onLost'] = () => {};
  onLate: LineClient['onLate'] = () => {};
  onNotice: LineClient['onNotice'] = () => {};
  readonly #port: Port;
  readonly #lifts: ReadonlySet<number>;
  readonly #clock: Clock;
  readonly #connection: RtuConnection;
  readonly #pace: WirePace;
  readonly #gapMs: number;
  readonly #modbus = new ModbusClient();
  readonly #late = new LateReplies();
  readonly #sleepers = new Sleepers();
  readonly #others = new OtherMaster();
  readonly #queue = new ExchangeQueue<Job>((job) => this.#serve(job));
  #ear: Ear | undefined; // set while what comes is taken down and not understood
  #state: ExchangeState = IDLE;
  #open = false;
  #wanted = false;
  #lastByteAt = Number.NEGATIVE_INFINITY; // on the wire, ours or theirs
  #timer: Timer | undefined;
  #done: (outcome: Outcome) => void = () => {};
  #echoes = false;

  /** @param lifts units to which nothing but reads is ever sent */
  constructor(port: Port, connection: RtuConnection, clock: Clock, lifts = NO_LIFTS) {
    this.#port = lifts.size === 0 ? port : new SealedPort(port, lifts, rtuBody);
    this.#lifts = lifts;
    this.#clock = clock;
    this.#connection = connection;
    this.#pace = new WirePace(charMs(connection));
    this.#gapMs = gapMs(connection);
  }

  /** Opens the port and waits for the line to be quiet, so that half a frame from before is not ours. */
  async open(afterOthers = false): Promise<Result<void, Problem>> {
    this.#port.onBytes = (bytes, at) => this.#received(bytes, at);
    this.#port.onLost = (problem) => this.#lost(problem);
    this.#port.onNotice = (problem) => this.onNotice(problem);
    this.#port.onInterrupted = () => this.#askAgain();
    this.#wanted = true;
    const opened = await this.#port.open();
    if (!opened.ok) return opened;
    this.#open = this.#wanted;
    this.#state = IDLE;
    this.#lastByteAt = this.#clock.mono();
    if (afterOthers) this.#late.strangersUntil(this.#lastByteAt);
    await this.#silence(this.#quietMs, LONGEST_DRAIN_MS);
    if (this.#open) this.#queue.resume();
    else await this.#port.close();
    return this.#open ? opened : err(GONE);
  }

  async close(): Promise<void> {
    this.#wanted = false;
    this.#end();
    await this.#port.close();
  }

  /** Callers may queue. */
  exchange(request: Request, timing: DeviceTiming): Promise<ExchangeResult> {
    return this.#queue.add({ request, timing });
  }

  /** Says a read and takes down what comes, in its turn among the exchanges. */
  hear(what: Overhear): Promise<Result<Overheard, Problem>> {
    return new Promise((heard) => {
      void this.#queue.add({ hear: what, heard }).then(() => heard(err(GONE))); // if it had no turn
    });
  }

  readonly readyAt = (unit: number): number => this.#late.readyAt(unit, this.#clock.mono());

  costMs(request: Request, timing: DeviceTiming): number {
    return exchangeMs(this.#connection, request, timing);
  }

  habit(unit: number): Habit | undefined {
    const now = this.#clock.mono();
    return this.#others.explained(this.#late.habit(unit, now), now);
  }

  readonly otherMaster = (): ForeignAsk | undefined => this.#others.at(this.#clock.mono());
  readonly heardAt = (unit: number): number => this.#late.heardAt(unit);
  readonly lateSeen = (unit: number): number => this.#late.seen(unit);

  /** Longest silence that may stand inside one frame: what the adapter holds back, and what the standard allows. */
  get #quietMs(): number {
    return this.#gapMs + allowanceMs(this.#connection);
  }

  async #serve(job: Job): Promise<ExchangeResult> {
    if ('request' in job) return this.#converse(job);
    job.heard(await this.#overhear(job.hear));
    return this.#fail({ kind: 'timeout' });
  }

  async #overhear(what: Overhear): Promise<Result<Overheard, Problem>> {
    const { request, format } = what;
    const frame = this.#modbus.ask(request);
    this.#modbus.silence();
    const refused = refusedBody(frame.subarray(0, -2), this.#lifts);
    if (refused !== null) return err(refused);
    const foreign = !sameFormat(format, this.#connection);
    if (foreign && this.#lifts.size > 0) return err(busProblem('bus.foreign-lift'));
    const { reformat } = this.#port;
    if (foreign && reformat === undefined) return err(busProblem('bus.fixed-format'));
    const from = this.#clock.mono();
    if (!(await this.#silence(this.#gapMs, what.limitMs))) return err(GONE);
    const question = questionOf(request, frame, 'standard');
    const shapes = [question.reply, question.exception];
    const whole = (bytes: Uint8Array) => findFrame(receive(EMPTY, bytes, 0), shapes, false) !== null;
    const ear = new Ear(this.#clock, what.on === true ? () => false : whole);
    if (reformat !== undefined && !(await reformat.call(this.#port, format)).ok) return err(GONE);
    this.#ear = ear;
    const now = this.#clock.mono();
    const ownChar = charMs(format);
    const sentBy = now + frame.length * ownChar;
    this.#port.write(frame);
    const allowMs = allowanceMs(this.#connection);
    const heard = await ear.listen(
      sentBy,
      sentBy + what.patienceMs + allowMs,
      from + what.limitMs,
      4 * ownChar + allowMs,
    );
    this.#ear = undefined;
    if (foreign && what.stays !== true) {
      const back = await reformat?.call(this.#port, this.#connection);
      if (back?.ok === false) return err(GONE);
    }
    this.#lastByteAt = Math.max(sentBy, this.#clock.mono());
    if (!foreign && heard.bytes.length === 0) {
      // a stranger that was not heard may still answer: its reply must not be taken for another one
      this.#late.asking(question, toleranceOf(this.#connection, request, timingOf(what)), now);
      this.#late.lost(question, this.#clock.mono(), true);
    }
    return this.#open ? ok(heard) : err(GONE);
  }

  /**
   * Asks so that the answer can be believed: for the same in another length where an older reply could come (nothing
   * owed looks like it then), by repetition where there is no other way to ask.
   */
  async #converse({
    request: wanted,
    timing,
  }: Extract<Job, { readonly request: Request }>): Promise<ExchangeResult> {
    const { request, read } = this.#inUnmistakableShape(wanted, timing);
    const result = await this.#askUntilSure(request, timing);
    if (read === undefined) return result;
    return result.kind === 'ok' || result.kind === 'exception' || result.kind === 'timeout'
      ? { ...result, read }
      : result;
  }

  /** What to send for it; while the unit owes nothing, anything may be asked as it is. */
  #inUnmistakableShape(request: Request, { dialect = 'standard' }: DeviceTiming): Unmistakable {
    return inUnmistakableShape(request, (one) => {
      if (this.#late.isClear(one.unit)) return false;
      const question = questionOf(one, this.#modbus.ask(one), dialect);
      this.#modbus.silence();
      return this.#late.owed(question, this.#clock.mono()) > 0;
    });
  }

  async #askUntilSure(request: Request, timing: DeviceTiming): Promise<ExchangeResult> {
    const frame = this.#modbus.ask(request);
    const refused = refusedBody(frame.subarray(0, -2), this.#lifts);
    if (refused !== null) return this.#fail({ kind: 'refused', problem: refused });
    const { dialect = 'standard' } = timing;
    const question = questionOf(request, frame, dialect);
    let alike: { readonly frame: Uint8Array; readonly owed: number; count: number } | undefined;
    let most = 1;
    let asleep = this.#sleepers.asleep(question.unit, timing.wakeUp, this.#clock.mono());
    for (let reads = 1; reads <= most; reads++) {
      const restMs = reads === 1 ? 0 : this.#late.restBeforeRepeat(question.unit, this.#clock.mono());
      if (!(await this.#silence(this.#gapMs + timing.gapMs + restMs, timing.responseMs)))
        return this.#fail({ kind: this.#open ? 'crc' : 'portLost' });
      const askedAt = this.#clock.mono();
      if (asleep?.bytes !== undefined) {
        this.#port.write(Uint8Array.from(asleep.bytes));
        this.#lastByteAt = askedAt + asleep.bytes.length * this.#pace.charMs;
        await sleep(this.#clock, this.#lastByteAt - askedAt + asleep.waitMs, 'device wakes');
        asleep = undefined;
        if (!this.#open) return this.#fail({ kind: 'portLost' });
      }
      const { outcome, doubt, sentBy } = await this.#ask(request, question, frame, timing);
      this.#sleepers.asked(question.unit, this.#clock.mono());
      if (asleep !== undefined && outcome.kind === 'timeout') {
        reads--; // lost on a device that slept, which is woken by it
        await sleep(this.#clock, Math.max(0, askedAt + asleep.waitMs - this.#clock.mono()), 'device wakes');
        asleep = undefined;
        continue;
      }
      if (outcome.kind !== 'answer') return this.#fail(this.#unanswered(question, outcome));
      const { found } = outcome;
      const { owed, elsewhere } = doubt;
      if (owed === 0 || !elsewhere || question.isWrite)
        return withRepeats(this.#answered(question, found, dialect, sentBy), reads - 1);
      if (alike !== undefined && Buffer.compare(alike.frame, found.frame) === 0) alike.count++;
      else alike = { frame: found.frame, owed, count: 1 };
      if (alike.count > alike.owed)
        return withRepeats(this.#answered(question, found, dialect, sentBy), reads - 1);
      most = Math.max(most, 1 + owed + SPARE_READS);
    }
    return this.#fail({ kind: 'unsure', clearAt: this.#late.clearAt(question, this.#clock.mono()) });
  }

  /** One request on the wire, how it ended, and how far that could be believed at that very moment. */
  #ask(request: Request, question: Question, frame: Uint8Array, timing: DeviceTiming): Promise<End> {
    const now = this.#clock.mono();
    const sentBy = now + frame.length * this.#pace.charMs;
    const windows = toleranceOf(this.#connection, request, timing);
    this.#late.asking(question, windows, now, now - this.#lastByteAt);
    const doubtful = this.#pace.isWire && this.#late.doubt(question, question.reply).elsewhere;
    const ask = {
      ...{ frame, question, quietMs: this.#quietMs, echoes: this.#echoes },
      notBefore: doubtful ? sentBy : now,
      deadline: now + windows.answerMs,
      beginBy: now + beginDeadlineMs(this.#connection, request, timing),
      usualMs: timing.usualMs ?? Number.POSITIVE_INFINITY,
    };
    this.#lastByteAt = sentBy;
    return new Promise((resolve) => {
      this.#done = (outcome) => {
        if (outcome.kind !== 'answer') return resolve({ outcome, doubt: NO_DOUBT, sentBy });
        // now: what comes right behind the answer may settle a debt that this answer was paid with
        resolve({ outcome, doubt: this.#late.doubt(question, outcome.found.shape), sentBy });
        this.#observe(question, outcome.found, outcome.echoed, sentBy);
      };
      this.#step({ kind: 'send', ask, at: now, known: this.#late.shapes });
    });
  }

  /** A converter hung up on what is waited for: the device may have been asked already, and then answers twice in all. */
  #askAgain(): void {
    if (this.#state.step !== 'waiting') return;
    const { frame, question } = this.#state.ask;
    const now = this.#clock.mono();
    this.#late.lost(question, now, false);
    this.#lastByteAt = now + frame.length * this.#pace.charMs;
    this.#port.write(frame);
  }

  /** Every answer teaches what kind of line this is. */
  #observe(question: Question, { firstAt, frame }: Found, echoed: boolean, sentBy: number): void {
    this.#late.answered(question, this.#lastByteAt, frame);
    if (!question.isWrite) this.#echoes = echoed;
    this.#pace.heard(firstAt, sentBy);
  }

  #answered(question: Question, found: Found, dialect: Profile['dialect'], sentBy: number): ExchangeResult {
    const { shape } = found;
    const frame = dialectOf(dialect).toStandard(found.frame);
    if (shape === question.exception) return this.#fail({ kind: 'exception', code: frame[2] ?? 0 });
    const values = this.#modbus.answer(frame);
    if (values === null) return this.#fail({ kind: 'mismatch' });
    const beganMs = Math.max(0, found.firstAt - sentBy);
    return { kind: 'ok', values, beganMs, at: { boot: this.#clock.boot, mono: this.#clock.mono() } };
  }

  #unanswered(question: Question, outcome: Exclude<Outcome, { kind: 'answer' }>): ExchangeResult {
    if (outcome.kind === 'mismatch') this.#late.answeredOddly(question.unit);
    if (outcome.kind !== 'crc' || !outcome.identified)
      this.#late.lost(question, this.#clock.mono(), outcome.kind === 'timeout');
    if (outcome.kind !== 'crc') return { kind: outcome.kind };
    const { identified: _, ...crc } = outcome;
    if (crc.stranger !== undefined) this.#late.answeredAs(question.unit, crc.stranger);
    return crc;
  }

  #fail(result: ExchangeResult): ExchangeResult {
    this.#modbus.silence();
    return result;
  }

  /**
   * Waits until nothing was on the wire for `silenceMs`, counted from the end of the last byte.
   * @returns false when the port was lost, or when the line would not be quiet for `patienceMs`
   */
  async #silence(silenceMs: number, patienceMs: number): Promise<boolean> {
    const patience = Math.max(this.#lastByteAt, this.#clock.mono()) + silenceMs + patienceMs;
    while (this.#open) {
      const now = this.#clock.mono();
      const quietAt = this.#lastByteAt + silenceMs;
      if (quietAt <= now) return true;
      if (now >= patience) return false;
      await sleep(this.#clock, quietAt - now, 'silence on the line', this.#pace.grain);
    }
    return false;
  }

  #received(bytes: Uint8Array, at: number): void {
    this.#lastByteAt = Math.max(this.#lastByteAt, at);
    if (this.#ear !== undefined) return void this.#ear.take(bytes, at);
    const own = this.#state.step === 'waiting' ? this.#state.ask.frame : null;
    this.#others.heard(bytes, at, own, this.#late.shapes);
    this.#step({ kind: 'bytes', bytes, at, known: this.#late.shapes });
  }

  #step(input: ExchangeInput): void {
    const waiting = this.#state.step === 'waiting' ? this.#state.ask.question.unit : null;
    const { state, effects } = stepExchange(this.#state, input);
    this.#state = state;
    for (const effect of effects) {
      switch (effect.kind) {
        case 'write':
          this.#port.write(effect.bytes);
          break;
        case 'arm':
          this.#arm(effect.at);
          break;
        case 'rest':
          this.#port.rest?.(this.#clock.mono() + this.#pace.restMs(effect.bytes));
          break;
        case 'surplus':
          this.#late.surplus(effect.shape, effect.at, effect.frame, effect.shape.unit === waiting);
          this.onLate(effect.shape.unit);
          break;
        case 'done':
          this.#timer?.cancel();
          this.#done(effect.outcome);
      }
    }
  }

  #arm(at: number): void {
    this.#timer?.cancel();
    const giveUp = () => this.#step({ kind: 'deadline', at: this.#clock.mono(), known: this.#late.shapes });
    this.#timer = this.#clock.after(at - this.#clock.mono(), 'reply', () => {
      const stalled = this.#clock.mono() - at > STALL_MS;
      if (stalled) this.#timer = this.#clock.after(UNREAD_MS, 'unread bytes', giveUp);
      else giveUp();
    });
  }

  #lost(problem: Problem): void {
    this.#end();
    this.onLost(problem);
  }

  #end(): void {
    this.#open = false;
    this.#queue.dismiss();
    this.#ear?.end();
    this.#step({ kind: 'portLost' });
  }
}

function withRepeats(result: ExchangeResult, beside: number): ExchangeResult {
  return result.kind === 'ok' && beside > 0 ? { ...result, beside } : result;
}
